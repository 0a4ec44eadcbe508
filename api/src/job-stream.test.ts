/**
 * A job's events as server-sent events.
 * @module
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type Call,
  finished,
  issueStudent,
  type Json,
  startServer,
  type TestServer,
} from './testing/server.test.helper.js'

let server: TestServer
let provider: Call & { token: string }
let made: { model: string; dataset: string; job: string }

beforeAll(async () => {
  server = await startServer()
  provider = await server.as('provider', 'provider')
  made = await issueStudent(provider)
}, 60_000)
afterAll(() => server.close())

type Message = { id: string; event: string; data: Json }

const open = (job: string, headers: Record<string, string> = {}, query = '') =>
  fetch(`${server.url}/v1/jobs/${job}/events${query}`, {
    headers: { authorization: `Bearer ${provider.token}`, accept: 'text/event-stream', ...headers },
  })

const messages = (text: string): Message[] =>
  text
    .split('\n\n')
    .filter(block => block.startsWith('id: '))
    .map(block => {
      const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1] ?? ''
      return { id: field('id'), event: field('event'), data: JSON.parse(field('data')) as Json }
    })

const start = async (): Promise<string> => {
  const { model, dataset } = made
  return (await provider('POST', '/v1/students', { model, dataset, layers: 2, steps: 3 })).body.job
}

describe('a stream of events', () => {
  it('tells what happens as it happens, and ends with the job', async () => {
    const job = await start()
    const response = await open(job)
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/event-stream'])
    const told = messages(await response.text())
    const page = (await provider('GET', `/v1/jobs/${job}/events?limit=100`)).body
    expect(told.map(({ data }) => data)).toEqual(page.data)
    expect(told.map(({ id }) => Number(id))).toEqual(page.data.map(({ sequence }) => sequence))
    expect(told.at(-1)?.event).toBe('succeeded')
  })

  it('goes on after the last event that the client knows', async () => {
    const all = messages(await (await open(made.job)).text())
    const rest = await (await open(made.job, { 'last-event-id': all[0]!.id })).text()
    expect(messages(rest)).toEqual(all.slice(1))
    expect(messages(await (await open(made.job, {}, '?after=1')).text())).toEqual(all.slice(1))
    const wrong = await open(made.job, { 'last-event-id': 'x' })
    expect([wrong.status, ((await wrong.json()) as Json).pointer]).toEqual([400, 'Last-Event-ID'])
  })

  it('is refused for jobs that are not there', async () => {
    const { status } = await open(`job_${'0'.repeat(26)}`)
    expect(status).toBe(404)
  })

  it('costs nothing more once the client has gone, and does not keep the server from stopping', async () => {
    const job = await start()
    const controller = new AbortController()
    const response = await fetch(`${server.url}/v1/jobs/${job}/events`, {
      headers: { authorization: `Bearer ${provider.token}`, accept: 'text/event-stream' },
      signal: controller.signal,
    })
    await response.body!.getReader().read()
    controller.abort()
    await finished(provider, job)
    const open_ = await open(await start())
    const begun = Date.now()
    await server.stop()
    expect(Date.now() - begun).toBeLessThan(15_000)
    await open_.text().catch(() => undefined)
    await server.start()
  })
})
