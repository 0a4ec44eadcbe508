/** One logical call is one thing on the service, however often it is sent. */
import { describe, expect, it } from 'vitest'
import { faulty, JOB, json } from './faulty-server.test.helper.js'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
const body = { transfer: `trf_${'0'.repeat(26)}`, texts: ['a'] }

describe('an idempotency key', () => {
  it('is kept over the retries of a call, with the same body, and is another for the next', async () => {
    const { client, received } = await faulty((response, count) =>
      count < 3
        ? response.writeHead(503, { 'retry-after-ms': '0' }).end()
        : json(response, 202, { id: 'prd_x', job: JOB }),
    )
    await client.predictions.create(body)
    await client.predictions.create(body)
    const keys = received.map(({ headers }) => headers['idempotency-key'] as string)
    expect(keys).toHaveLength(4)
    expect(new Set(keys.slice(0, 3)).size).toBe(1)
    expect(new Set(keys).size).toBe(2)
    for (const key of keys) expect(key).toMatch(UUID)
    expect(new Set(received.map(request => request.body)).size).toBe(1)
  })

  it('can be given, and stays away from what only reads', async () => {
    const { client, received } = await faulty(response => json(response, 202, { id: 'prd_x', job: JOB }))
    await client.predictions.create(body, { idempotencyKey: 'mine' })
    await client.jobs.get(JOB)
    expect(received.map(({ headers }) => headers['idempotency-key'])).toEqual(['mine', undefined])
  })
})
