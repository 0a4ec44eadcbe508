/**
 * Webhooks from end to end: a real service, real workers, real receivers over https.
 * @module
 */
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { startReceiver } from './testing/receiver.test.helper.js'
import { finished, type Json, MISCHIEF, until } from './testing/server.test.helper.js'
import { EVENTS, useWebhooked, verified } from './testing/webhooked.test.helper.js'

const all = useWebhooked()

describe('a webhook', () => {
  it('is told of a success, a failure and a cancel, each once and signed', async () => {
    const good = await all.start()
    const bad = await all.start({ seed: MISCHIEF.refuse })
    const long = await all.start({ steps: 5000 })
    await finished(all.provider, bad.job)
    await all.provider('POST', `/v1/jobs/${long.job}/cancel`)
    await all.receiver.came(3)
    await all.settled(3)
    expect(all.receiver.received).toHaveLength(3)
    const told = all.receiver.received.map(received => verified(all.hook.secret, received))
    const of = (job: string): Json => told.find(({ data }) => (data as unknown as Json).job === job) as Json
    for (const [student, state] of [
      [good, 'succeeded'],
      [bad, 'failed'],
      [long, 'cancelled'],
    ] as const) {
      const { finished_at } = (await all.provider('GET', `/v1/jobs/${student.job}`)).body
      const resource = { collection: 'students', id: student.id }
      expect(of(student.job)).toEqual({
        type: `job.${state}`,
        timestamp: finished_at,
        data: { job: student.job, kind: 'distil', resource },
      })
    }
    expect(all.receiver.received[0]).toMatchObject({
      path: '/in?a=1',
      headers: { 'content-type': 'application/json' },
    })
    for (const delivery of await all.deliveries())
      expect(delivery).toMatchObject({ status: 'delivered', attempts: [{ status: 200 }] })
  })

  it('is told only what it asked for', async () => {
    const other = await startReceiver()
    const body = { url: other.url, events: ['job.failed'] }
    const { id } = (await all.provider('POST', '/v1/webhooks', body)).body
    const { job } = await all.start()
    await all.receiver.came(1)
    await all.settled()
    expect((await all.provider('GET', `/v1/webhooks/${id}/deliveries`)).body.data).toEqual([])
    expect([(await finished(all.provider, job)).status, other.received]).toEqual(['succeeded', []])
    await all.provider('DELETE', `/v1/webhooks/${id}`)
    await other.close()
  })

  it('gets an event again under the same id until it accepts it', async () => {
    all.receiver.answers.push(500, 302, 429, 404)
    await all.start()
    const received = await all.receiver.came(5)
    await all.settled()
    expect(new Set(received.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
    expect(new Set(received.map(({ body }) => body)).size).toBe(1)
    for (const one of received) verified(all.hook.secret, one)
    const [delivery] = await all.deliveries()
    expect(delivery!.id).toBe(received[0]!.headers['webhook-id'])
    expect((delivery!.attempts as Json[]).map(({ status }) => status)).toEqual([500, 302, 429, 404, 200])
    expect(delivery).toMatchObject({ status: 'delivered', type: 'job.succeeded' })
    expect(await all.deliveries('?status=failed')).toEqual([])
    expect((await all.provider('GET', `/v1/webhooks/${all.hook.id}`)).body.failing_since).toBeUndefined()
  })

  it('is never followed elsewhere', async () => {
    const other = await startReceiver('http')
    all.receiver.answer = response => response.writeHead(307, { location: other.url }).end()
    await all.start()
    await all.receiver.came(2)
    expect(other.connections()).toBe(0)
    await other.close()
  })

  it('may cut an answer short or make it endless', async () => {
    let count = 0
    all.receiver.answer = response => {
      response.writeHead(200)
      if (count++ === 0) {
        const more = (): void =>
          void (response.destroyed || response.write(Buffer.alloc(10_000), () => more()))
        return more()
      }
      response.write('x', () => response.destroy())
    }
    await all.start()
    await all.settled()
    await all.start()
    await all.settled(2)
    expect((await all.deliveries()).map(({ attempts }) => attempts)).toMatchObject([
      [{ status: 200 }],
      [{ status: 200 }],
    ])
  })

  it('that answers 410 is disabled at once, until it is enabled again', async () => {
    all.receiver.answers.push(410)
    await all.start()
    // The delivery is written before the webhook is.
    await all.settled()
    const disabled = await until(
      () => all.provider('GET', `/v1/webhooks/${all.hook.id}`),
      ({ status }) => status === 'disabled',
    )
    expect(disabled.disabled_reason).toBe('gone')
    expect(await all.deliveries()).toMatchObject([{ status: 'failed', attempts: [{ status: 410 }] }])
    const refused = await all.provider('POST', `/v1/webhooks/${all.hook.id}/test`)
    expect([refused.status, refused.body.code]).toEqual([409, 'disabled'])
    await finished(all.provider, (await all.start()).job)
    expect((await all.provider('POST', `/v1/webhooks/${all.hook.id}/enable`)).body).toEqual({
      id: all.hook.id,
      url: all.hook.url,
      events: EVENTS,
      status: 'enabled',
      created_at: all.hook.created_at,
    })
    await all.provider('POST', `/v1/webhooks/${all.hook.id}/test`)
    await all.receiver.came(2)
    expect(all.receiver.received).toHaveLength(2)
  })

  it('that fails for too long is disabled', async () => {
    all.receiver.answer = response => response.writeHead(500).end()
    await all.start()
    await until(
      () => all.provider('GET', `/v1/webhooks/${all.hook.id}/deliveries`),
      ({ data }) => data[0]?.status === 'failed',
    )
    expect((await all.deliveries())[0]!.next_attempt_at).toBeUndefined()
    await until(
      async () => {
        await all.provider('POST', `/v1/webhooks/${all.hook.id}/test`)
        return all.provider('GET', `/v1/webhooks/${all.hook.id}`)
      },
      ({ disabled_reason }) => disabled_reason === 'failing',
    )
  })

  it('is sent a test on request, one per key', async () => {
    const path = `/v1/webhooks/${all.hook.id}/test`
    const key = { 'idempotency-key': 'test-1' }
    const [first, again] = [
      await all.provider('POST', path, undefined, key),
      await all.provider('POST', path, undefined, key),
    ]
    expect([first.status, first.body.status, again.body.id]).toEqual([202, 'pending', first.body.id])
    const [received] = await all.receiver.came(1)
    expect(verified(all.hook.secret, received!)).toMatchObject({
      type: 'webhook.test',
      data: { webhook: all.hook.id },
    })
    await all.settled()
    expect(all.receiver.received).toHaveLength(1)
  })
})

describe('a secret', () => {
  it('is shown once, and to the same request again', async () => {
    const body = { url: all.receiver.url, events: ['job.failed'] }
    const key = { 'idempotency-key': 'secret-1' }
    const first = (await all.provider('POST', '/v1/webhooks', body, key)).body
    expect((await all.provider('POST', '/v1/webhooks', body, key)).body).toEqual(first)
    expect(first.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
    const { secret: _secret, ...shown } = first
    expect((await all.provider('GET', `/v1/webhooks/${first.id}`)).body).toEqual(shown)
    expect((await all.provider('GET', '/v1/webhooks?order=desc&limit=1')).body.data).toEqual([shown])
    await all.provider('DELETE', `/v1/webhooks/${first.id}`)
  })

  it('still signs beside its successor', async () => {
    const rotated = (await all.provider('POST', `/v1/webhooks/${all.hook.id}/rotate_secret`)).body
    expect(rotated.secret).not.toBe(all.hook.secret)
    await all.start()
    const [received] = await all.receiver.came(1)
    expect(received!.headers['webhook-signature']).toMatch(/^v1,\S+ v1,\S+$/)
    expect(verified(rotated.secret, received!)).toEqual(verified(all.hook.secret, received!))
    expect(() => verified(`whsec_${Buffer.alloc(32).toString('base64')}`, received!)).toThrow()
  })

  it('stands nowhere in the data but under a key that lies apart and is its owner’s alone', async () => {
    const names = await readdir(all.server.data, { recursive: true, withFileTypes: true })
    const files = names.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name))
    const raw = String(all.hook.secret).slice('whsec_'.length)
    const texts = await Promise.all(files.map(file => readFile(file).catch(() => Buffer.alloc(0))))
    const holds = (mark: string | Buffer) => texts.some(bytes => bytes.includes(mark))
    expect([
      holds(all.hook.id),
      holds(raw),
      holds(Buffer.from(raw, 'base64')),
      all.server.log().includes(raw),
    ]).toEqual([true, false, false, false])
    expect((await stat(join(all.server.data, 'webhook-key'))).mode & 0o777).toBe(0o600)
  })
})
