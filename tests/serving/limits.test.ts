/**
 * What is said over HTTP when too many predictions wait, when none comes in time, and when a client hangs up. The real predictor
 * is stopped (as by SIGSTOP) from its start, so that requests wait for as long as a test wants.
 * @module
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createToken, type RunningServer, type ServeOptions, serve } from '@promptpost/api'
import { openDirectoryStore } from '@promptpost/base/store'
import { PromptPost } from 'promptpost/client'
import { afterEach, describe, expect, it } from 'vitest'
import { REPOSITORY } from '../support/service.js'
import { type Answer, ask, TASK } from './served.js'

type Started = {
  service: { url: string; tokens: { client: string } }
  /** Of another tenant. */
  stranger: string
  body: (texts: number) => object
  resume: () => void
  /** How many predictions were answered with a status, as the server's log has it. */
  answers: (status: number) => number
}

let cleanUp: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const step of cleanUp) await step()
  cleanUp = []
})

const start = async (predictorLimits: ServeOptions['predictorLimits']): Promise<Started> => {
  const data = mkdtempSync(join(tmpdir(), 'promptpost-limits-'))
  const store = await openDirectoryStore(data)
  const tokenOf = async (tenant: string, role: 'client' | 'provider') =>
    (await createToken(store, { tenant, role })).token
  const entries: Record<string, unknown>[] = []
  const pids: number[] = []
  const server: RunningServer = await serve({
    data,
    models: join(REPOSITORY, 'examples'),
    port: 0,
    predictorLimits: predictorLimits!,
    log: entry => {
      entries.push(entry)
      if (entry.event !== 'predictor-started') return
      process.kill(entry.pid as number, 'SIGSTOP')
      pids.push(entry.pid as number)
    },
  })
  const resume = (): void => {
    for (const pid of pids) process.kill(pid, 'SIGCONT')
  }
  cleanUp.push(async () => {
    resume()
    await server.close()
    rmSync(data, { recursive: true, force: true })
  })
  const { url } = server
  const provider = new PromptPost({ baseUrl: url, token: await tokenOf('provider', 'provider') })
  const { id: model } = await provider.models.create({ name: 'reviews-gpt2' })
  return {
    service: { url, tokens: { client: await tokenOf('client', 'client') } },
    stranger: await tokenOf('stranger', 'client'),
    body: texts => ({ model, task: TASK, texts: Array(texts).fill('a'), synchronous: true }),
    resume,
    answers: status =>
      entries.filter(entry => entry.path === '/v1/predictions' && entry.status === status).length,
  }
}

const expectBusy = ({ status, body, headers }: Answer): void => {
  expect(status).toBe(429)
  expect(body.code).toBe('busy')
  expect(body.detail).toContain('leave out `synchronous`')
  expect(headers.get('retry-after')).toBe('1')
}

const statusesOf = async (asked: readonly Promise<Answer>[]): Promise<number[]> =>
  (await Promise.all(asked)).map(({ status }) => status).sort()

// Two requests of 64 texts are in hand, the others wait.

describe('synchronous predictions', () => {
  it('that are too many are refused with the time to come again: of a tenant, and of all', async () => {
    const { service, stranger, body, resume } = await start({ waitingPerTenant: 2, waiting: 3 })
    const own = Array.from({ length: 5 }, () => ask(service, body(64)))
    expectBusy(await Promise.race(own))
    const others = Array.from({ length: 2 }, () => ask(service, body(64), { token: stranger }))
    expectBusy(await Promise.race(others))
    resume()
    expect(await statusesOf(own)).toEqual([200, 200, 200, 200, 429])
    expect(await statusesOf(others)).toEqual([200, 429])
  })

  it('that get no answer in time are told so, and the next one is answered', async () => {
    const { service, body, resume } = await start({ timeout: 1000 })
    const late = await ask(service, body(1))
    expect(late).toMatchObject({ status: 504, body: { code: 'timed-out' } })
    expect(late.body.detail).toContain('leave out `synchronous`')
    resume()
    let last = late
    for (let tries = 0; tries < 50 && last.status === 504; tries++) last = await ask(service, body(1))
    expect(last.status).toBe(200)
  })

  it('are dropped when the client hangs up, and their places are free', async () => {
    const { service, body, resume, answers } = await start({ waitingPerTenant: 1 })
    const leaving = new AbortController()
    const gone = Array.from({ length: 4 }, () => ask(service, body(64), { signal: leaving.signal }))
    const settled = Promise.allSettled(gone)
    expectBusy(await Promise.race(gone))
    leaving.abort()
    expect((await settled).map(({ status }) => status).sort()).toEqual([
      'fulfilled',
      'rejected',
      'rejected',
      'rejected',
    ])
    for (let tries = 0; tries < 1000 && answers(503) < 3; tries++) await sleep(10)
    expect(answers(503)).toBe(3)
    // One place: of two one has it, and waits.
    const next = [ask(service, body(64)), ask(service, body(64))]
    expectBusy(await Promise.race(next))
    resume()
    expect(await statusesOf(next)).toEqual([200, 429])
  })
})
