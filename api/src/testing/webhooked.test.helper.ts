/**
 * For tests of webhooks: a service that sends to private addresses and does not wait long, a student it issued, and before each test a
 * receiver over https with a webhook that leads to it.
 * @module
 */
import { Webhook } from 'standardwebhooks'
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'
import { type Received, type Receiver, startReceiver, TRUSTING } from './receiver.test.helper.js'
import {
  type Call,
  issueStudent,
  type Json,
  startServer,
  type TestServer,
  until,
} from './server.test.helper.js'

export const EVENTS = ['job.succeeded', 'job.failed', 'job.cancelled']

export type Webhooked = {
  server: TestServer
  provider: Call & { token: string }
  made: Awaited<ReturnType<typeof issueStudent>>
  receiver: Receiver
  hook: Json
  /** Has a student distilled, by two steps unless told otherwise. */
  start: (body?: object) => Promise<Json>
  deliveries: (query?: string) => Promise<Json[]>
  /** Waits until so many deliveries are there and none is pending. */
  settled: (count?: number) => Promise<Json>
}

/** What was received, held to its signature by the reference library. */
export const verified = (secret: unknown, { body, headers }: Received): Json =>
  new Webhook(secret as string).verify(body, headers as Record<string, string>) as Json

/** Sets up what is described above, for the file that calls it; filled in once its hooks have run. */
export const useWebhooked = (): Webhooked => {
  const all = {
    async start(body: object = {}) {
      const { model, dataset } = all.made
      return (await all.provider('POST', '/v1/students', { model, dataset, layers: 2, steps: 2, ...body }))
        .body
    },
    deliveries: async (query = '') =>
      (await all.provider('GET', `/v1/webhooks/${all.hook.id}/deliveries${query}`)).body.data,
    settled: (count = 1) =>
      until(
        () => all.provider('GET', `/v1/webhooks/${all.hook.id}/deliveries`),
        ({ data }) => data.length >= count && data.every(({ status }) => status !== 'pending'),
      ),
  } as Webhooked
  beforeAll(async () => {
    const flags = ['--webhooks-to-private', 'yes', '--webhook-time-scale', '0.00001']
    all.server = await startServer(flags, TRUSTING)
    all.provider = await all.server.as('provider', 'provider')
    all.made = await issueStudent(all.provider)
  }, 60_000)
  afterAll(() => all.server.close())
  beforeEach(async () => {
    all.receiver = await startReceiver()
    const body = { url: `${all.receiver.url}/in?a=1`, events: EVENTS }
    all.hook = (await all.provider('POST', '/v1/webhooks', body)).body
  })
  afterEach(async () => {
    all.receiver.answer = undefined
    await all.provider('DELETE', `/v1/webhooks/${all.hook.id}`)
    await all.receiver.close()
  })
  return all
}
