/**
 * Usage over HTTP: what a tenant's jobs used is its own to see, and counted once whoever is killed.
 * @module
 */
import { afterAll, beforeAll, expect, it } from 'vitest'
import {
  type Call,
  finished,
  issueStudent,
  type Json,
  startServer,
  type TestServer,
  until,
  workerPids,
} from './testing/server.test.helper.js'

let server: TestServer
let provider: Call
let made: Awaited<ReturnType<typeof issueStudent>>
beforeAll(async () => {
  server = await startServer(['--price-per-hour', '3.6', '--currency', 'EUR'])
  provider = await server.as('provider', 'provider')
  made = await issueStudent(provider)
}, 60_000)
afterAll(() => server.close())

const totalOf = async (call: Call): Promise<Json> => (await call('GET', '/v1/usage')).body.total as Json
const untilJobs = (call: Call, jobs: object) =>
  until(
    () => call('GET', '/v1/usage'),
    ({ total }) => JSON.stringify((total as Json).jobs) === JSON.stringify(jobs),
  )

it('counts what each tenant used, for it alone', async () => {
  const client = await server.as('client', 'client')
  const body = {
    model: made.model,
    texts: ['a', 'b', 'c'],
    task: { template: '{text} It', verbalizer: { a: ['x'], b: ['y'] } },
  }
  const { job } = (await client('POST', '/v1/predictions', body)).body
  const { started_at, finished_at } = await finished(client, job)
  const report = await untilJobs(client, { distil: 0, transfer: 0, predict: 1 })
  expect(report.total).toMatchObject({ texts_predicted: 3, failed: 0, cancelled: 0 })
  const held = (Date.parse(finished_at) - Date.parse(started_at)) / 1000
  expect((report.total as Json).compute_seconds).toBeCloseTo(held, 3)
  // 3.6 an hour are a thousandth a second.
  expect((report.total as Json).cost).toEqual({ amount: expect.closeTo(held / 1000, 6), currency: 'EUR' })
  expect(report.days).toEqual([{ date: finished_at.slice(0, 10), ...(report.total as object) }])
  const { bytes_stored } = (await untilJobs(provider, { distil: 1, transfer: 0, predict: 0 })).total as Json
  const { files } = (await provider('GET', `/v1/students/${made.student}`)).body
  expect(bytes_stored).toBe(files.reduce((sum, { size }) => sum + size, 0))
  expect(await totalOf(await server.as('idle', 'client'))).toMatchObject({
    compute_seconds: 0,
    bytes_stored: 0,
  })
})

it('tells no cost where there is no price', async () => {
  const free = await startServer()
  try {
    const total = await totalOf(await free.as('client', 'client'))
    expect(total).toMatchObject({ compute_seconds: 0 })
    expect(total).not.toHaveProperty('cost')
  } finally {
    await free.close()
  }
})

it('counts once a job whose worker and server were killed', async () => {
  const { model, dataset } = made
  const { job } = (await provider('POST', '/v1/students', { model, dataset, layers: 2, steps: 60 })).body
  await until(
    () => provider('GET', `/v1/jobs/${job}`),
    ({ progress }) => progress > 0.1,
  )
  process.kill(workerPids(server).at(-1) as number, 'SIGKILL')
  await server.stop('SIGKILL')
  await server.start()
  await finished(provider, job)
  await untilJobs(provider, { distil: 2, transfer: 0, predict: 0 })
  await server.stop('SIGKILL')
  await server.start()
  expect((await totalOf(provider)).jobs).toEqual({ distil: 2, transfer: 0, predict: 0 })
})

it.each([
  ['?from=2026-02-30', 422, 'invalid-day', 'from'],
  ['?to=yesterday', 400, 'invalid-parameter', 'to'],
  ['?from=2026-02-02&to=2026-02-01', 422, 'invalid-range', 'from'],
  ['?from=2024-01-01&to=2026-01-01', 422, 'invalid-range', 'from'],
  ['?day=2026-01-01', 400, 'invalid-parameter', 'day'],
])('refuses %s', async (query, refusal, code, pointer) => {
  const { status, body } = await provider('GET', `/v1/usage${query}`)
  expect([status, body.code, body.pointer]).toEqual([refusal, code, pointer])
})
