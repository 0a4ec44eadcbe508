/**
 * Webhooks from end to end: a real service, real workers, real receivers over https.
 * @module
 */
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { openJobStore } from '@promptpost/base/jobs'
import { newIdentifier, openDirectoryStore } from '@promptpost/base/store'
import { Webhook } from 'standardwebhooks'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Received, type Receiver, startReceiver, TRUSTING } from './testing/receiver.test.helper.js'
import {
  type Call,
  finished,
  issueStudent,
  type Json,
  MISCHIEF,
  startServer,
  type TestServer,
  until,
} from './testing/server.test.helper.js'

let server: TestServer
let provider: Call & { token: string }
let made: Awaited<ReturnType<typeof issueStudent>>
let receiver: Receiver
let hook: Json

const EVENTS = ['job.succeeded', 'job.failed', 'job.cancelled']

beforeAll(async () => {
  const flags = ['--webhooks-to-private', 'yes', '--webhook-time-scale', '0.00001']
  server = await startServer(flags, TRUSTING)
  provider = await server.as('provider', 'provider')
  made = await issueStudent(provider)
}, 60_000)
afterAll(() => server.close())
beforeEach(async () => {
  receiver = await startReceiver()
  hook = (await provider('POST', '/v1/webhooks', { url: `${receiver.url}/in?a=1`, events: EVENTS })).body
})
afterEach(async () => {
  receiver.answer = undefined
  await provider('DELETE', `/v1/webhooks/${hook.id}`)
  await receiver.close()
})

const start = async (body: object = {}): Promise<Json> => {
  const { model, dataset } = made
  return (await provider('POST', '/v1/students', { model, dataset, layers: 2, steps: 2, ...body })).body
}

/** What was received, held to its signature by the reference library. */
const verified = (secret: unknown, { body, headers }: Received): Json =>
  new Webhook(secret as string).verify(body, headers as Record<string, string>) as Json

const deliveries = async (query = ''): Promise<Json[]> =>
  (await provider('GET', `/v1/webhooks/${hook.id}/deliveries${query}`)).body.data

const settled = (count = 1): Promise<Json> =>
  until(
    () => provider('GET', `/v1/webhooks/${hook.id}/deliveries`),
    ({ data }) => data.length >= count && data.every(({ status }) => status !== 'pending'),
  )

describe('a webhook', () => {
  it('is told of a success, a failure and a cancel, each once and signed', async () => {
    const good = await start()
    const bad = await start({ seed: MISCHIEF.refuse })
    const long = await start({ steps: 5000 })
    await finished(provider, bad.job)
    await provider('POST', `/v1/jobs/${long.job}/cancel`)
    await receiver.came(3)
    await settled(3)
    expect(receiver.received).toHaveLength(3)
    const told = receiver.received.map(received => verified(hook.secret, received))
    const of = (job: string): Json => told.find(({ data }) => (data as unknown as Json).job === job) as Json
    for (const [student, state] of [
      [good, 'succeeded'],
      [bad, 'failed'],
      [long, 'cancelled'],
    ] as const) {
      const { finished_at } = (await provider('GET', `/v1/jobs/${student.job}`)).body
      const resource = { collection: 'students', id: student.id }
      expect(of(student.job)).toEqual({
        type: `job.${state}`,
        timestamp: finished_at,
        data: { job: student.job, kind: 'distil', resource },
      })
    }
    expect(receiver.received[0]).toMatchObject({
      path: '/in?a=1',
      headers: { 'content-type': 'application/json' },
    })
    for (const delivery of await deliveries())
      expect(delivery).toMatchObject({ status: 'delivered', attempts: [{ status: 200 }] })
  })

  it('is told only what it asked for', async () => {
    const other = await startReceiver()
    const body = { url: other.url, events: ['job.failed'] }
    const { id } = (await provider('POST', '/v1/webhooks', body)).body
    const { job } = await start()
    await receiver.came(1)
    await settled()
    expect((await provider('GET', `/v1/webhooks/${id}/deliveries`)).body.data).toEqual([])
    expect([(await finished(provider, job)).status, other.received]).toEqual(['succeeded', []])
    await provider('DELETE', `/v1/webhooks/${id}`)
    await other.close()
  })

  it('gets an event again under the same id until it accepts it', async () => {
    receiver.answers.push(500, 302, 429, 404)
    await start()
    const received = await receiver.came(5)
    await settled()
    expect(new Set(received.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
    expect(new Set(received.map(({ body }) => body)).size).toBe(1)
    for (const one of received) verified(hook.secret, one)
    const [delivery] = await deliveries()
    expect(delivery!.id).toBe(received[0]!.headers['webhook-id'])
    expect((delivery!.attempts as Json[]).map(({ status }) => status)).toEqual([500, 302, 429, 404, 200])
    expect(delivery).toMatchObject({ status: 'delivered', type: 'job.succeeded' })
    expect(await deliveries('?status=failed')).toEqual([])
    expect((await provider('GET', `/v1/webhooks/${hook.id}`)).body.failing_since).toBeUndefined()
  })

  it('is never followed elsewhere', async () => {
    const other = await startReceiver('http')
    receiver.answer = response => response.writeHead(307, { location: other.url }).end()
    await start()
    await receiver.came(2)
    expect(other.connections()).toBe(0)
    await other.close()
  })

  it('may cut an answer short or make it endless', async () => {
    let count = 0
    receiver.answer = response => {
      response.writeHead(200)
      if (count++ === 0) {
        const more = (): void =>
          void (response.destroyed || response.write(Buffer.alloc(10_000), () => more()))
        return more()
      }
      response.write('x', () => response.destroy())
    }
    await start()
    await settled()
    await start()
    await settled(2)
    expect((await deliveries()).map(({ attempts }) => attempts)).toMatchObject([
      [{ status: 200 }],
      [{ status: 200 }],
    ])
  })

  it('that answers 410 is disabled at once, until it is enabled again', async () => {
    receiver.answers.push(410)
    await start()
    // The delivery is written before the webhook is.
    await settled()
    const disabled = await until(
      () => provider('GET', `/v1/webhooks/${hook.id}`),
      ({ status }) => status === 'disabled',
    )
    expect(disabled.disabled_reason).toBe('gone')
    expect(await deliveries()).toMatchObject([{ status: 'failed', attempts: [{ status: 410 }] }])
    const refused = await provider('POST', `/v1/webhooks/${hook.id}/test`)
    expect([refused.status, refused.body.code]).toEqual([409, 'disabled'])
    await finished(provider, (await start()).job)
    expect((await provider('POST', `/v1/webhooks/${hook.id}/enable`)).body).toEqual({
      id: hook.id,
      url: hook.url,
      events: EVENTS,
      status: 'enabled',
      created_at: hook.created_at,
    })
    await provider('POST', `/v1/webhooks/${hook.id}/test`)
    await receiver.came(2)
    expect(receiver.received).toHaveLength(2)
  })

  it('that fails for too long is disabled', async () => {
    receiver.answer = response => response.writeHead(500).end()
    await start()
    await until(
      () => provider('GET', `/v1/webhooks/${hook.id}/deliveries`),
      ({ data }) => data[0]?.status === 'failed',
    )
    expect((await deliveries())[0]!.next_attempt_at).toBeUndefined()
    await until(
      async () => {
        await provider('POST', `/v1/webhooks/${hook.id}/test`)
        return provider('GET', `/v1/webhooks/${hook.id}`)
      },
      ({ disabled_reason }) => disabled_reason === 'failing',
    )
  })

  it('is sent a test on request, one per key', async () => {
    const path = `/v1/webhooks/${hook.id}/test`
    const key = { 'idempotency-key': 'test-1' }
    const [first, again] = [
      await provider('POST', path, undefined, key),
      await provider('POST', path, undefined, key),
    ]
    expect([first.status, first.body.status, again.body.id]).toEqual([202, 'pending', first.body.id])
    const [received] = await receiver.came(1)
    expect(verified(hook.secret, received!)).toMatchObject({
      type: 'webhook.test',
      data: { webhook: hook.id },
    })
    await settled()
    expect(receiver.received).toHaveLength(1)
  })
})

describe('a secret', () => {
  it('is shown once, and to the same request again', async () => {
    const body = { url: receiver.url, events: ['job.failed'] }
    const key = { 'idempotency-key': 'secret-1' }
    const first = (await provider('POST', '/v1/webhooks', body, key)).body
    expect((await provider('POST', '/v1/webhooks', body, key)).body).toEqual(first)
    expect(first.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
    const { secret: _secret, ...shown } = first
    expect((await provider('GET', `/v1/webhooks/${first.id}`)).body).toEqual(shown)
    expect((await provider('GET', '/v1/webhooks?order=desc&limit=1')).body.data).toEqual([shown])
    await provider('DELETE', `/v1/webhooks/${first.id}`)
  })

  it('still signs beside its successor', async () => {
    const rotated = (await provider('POST', `/v1/webhooks/${hook.id}/rotate_secret`)).body
    expect(rotated.secret).not.toBe(hook.secret)
    await start()
    const [received] = await receiver.came(1)
    expect(received!.headers['webhook-signature']).toMatch(/^v1,\S+ v1,\S+$/)
    expect(verified(rotated.secret, received!)).toEqual(verified(hook.secret, received!))
    expect(() => verified(`whsec_${Buffer.alloc(32).toString('base64')}`, received!)).toThrow()
  })

  it('stands nowhere in the data but under a key that lies apart and is its owner’s alone', async () => {
    const names = await readdir(server.data, { recursive: true, withFileTypes: true })
    const files = names.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name))
    const raw = String(hook.secret).slice('whsec_'.length)
    const texts = await Promise.all(files.map(file => readFile(file).catch(() => Buffer.alloc(0))))
    const holds = (mark: string | Buffer) => texts.some(bytes => bytes.includes(mark))
    expect([
      holds(hook.id),
      holds(raw),
      holds(Buffer.from(raw, 'base64')),
      server.log().includes(raw),
    ]).toEqual([true, false, false, false])
    expect((await stat(join(server.data, 'webhook-key'))).mode & 0o777).toBe(0o600)
  })
})

describe('what a killed server leaves', () => {
  it('is delivered by the next one: an end that no server saw', async () => {
    await server.stop('SIGKILL')
    // What a worker does that outlives its server.
    const jobs = openJobStore(await openDirectoryStore(server.data))
    const job = await jobs.createJob({
      id: newIdentifier('job'),
      tenant: 'provider',
      kind: 'distil',
      resource: { collection: 'students', id: made.student },
      input: {},
    })
    const claim = await jobs.claim(job)
    if ('refused' in claim) throw new Error(claim.refused)
    await jobs.complete(job, claim.token, {}, [])
    await server.start()
    const [received] = await receiver.came(1)
    expect(verified(hook.secret, received!)).toMatchObject({ type: 'job.succeeded', data: { job: job.id } })
    await settled()
    expect(receiver.received).toHaveLength(1)
  })

  it('is delivered by the next one: a delivery that has failed so far', async () => {
    receiver.answer = response => response.writeHead(503).end()
    await start()
    await receiver.came(2)
    await server.stop('SIGKILL')
    receiver.answer = undefined
    const before = receiver.received.length
    await server.start()
    const received = await receiver.came(before + 1)
    expect(new Set(received.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
    await settled()
  }, 120_000)
})

describe('webhooks of others', () => {
  it('look like none', async () => {
    const stranger = await server.as('stranger', 'client')
    const answers = await Promise.all([
      stranger('GET', `/v1/webhooks/${hook.id}`),
      stranger('DELETE', `/v1/webhooks/${hook.id}`),
      stranger('GET', `/v1/webhooks/${hook.id}/deliveries`),
      ...['test', 'enable', 'rotate_secret'].map(what => stranger('POST', `/v1/webhooks/${hook.id}/${what}`)),
      provider('GET', `/v1/webhooks/whk_${'0'.repeat(26)}`),
    ])
    const problems = answers.map(({ status, body: { instance, request_id, ...problem } }) => [
      status,
      problem,
    ])
    expect(new Set(problems.map(problem => JSON.stringify(problem)))).toEqual(
      new Set([JSON.stringify([404, problems.at(-1)![1]])]),
    )
    expect((await stranger('GET', '/v1/webhooks')).body.data).toEqual([])
  })

  it('are not told of a job', async () => {
    const stranger = await server.as('stranger', 'client')
    const body = { url: receiver.url, events: EVENTS }
    const { id } = (await stranger('POST', '/v1/webhooks', body)).body
    await start()
    await settled()
    expect((await stranger('GET', `/v1/webhooks/${id}/deliveries`)).body.data).toEqual([])
    await stranger('DELETE', `/v1/webhooks/${id}`)
  })

  it('may be twenty to a tenant', async () => {
    const many = await server.as('many', 'client')
    const body = { url: 'https://example.com/', events: ['job.failed'] }
    const answers = await Promise.all(Array.from({ length: 60 }, () => many('POST', '/v1/webhooks', body)))
    const refused = answers.filter(({ status }) => status !== 201)
    for (const { status, body } of refused) expect([status, body.code]).toEqual([409, 'too-many-webhooks'])
    const { data } = (await many('GET', '/v1/webhooks?limit=100')).body
    expect([refused.length, data.length]).toEqual([40, 20])
    for (const { id } of data as Json[]) {
      expect((await many('DELETE', `/v1/webhooks/${id}`)).status).toBe(204)
      expect((await many('POST', '/v1/webhooks', body)).status).toBe(201)
    }
    expect((await many('POST', '/v1/webhooks', body)).status).toBe(409)
  })
})
