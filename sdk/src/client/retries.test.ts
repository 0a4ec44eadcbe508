/** When a request is made again, how often, and after what wait. */
import { describe, expect, it } from 'vitest'
import { faulty, JOB, json } from './faulty-server.test.helper.js'
import { ConflictError, ConnectionError, InternalServerError, RateLimitError } from './index.js'

const NOW = { 'retry-after-ms': '0' }

describe('retries', () => {
  it.each([408, 429, 500, 502, 503, 504])('follow %i, twice by default', async status => {
    const { client, received } = await faulty((response, count) =>
      count < 3 ? response.writeHead(status, NOW).end('a page') : json(response, 200, { id: JOB }),
    )
    expect(await client.jobs.get(JOB)).toEqual({ id: JOB })
    expect(received.map(({ headers }) => headers['x-retry-count'])).toEqual([undefined, '1', '2'])
  })

  it('follow a connection that breaks before the answer', async () => {
    const { client, received } = await faulty((response, count) =>
      count === 1 ? response.destroy() : json(response, 200, { id: JOB }),
    )
    expect(await client.jobs.get(JOB)).toEqual({ id: JOB })
    expect(received).toHaveLength(2)
  })

  it('end after the last one, with what it met', async () => {
    const { client, received } = await faulty(response => response.writeHead(503, NOW).end())
    await expect(client.jobs.get(JOB)).rejects.toBeInstanceOf(InternalServerError)
    expect(received).toHaveLength(3)
    await expect(client.jobs.get(JOB, { maxRetries: 0 })).rejects.toBeInstanceOf(InternalServerError)
    expect(received).toHaveLength(4)
    await expect(client.jobs.get(JOB, { maxRetries: 4 })).rejects.toBeInstanceOf(InternalServerError)
    expect(received).toHaveLength(9)
  })

  it.each([400, 401, 403, 404, 409, 412, 413, 415, 416, 422])('never follow %i', async status => {
    const { client, received } = await faulty(response => response.writeHead(status, NOW).end('{}'))
    await expect(client.jobs.get(JOB)).rejects.toMatchObject({ status })
    expect(received).toHaveLength(1)
  })

  it('follow a conflict, and not a 503, where the service says so', async () => {
    const conflict = await faulty(response =>
      response.writeHead(409, { ...NOW, 'x-should-retry': 'true' }).end(),
    )
    await expect(conflict.client.jobs.get(JOB)).rejects.toBeInstanceOf(ConflictError)
    expect(conflict.received).toHaveLength(3)
    const down = await faulty(response =>
      response.writeHead(503, { ...NOW, 'x-should-retry': 'false' }).end(),
    )
    await expect(down.client.jobs.get(JOB)).rejects.toBeInstanceOf(InternalServerError)
    expect(down.received).toHaveLength(1)
  })

  it.each([
    ['seconds', { 'retry-after': '3' }, 3000, 3000],
    ['a date', { 'retry-after': new Date(Date.now() + 30_000).toUTCString() }, 20_000, 30_000],
    ['milliseconds, which go first', { 'retry-after-ms': '40', 'retry-after': '3' }, 40, 40],
    ['nothing', {}, 375, 500],
    ['more than a minute, which is not obeyed', { 'retry-after': '61' }, 375, 500],
    ['a time that is past', { 'retry-after': new Date(0).toUTCString() }, 375, 500],
  ])('wait as long as they are told: %s', async (_, headers, least, most) => {
    const control = new AbortController()
    const waits: number[] = []
    const { client } = await faulty(response => response.writeHead(429, headers).end(), {
      logLevel: 'warn',
      logger: {
        error: () => {},
        info: () => {},
        debug: () => {},
        // The wait is told before it begins; it need not be sat through.
        warn(_message, { retryIn }) {
          waits.push(retryIn!)
          control.abort()
        },
      },
    })
    await expect(client.jobs.get(JOB, { signal: control.signal })).rejects.toThrow('aborted')
    expect(waits).toHaveLength(1)
    expect(waits[0]).toBeGreaterThanOrEqual(least)
    expect(waits[0]).toBeLessThanOrEqual(most)
  })

  it('really wait that long', async () => {
    const { client } = await faulty((response, count) =>
      count === 1 ? response.writeHead(429, { 'retry-after': '1' }).end() : json(response, 200, { id: JOB }),
    )
    const started = Date.now()
    await client.jobs.get(JOB)
    expect(Date.now() - started).toBeGreaterThanOrEqual(990)
  })

  it('of a DELETE whose answer was lost end well when it is gone', async () => {
    const { client, received } = await faulty((response, count) =>
      count === 1 ? response.destroy() : json(response, 404, { code: 'not-found' }),
    )
    await client.prompts.delete(`pmt_${'0'.repeat(26)}`)
    expect(received).toHaveLength(2)
    const never = await faulty(response => json(response, 404, { code: 'not-found' }))
    await expect(never.client.prompts.delete(`pmt_${'0'.repeat(26)}`)).rejects.toMatchObject({ status: 404 })
  })

  it('tell a quota and a dead address apart', async () => {
    const { client } = await faulty(response => response.writeHead(429, NOW).end('{"code":"quota-exceeded"}'))
    const error = await client.jobs.get(JOB).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(RateLimitError)
    expect(error).toMatchObject({ code: 'quota-exceeded' })
    const nobody = await faulty(() => {}, { baseUrl: 'http://127.0.0.1:1', maxRetries: 0 })
    await expect(nobody.client.jobs.get(JOB)).rejects.toBeInstanceOf(ConnectionError)
    await expect(nobody.client.jobs.get(JOB)).rejects.toThrow('no connection to http://127.0.0.1:1: ')
  })
})
