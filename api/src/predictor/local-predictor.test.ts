/**
 * Who waits, who is refused and whose turn it is, with the real predictor: it is stopped (as by SIGSTOP) from its start, so that
 * everything waits for as long as a test wants.
 * @module
 */
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { digestFile } from '@promptpost/base'
import { type PredictInput, SYNCHRONOUS_TEXTS } from '@promptpost/base/jobs'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { findPredictorProgram } from '../queue/worker-program.js'
import { type LocalPredictor, openLocalPredictor, type PredictorLimits } from './local-predictor.js'
import type { PredictionOutcome } from './predictor.js'

const EXAMPLES = fileURLToPath(new URL('../../../examples', import.meta.url))
const TASK = { template: '{text} It was', verbalizer: { bad: ['bad'], good: ['good'] } }
/** Two of these are all that the process is given at a time. */
const FULL = Array<string>(SYNCHRONOUS_TEXTS).fill('a')

let data: string
let input: PredictInput
beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'promptpost-local-predictor-'))
  const name = 'reviews-gpt2'
  const names = (await readdir(join(EXAMPLES, name))).sort()
  const files = await Promise.all(
    names.map(async file => ({ name: file, ...(await digestFile(join(EXAMPLES, name, file))) })),
  )
  input = { model: { id: 'mod_1', name, files }, task: TASK }
})
afterAll(() => rm(data, { recursive: true, force: true }))

type Opened = {
  predictor: LocalPredictor
  /** Pids of the processes that were started. */
  pids: number[]
  resume: () => void
  /** Asks for one batch; what becomes of it is put down when it comes. */
  ask: (tenant: string, name: string, texts?: readonly string[]) => Asked
  /** Names of what got results, in the order in which they came. */
  answered: string[]
}
type Asked = { outcome: Promise<PredictionOutcome>; leave: () => void }

let opened: Opened | undefined
const open = (limits: Partial<PredictorLimits> = {}): Opened => {
  const pids: number[] = []
  const answered: string[] = []
  let frozen: number[] = []
  const predictor = openLocalPredictor({
    program: findPredictorProgram(),
    arguments: ['--store', data, '--models', EXAMPLES],
    limits,
    log: ({ event, pid }) => {
      if (event !== 'predictor-started') return
      process.kill(pid as number, 'SIGSTOP')
      pids.push(pid as number)
      frozen.push(pid as number)
    },
  })
  opened = {
    predictor,
    pids,
    answered,
    resume: () => {
      for (const pid of frozen) process.kill(pid, 'SIGCONT')
      frozen = []
    },
    ask: (tenant, name, texts = FULL) => {
      const leaving = new AbortController()
      const outcome = predictor.predict({ tenant, input, texts, signal: leaving.signal })
      void outcome.then(found => {
        if ('results' in found && found.results.length === texts.length) answered.push(name)
      })
      return { outcome, leave: () => leaving.abort() }
    },
  }
  return opened
}
afterEach(async () => {
  opened?.resume()
  await opened?.predictor.stop()
})

const BUSY = { refused: 'busy', seconds: 1 }
const CLOSED = { refused: 'closed' }

describe('requests that wait', () => {
  it('are answered by turns of their tenants', async () => {
    const { ask, resume, answered } = open()
    const all = ['a1', 'a2', 'a3', 'a4', 'a5', 'a6', 'b1', 'b2', 'c1'].map(name => ask(name[0]!, name))
    resume()
    await Promise.all(all.map(({ outcome }) => outcome))
    // The first two were in hand before the others came.
    expect(answered).toEqual(['a1', 'a2', 'a3', 'b1', 'c1', 'a4', 'b2', 'a5', 'a6'])
  })

  it('are at most so many of a tenant, and so many of all', async () => {
    const { ask, resume, answered } = open({ waitingPerTenant: 2, waiting: 3 })
    const accepted = ['a1', 'a2', 'a3', 'a4'].map(name => ask('a', name))
    expect(await ask('a', 'a5').outcome).toEqual(BUSY)
    accepted.push(ask('b', 'b1'))
    expect(await ask('b', 'b2').outcome).toEqual(BUSY)
    expect(await ask('c', 'c1').outcome).toEqual(BUSY)
    expect(answered).toEqual([])
    resume()
    await Promise.all(accepted.map(({ outcome }) => outcome))
    expect(answered).toEqual(['a1', 'a2', 'a3', 'b1', 'a4'])
    // There is room again.
    expect(await ask('a', 'a6').outcome).toMatchObject({ results: { length: FULL.length } })
  })

  it('are late in time, in hand or not, and do not hold up what comes after', async () => {
    const { ask, resume } = open({ timeout: 1000 })
    const all = ['a1', 'a2', 'a3'].map(name => ask('a', name))
    expect(await Promise.all(all.map(({ outcome }) => outcome))).toEqual(Array(3).fill({ refused: 'late' }))
    resume()
    let last: PredictionOutcome = { refused: 'late' }
    for (let tries = 0; tries < 50 && 'refused' in last; tries++) last = await ask('a', 'b', ['x']).outcome
    expect(last).toMatchObject({ results: [{ label: expect.any(String) }] })
  })

  it('are dropped when nobody waits any more, and their places are free', async () => {
    const { ask, resume, answered, pids } = open({ waitingPerTenant: 1 })
    const first = ask('a', 'a1')
    const second = ask('a', 'a2')
    const third = ask('a', 'a3')
    expect(await ask('a', 'a4').outcome).toEqual(BUSY)
    third.leave()
    expect(await third.outcome).toEqual(CLOSED)
    const fifth = ask('a', 'a5')
    expect(await ask('a', 'a6').outcome).toEqual(BUSY)
    second.leave()
    expect(await second.outcome).toEqual(CLOSED)
    resume()
    await Promise.all([first.outcome, fifth.outcome])
    expect(answered).toEqual(['a1', 'a5'])
    expect(pids).toHaveLength(1)
  })

  it('are not even begun for one who is gone already', async () => {
    const { predictor, pids } = open()
    const signal = AbortSignal.abort()
    expect(await predictor.predict({ tenant: 'a', input, texts: FULL, signal })).toEqual(CLOSED)
    expect(pids).toEqual([])
  })

  it('are closed when the service stops, and none is taken after', async () => {
    const { ask, predictor, resume } = open()
    const all = ['a1', 'a2', 'a3'].map(name => ask('a', name))
    resume()
    await predictor.stop()
    expect(await Promise.all(all.map(({ outcome }) => outcome))).toEqual(Array(3).fill(CLOSED))
    expect(await ask('a', 'a4').outcome).toEqual(CLOSED)
  })
})
