/**
 * What becomes of predictions, and of the process that makes them, when things die.
 * @module
 */
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { type Service, startService } from '../support/service.js'
import { ask, predictorPids, TASK } from './served.js'

type WithModel = { service: Service; body: { model: string; task: typeof TASK; synchronous: true } }

let all: Service[] = []
afterEach(async () => {
  for (const service of all) await service.stop()
  all = []
})

const start = async (environment: NodeJS.ProcessEnv = {}): Promise<WithModel> => {
  const service = await startService(environment)
  all.push(service)
  const { id: model } = await service.provider.models.create({ name: 'reviews-gpt2' })
  return { service, body: { model, task: TASK, synchronous: true } }
}

const until = async <T>(look: () => T | undefined | false): Promise<T> => {
  for (const deadline = Date.now() + 30_000; Date.now() < deadline; await sleep(10)) {
    const found = look()
    if (found) return found
  }
  throw new Error('it did not come to that')
}

const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** Waits for the n-th predictor and kills it; what was asked has been sent to it, and it has not loaded a model yet. */
const killPredictor = async (service: Service, n: number): Promise<void> => {
  process.kill(await until(() => predictorPids(service)[n - 1]), 'SIGKILL')
}

describe('when the predictor dies', () => {
  it('once, requests in flight are answered by the next one', async () => {
    const { service, body } = await start()
    const asked = ['one', 'two', 'three'].map(text => ask(service, { ...body, texts: [text] }))
    await killPredictor(service, 1)
    const answers = await Promise.all(asked)
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
    expect(predictorPids(service)).toHaveLength(2)
    const again = await ask(service, { ...body, texts: ['two'] })
    // Who shares a batch may change the last bits.
    const { label, scores } = answers[1]!.body.results[0]!
    const near = scores.map(score => expect.closeTo(score, 5))
    expect(again.body.results).toEqual([{ label, scores: near }])
  }, 60_000)

  it('twice over a request, that one is told so and the next goes well', async () => {
    const { service, body } = await start()
    const asked = ask(service, { ...body, texts: ['a'] })
    await killPredictor(service, 1)
    await killPredictor(service, 2)
    expect(await asked).toMatchObject({ status: 503, body: { code: 'unavailable' } })
    expect((await ask(service, { ...body, texts: ['a'] })).status).toBe(200)
  }, 60_000)
})

describe('no predictor stays', () => {
  it('when its server is killed', async () => {
    const { service, body } = await start()
    expect((await ask(service, { ...body, texts: ['a'] })).status).toBe(200)
    const [pid] = predictorPids(service) as [number]
    service.child.kill('SIGKILL')
    await once(service.child, 'exit')
    await until(() => !isRunning(pid))
  }, 60_000)

  it('when its server stops, not even in the middle of a request', async () => {
    const { service, body } = await start()
    const asked = ask(service, { ...body, texts: Array(64).fill('word '.repeat(3000)) })
    const pid = await until(() => predictorPids(service)[0])
    service.child.kill('SIGTERM')
    expect(await asked).toMatchObject({ status: 503, body: { code: 'unavailable' } })
    await once(service.child, 'exit')
    expect(isRunning(pid)).toBe(false)
  }, 60_000)

  it('when nothing comes for long, and another is there when something does', async () => {
    const { service, body } = await start({ PROMPTPOST_IDLE_SECONDS: '1' })
    const first = await ask(service, { ...body, texts: ['a'] })
    await until(() => service.log().includes('"event":"predictor-exited","exit":"0"'))
    const second = await ask(service, { ...body, texts: ['a'] })
    expect(second.body.results).toEqual(first.body.results)
    expect(predictorPids(service)).toHaveLength(2)
  }, 60_000)
})

it('a service without a predictor says so, and the client goes by jobs', async () => {
  const { service, body } = await start({ PROMPTPOST_PREDICTOR: 'off' })
  const refused = await ask(service, { ...body, texts: ['a'] })
  expect(refused).toMatchObject({ status: 409, body: { code: 'not-offered', pointer: '/synchronous' } })
  expect(refused.body.detail).toContain('Leave out')
  const { model } = body
  const found = await service.client.predictions.classify({ model, task: TASK, texts: ['a', 'b'] })
  expect(found.by).toBe('job')
  expect(found.results).toHaveLength(2)
}, 60_000)
