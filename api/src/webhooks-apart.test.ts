/**
 * Webhooks apart: those of a server that was killed are the next one's, those of another tenant are nobody's.
 * @module
 */
import { openJobStore } from '@promptpost/base/jobs'
import { newIdentifier, openDirectoryStore } from '@promptpost/base/store'
import { describe, expect, it } from 'vitest'
import type { Json } from './testing/server.test.helper.js'
import { EVENTS, useWebhooked, verified } from './testing/webhooked.test.helper.js'

const all = useWebhooked()

describe('what a killed server leaves', () => {
  it('is delivered by the next one: an end that no server saw', async () => {
    await all.server.stop('SIGKILL')
    // What a worker does that outlives its all.server.
    const jobs = openJobStore(await openDirectoryStore(all.server.data))
    const job = await jobs.createJob({
      id: newIdentifier('job'),
      tenant: 'provider',
      kind: 'distil',
      resource: { collection: 'students', id: all.made.student },
      input: {},
    })
    const claim = await jobs.claim(job)
    if ('refused' in claim) throw new Error(claim.refused)
    await jobs.complete(job, claim.token, {}, [])
    await all.server.start()
    const [received] = await all.receiver.came(1)
    expect(verified(all.hook.secret, received!)).toMatchObject({
      type: 'job.succeeded',
      data: { job: job.id },
    })
    await all.settled()
    expect(all.receiver.received).toHaveLength(1)
  })

  it('is delivered by the next one: a delivery that has failed so far', async () => {
    all.receiver.answer = response => response.writeHead(503).end()
    await all.start()
    await all.receiver.came(2)
    await all.server.stop('SIGKILL')
    all.receiver.answer = undefined
    const before = all.receiver.received.length
    await all.server.start()
    const received = await all.receiver.came(before + 1)
    expect(new Set(received.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
    await all.settled()
  }, 120_000)
})

describe('webhooks of others', () => {
  it('look like none', async () => {
    const stranger = await all.server.as('stranger', 'client')
    const answers = await Promise.all([
      stranger('GET', `/v1/webhooks/${all.hook.id}`),
      stranger('DELETE', `/v1/webhooks/${all.hook.id}`),
      stranger('GET', `/v1/webhooks/${all.hook.id}/deliveries`),
      ...['test', 'enable', 'rotate_secret'].map(what =>
        stranger('POST', `/v1/webhooks/${all.hook.id}/${what}`),
      ),
      all.provider('GET', `/v1/webhooks/whk_${'0'.repeat(26)}`),
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
    const stranger = await all.server.as('stranger', 'client')
    const body = { url: all.receiver.url, events: EVENTS }
    const { id } = (await stranger('POST', '/v1/webhooks', body)).body
    await all.start()
    await all.settled()
    expect((await stranger('GET', `/v1/webhooks/${id}/deliveries`)).body.data).toEqual([])
    await stranger('DELETE', `/v1/webhooks/${id}`)
  })

  it('may be twenty to a tenant', async () => {
    const many = await all.server.as('many', 'client')
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
