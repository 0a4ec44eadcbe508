/** What a call gives: the data, the response, or an error of the class of its status. */
import { describe, expect, it } from 'vitest'
import { faulty, JOB, json } from './faulty-server.test.helper.js'
import * as sdk from './index.js'

describe('an answer', () => {
  it('is data, data with its response, or the response alone with its body unread', async () => {
    const { client, received } = await faulty(response =>
      json(response, 200, { id: JOB }, { 'x-request-id': 'req_1', etag: '"e"' }),
    )
    expect(await client.jobs.get(JOB)).toEqual({ id: JOB })
    const { data, response, requestId } = await client.jobs.get(JOB).withResponse()
    expect([data, response.headers.get('etag'), requestId]).toEqual([{ id: JOB }, '"e"', 'req_1'])
    const raw = await client.jobs.get(JOB).asResponse()
    expect([raw.bodyUsed, await raw.text()]).toEqual([false, JSON.stringify({ id: JOB })])
    const call = client.jobs.get(JOB)
    await Promise.all([call, call, call.withResponse(), call.finally(() => {})])
    expect(received).toHaveLength(4)
  })

  it('that is sent without being awaited arrives', async () => {
    let arrived: (value: unknown) => void
    const arrival = new Promise(resolve => {
      arrived = resolve
    })
    const { client } = await faulty(response => {
      json(response, 202, {})
      arrived(undefined)
    })
    void client.jobs.cancel(JOB)
    await arrival
  })

  it.each([
    ['breaks off', '{"id":', true, 'broke off'],
    ['is a page', '<html>', false, 'is not JSON'],
  ])('that %s is an error of the connection', async (_, body, isCut, message) => {
    const { client } = await faulty(response => {
      response.writeHead(200, { 'content-length': isCut ? 100 : body.length })
      response.write(body, () => (isCut ? setTimeout(() => response.destroy(), 20) : response.end()))
    })
    const error = await client.jobs.get(JOB).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(sdk.ConnectionError)
    expect((error as Error).message).toContain(message)
  })
})

describe('an error', () => {
  const CLASSES: [number, new (...rest: never[]) => sdk.ApiError][] = [
    [400, sdk.BadRequestError],
    [401, sdk.AuthenticationError],
    [403, sdk.PermissionDeniedError],
    [404, sdk.NotFoundError],
    [409, sdk.ConflictError],
    [412, sdk.PreconditionFailedError],
    [413, sdk.PayloadTooLargeError],
    [415, sdk.UnsupportedMediaTypeError],
    [416, sdk.RangeNotSatisfiableError],
    [418, sdk.ApiError],
    [422, sdk.UnprocessableEntityError],
    [429, sdk.RateLimitError],
    [500, sdk.InternalServerError],
    [503, sdk.InternalServerError],
  ]
  it.each(CLASSES)(
    'of status %i has its class, code, pointer, request id and headers',
    async (status, type) => {
      const problem = { code: 'some-code', pointer: '/texts', detail: 'Not like this.', request_id: 'req_9' }
      const { client } = await faulty(response => json(response, status, problem, { 'x-more': 'yes' }), {
        maxRetries: 0,
      })
      const error = (await client.jobs.get(JOB).catch((reason: unknown) => reason)) as sdk.ApiError
      expect(error).toBeInstanceOf(type)
      expect(error).toBeInstanceOf(sdk.ApiError)
      expect(error.name).toBe(type.name)
      expect(error).toMatchObject({ status, code: 'some-code', pointer: '/texts', requestId: 'req_9' })
      expect(error.headers.get('x-more')).toBe('yes')
      expect(error.message).toBe(`${status} Not like this. (/texts) [request req_9]`)
    },
  )

  it('of a proxy that knows no problem documents still has its class and the id in its header', async () => {
    const { client } = await faulty(response =>
      response.writeHead(404, { 'x-request-id': 'req_7' }).end('<html>'),
    )
    const error = client.jobs.get(JOB)
    await expect(error).rejects.toBeInstanceOf(sdk.NotFoundError)
    await expect(error).rejects.toMatchObject({ code: 'unknown', requestId: 'req_7' })
  })
})
