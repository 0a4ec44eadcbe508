/**
 * Dry runs: all checks, an estimate, and nothing created.
 * @module
 */

import { openDirectoryStore } from '@promptpost/base/store'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import {
  type Call,
  finished,
  issueStudent,
  promptBody,
  startServer,
  TASK,
  type TestServer,
  until,
} from './testing/server.test.helper.js'

let server: TestServer
let provider: Call
let client: Call
let made: Awaited<ReturnType<typeof issueStudent>>
let prompt: string
beforeAll(async () => {
  server = await startServer(['--price-per-hour', '3.6', '--currency', 'EUR'])
  provider = await server.as('provider', 'provider')
  client = await server.as('client', 'client')
  made = await issueStudent(provider)
  prompt = (await client('POST', '/v1/prompts', promptBody(made.student))).body.id
}, 60_000)
afterAll(() => server.close())

const bodies = (): [string, string, Call, object][] => [
  ['students', 'distil', provider, { model: made.model, dataset: made.dataset, layers: 2, steps: 3 }],
  ['transfers', 'transfer', client, { prompt, dataset: made.dataset, steps: 2 }],
  ['predictions', 'predict', client, { prompt, texts: ['a', 'b c'] }],
]

/** All that stands in the store, the audit log too, but tokens, of which the use is noted. */
const kept = async (): Promise<string[]> => {
  const store = await openDirectoryStore(server.data)
  const keys = (await store.list('')).objects.map(({ key }) => key)
  return keys.filter(key => !key.startsWith('tokens/') && !key.includes('/tokens/'))
}

describe('a dry run', () => {
  it('answers what a job would take, and creates nothing, under whatever key', async () => {
    // What the service notes of the distillation that the beginning asked for comes a little after its end.
    const isNoted = (keys: readonly string[]): boolean =>
      keys.includes('rates/distil.json') && !keys.some(key => key.startsWith('ended/'))
    await vi.waitFor(async () => expect(await kept()).toSatisfy(isNoted), { timeout: 30_000, interval: 30 })
    const before = await kept()
    const key = { 'idempotency-key': 'dry' }
    for (const [collection, kind, call, body] of bodies()) {
      const { status, body: estimate } = await call('POST', `/v1/${collection}?dry_run=true`, body, key)
      expect([status, estimate.kind]).toEqual([200, kind])
      expect(estimate.tokens).toBeGreaterThan(0)
      expect(estimate.flops).toBeGreaterThan(0)
    }
    expect(await kept()).toEqual(before)
  })

  it('has the numbers of its body', async () => {
    const [[, , , distil], [, , , transfer], [, , , predict]] = bodies() as [never, never, never] as [
      [string, string, Call, object],
      [string, string, Call, object],
      [string, string, Call, object],
    ]
    const ask = async (call: Call, path: string, body: object) =>
      (await call('POST', `/v1/${path}?dry_run=true`, body)).body
    const settings = { batch_tokens: 512, sequence_length: 64 }
    const small = await ask(provider, 'students', { ...distil, settings })
    expect(small).toMatchObject({ steps: 3, tokens: 3 * 512 })
    const double = await ask(provider, 'students', { ...distil, settings, steps: 6 })
    expect(double.flops).toBe(2 * (small.flops as number))
    const flopsOf = async (more: object): Promise<number> =>
      (await ask(provider, 'students', { ...distil, settings: { ...settings, ...more } })).flops as number
    expect(await flopsOf({ positions: 0.25 })).toBeLessThan(small.flops as number)
    const behind = await flopsOf({ proxy_share: 1 })
    expect(behind).toBeGreaterThan(small.flops as number)
    expect(await flopsOf({ proxy_share: 0.5 })).toBeCloseTo((behind + (small.flops as number)) / 2, 0)
    expect(await ask(client, 'transfers', transfer)).toMatchObject({
      steps: 2,
      texts: 3,
      bytes_written: 4 * 2 * 4,
    })
    expect(await ask(client, 'predictions', predict)).toMatchObject({ texts: 2 })
  })

  it('counts the trial of a start that is not given', async () => {
    const [, [, , , transfer]] = bodies() as [never, [string, string, Call, object]]
    const flopsOf = async (more: object): Promise<number> =>
      (await client('POST', '/v1/transfers?dry_run=true', { ...transfer, ...more })).body.flops as number
    const start = 'prompt'
    const given = await flopsOf({ settings: { start } })
    expect(await flopsOf({ settings: { start: 'auto' } })).toBeGreaterThan(given)
    expect(await flopsOf({})).toBe(await flopsOf({ settings: { start: 'auto' } }))
    expect(await flopsOf({ alpha: 'auto', settings: { start, omega: 'auto' } })).toBe(given)
  })

  it('counts the most that steps may be which are left open, and the readings that end them', async () => {
    const [, [, , , transfer]] = bodies() as [never, [string, string, Call, object]]
    const costOf = async (steps: unknown): Promise<Record<string, unknown>> =>
      (await client('POST', '/v1/transfers?dry_run=true', { ...transfer, steps })).body
    const [most, open] = [await costOf(1000), await costOf('auto')]
    expect(open.steps).toBe(1000)
    expect(await costOf(undefined)).toEqual(open)
    expect(open.flops).toBeGreaterThan(most.flops as number)
    expect(open.flops).toBeLessThan(1.2 * (most.flops as number))
  })

  it('refuses what the request itself would be refused for', async () => {
    const wrong: [string, Call, object, number][] = [
      ['students', client, bodies()[0]![3], 403],
      ['students', provider, { ...bodies()[0]![3], layers: 7 }, 422],
      ['students', provider, { ...bodies()[0]![3], model: `mod_${'0'.repeat(26)}` }, 404],
      ['transfers', client, { ...bodies()[1]![3], steps: 0 }, 400],
      ['transfers', client, { ...bodies()[1]![3], prompt: `pmt_${'0'.repeat(26)}` }, 404],
      ['predictions', client, { ...bodies()[2]![3], texts: [] }, 400],
    ]
    for (const [collection, call, body, status] of wrong) {
      const dry = await call('POST', `/v1/${collection}?dry_run=true`, body)
      const real = await call('POST', `/v1/${collection}`, body)
      expect([dry.status, dry.body.code, dry.body.pointer]).toEqual([
        status,
        real.body.code,
        real.body.pointer,
      ])
    }
  })

  it('of a synchronous prediction is refused, since that is no job', async () => {
    const body = { ...bodies()[2]![3], synchronous: true }
    const { status, body: problem } = await client('POST', '/v1/predictions?dry_run=true', body)
    expect([status, problem.code, problem.pointer]).toEqual([422, 'no-job', '/synchronous'])
  })

  it('tells a time, and what it costs, only once a job of the kind has run', async () => {
    const [collection, , call, body] = bodies()[2]!
    const ask = () => call('POST', `/v1/${collection}?dry_run=true`, body)
    const before = (await ask()).body
    expect([before.seconds, before.cost]).toEqual([undefined, undefined])
    const task = { texts: ['a', 'b c'], model: made.model, task: TASK }
    await finished(call, (await call('POST', `/v1/${collection}`, task)).body.job)
    await finished(call, (await call('POST', `/v1/${collection}`, body)).body.job)
    const { seconds, cost } = await until(ask, found => (found.seconds as { jobs?: number })?.jobs === 2)
    const range = seconds as unknown as Record<'low' | 'expected' | 'high', number>
    expect(range.low).toBeGreaterThan(0)
    expect(range.expected).toBeGreaterThanOrEqual(range.low)
    expect(range.high).toBeGreaterThanOrEqual(range.expected)
    const price = cost as unknown as Record<'low' | 'expected' | 'high' | 'currency', number>
    expect(price.currency).toBe('EUR')
    for (const name of ['low', 'expected', 'high'] as const)
      expect(price[name]).toBeCloseTo(range[name] / 1000, 12)
    const other = (await call('POST', '/v1/transfers?dry_run=true', bodies()[1]![3])).body
    expect(other.seconds).toBeUndefined()
  })
})
