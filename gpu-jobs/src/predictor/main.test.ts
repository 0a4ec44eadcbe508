/**
 * The predictor as the process that a server starts: real messages, real flags.
 * @module
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { FromPredictor, PredictInput, ToPredictor } from '@promptpost/base/jobs'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { EXIT } from '../worker/exit-codes.js'
import { expectSame, type Materials, makeMaterials, TEXTS } from './materials.test.helper.js'

const PROGRAM = fileURLToPath(new URL('../../dist/predictor/main.js', import.meta.url))

let materials: Materials
let all: ChildProcess[] = []
beforeAll(async () => {
  materials = await makeMaterials()
})
afterEach(async () => {
  for (const child of all) if (child.exitCode === null && child.kill('SIGKILL')) await once(child, 'exit')
  all = []
})
afterAll(() => materials?.remove())

const start = (environment: NodeJS.ProcessEnv = {}): ChildProcess => {
  const { root } = materials
  const child = spawn(process.execPath, [PROGRAM, '--store', root, '--models', root], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    env: { ...process.env, ...environment },
  })
  all.push(child)
  return child
}

/** Sends at once, and collects as many replies as there are requests, in the order they come. */
const exchange = async (child: ChildProcess, messages: readonly ToPredictor[]): Promise<FromPredictor[]> => {
  const replies: FromPredictor[] = []
  const wanted = messages.filter(({ type }) => type === 'predict').length
  const done = new Promise<void>((resolve, reject) => {
    child.on('message', message => {
      replies.push(message as FromPredictor)
      if (replies.length === wanted) resolve()
    })
    child.once('exit', code => reject(new Error(`the predictor ended with ${code}`)))
  })
  for (const message of messages) child.send(message)
  await done
  return replies
}

const asked = (id: number, input: PredictInput, texts: readonly string[] = TEXTS): ToPredictor => ({
  type: 'predict',
  id,
  input,
  texts,
})

describe('the predictor', () => {
  it.each([
    ['memory for all', {}],
    ['memory for one prompt and one model', { PROMPTPOST_PROMPT_BYTES: '1', PROMPTPOST_MODEL_BYTES: '1' }],
  ])('with %s answers each request from its own model and prompt', async (_, environment) => {
    const inputs = [...materials.inputs, ...materials.inputs.toReversed()]
    const replies = await exchange(
      start(environment),
      inputs.map((input, id) => asked(id, input)),
    )
    expect(replies.map(({ id }) => id).sort((a, b) => a - b)).toEqual(inputs.map((_, id) => id))
    for (const reply of replies) {
      if (!('results' in reply)) throw new Error(reply.failure.message)
      expectSame(reply.results, await materials.plain(inputs[reply.id]!))
    }
  })

  it('answers at once for a request that is cancelled before its batch began', async () => {
    const [input] = materials.inputs as [PredictInput]
    const full = Array<string>(64).fill('a')
    const replies = await exchange(start(), [
      asked(1, input, full),
      asked(2, input, full),
      asked(3, input, full),
      { type: 'cancel', id: 2 },
      { type: 'cancel', id: 99 },
    ])
    expect(replies.map(({ id }) => id)).toEqual([2, 1, 3])
    expect(replies[0]).toMatchObject({ failure: { code: 'cancelled' } })
    expect(replies[2]).toMatchObject({ results: { length: 64 } })
  })

  it.each(['0', '1.5', 'much'])('refuses %s bytes by the name of the flag', async value => {
    const child = start({ PROMPTPOST_PROMPT_BYTES: value })
    let errors = ''
    child.stderr!.on('data', chunk => {
      errors += chunk
    })
    const [code] = await once(child, 'close')
    expect(code).toBe(EXIT.usage)
    expect(errors).toContain('--prompt-bytes')
    expect(errors).toContain('whole number above 0')
  })
})
