/** A job is followed by a stream where one gets through, and by asking where none does; each event comes once. */
import type { ServerResponse } from 'node:http'
import { describe, expect, it } from 'vitest'
import { openConnection } from './connection.js'
import { faulty, JOB, json, type Received, TOKEN } from './faulty-server.test.helper.js'
import { ApiError, JobError, NotFoundError } from './index.js'
import { followEvents } from './job-events.js'
import { createLog } from './logging.js'
import { createToken } from './token.js'
import { createTransport } from './transport.js'

const TYPES = ['queued', 'started', 'progress', 'progress', 'succeeded'] as const
const eventOf = (sequence: number) => ({ sequence, type: TYPES[sequence - 1]!, at: '2026-01-01T00:00:00Z' })
const wire = (sequence: number) => `id: ${sequence}\nevent: x\ndata: ${JSON.stringify(eventOf(sequence))}\n\n`

const isStream = ({ headers }: Received): boolean => headers.accept === 'text/event-stream'

/** Begins a stream with the events in a range. */
const stream = (response: ServerResponse, from: number, to: number): ServerResponse => {
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  response.write('retry: 1000\n\n: hello\n\n')
  for (let sequence = from; sequence <= to; sequence++) response.write(wire(sequence))
  return response
}

/** A page with what comes after the event that is asked for, up to one. */
const page = (response: ServerResponse, { path }: Received, to: number): void => {
  const after = Number(new URL(path, 'http://x').searchParams.get('after'))
  const data = Array.from({ length: Math.max(0, to - after) }, (_, at) => eventOf(after + at + 1))
  json(response, 200, { data, next: Math.max(after, to), finished: to === TYPES.length })
}

const connectionTo = (url: string) => {
  const log = createLog(undefined, 'off')
  return openConnection(
    url,
    createTransport({ token: createToken(TOKEN), timeout: 5000, maxRetries: 0, log, fetch }),
  )
}

const sequencesOf = async (events: AsyncIterable<{ sequence: number }>): Promise<number[]> => {
  const found: number[] = []
  for await (const { sequence } of events) found.push(sequence)
  return found
}

describe('events', () => {
  it('come from one stream', async () => {
    const { client, received } = await faulty(response => stream(response, 1, 5))
    expect(await sequencesOf(client.jobs.events(JOB))).toEqual([1, 2, 3, 4, 5])
    expect(received).toHaveLength(1)
    expect(received[0]).toMatchObject({
      path: `/v1/jobs/${JOB}/events`,
      headers: { accept: 'text/event-stream' },
    })
  })

  it('go on after the last one when the stream breaks, each once', async () => {
    const { client, received } = await faulty((response, _, request) => {
      if (!isStream(request)) return page(response, request, 3)
      const last = Number(request.headers['last-event-id'] ?? 0)
      if (last === 0) {
        stream(response, 1, 3)
        return setTimeout(() => response.destroy(), 50)
      }
      // One more than was asked for: what is known already is passed over.
      return stream(response, last, 5)
    })
    expect(await sequencesOf(client.jobs.events(JOB))).toEqual([1, 2, 3, 4, 5])
    expect(received.filter(isStream).map(({ headers }) => headers['last-event-id'])).toEqual([undefined, '3'])
  })

  it.each<[what: string, answer: (response: ServerResponse, request: Received) => unknown]>([
    ['is refused with 406', response => json(response, 406, {})],
    ['meets a gateway in trouble', response => json(response, 504, {})],
    ['meets a quota', response => json(response, 429, {})],
    ['is answered with a page', (response, request) => page(response, request, 0)],
    ['breaks at once', response => response.destroy()],
    ['is no stream of events', response => stream(response, 1, 0).end('data: nonsense\n\n')],
    ['ends at once', response => stream(response, 1, 0).end()],
  ])('are asked for when a stream %s', async (_, answer) => {
    let polls = 0
    const { client, received } = await faulty((response, _count, request) => {
      if (isStream(request)) return answer(response, request)
      polls++
      return page(response, request, polls === 1 ? 2 : 5)
    })
    expect(await sequencesOf(client.jobs.events(JOB))).toEqual([1, 2, 3, 4, 5])
    expect(received.filter(isStream)).toHaveLength(1)
    expect(polls).toBe(2)
  })

  it('are asked for when a stream stays silent', async () => {
    const { url, received } = await faulty((response, _, request) =>
      isStream(request) ? stream(response, 1, 2) : page(response, request, 5),
    )
    const events = followEvents(connectionTo(url), JOB, {}, { silence: 100 })
    expect(await sequencesOf(events)).toEqual([1, 2, 3, 4, 5])
    expect(received).toHaveLength(2)
  })

  it('are asked for with growing pauses when the service does not wait for news', async () => {
    let polls = 0
    const { url } = await faulty((response, _, request) => {
      if (!isStream(request)) polls++
      return page(response, request, polls < 6 ? 0 : polls < 9 ? 2 : 5)
    })
    const pauses: number[] = []
    const pause = async (milliseconds: number) => void pauses.push(milliseconds)
    expect(await sequencesOf(followEvents(connectionTo(url), JOB, {}, { pause }))).toEqual([1, 2, 3, 4, 5])
    expect(pauses).toEqual([500, 1000, 2000, 5000, 5000, 500, 1000])
  })

  it('begin after the one that is known', async () => {
    const { client, received } = await faulty(response => stream(response, 4, 5))
    expect(await sequencesOf(client.jobs.events(JOB, { after: 3 }))).toEqual([4, 5])
    expect(received[0]?.headers['last-event-id']).toBe('3')
  })

  it('of an unknown job are not asked for twice', async () => {
    const { client, received } = await faulty(response => json(response, 404, { code: 'not-found' }))
    await expect(client.jobs.wait(JOB)).rejects.toBeInstanceOf(NotFoundError)
    expect(received).toHaveLength(1)
  })

  it('that nobody wants any more close the stream', async () => {
    let closed: (value: unknown) => void
    const closing = new Promise(resolve => {
      closed = resolve
    })
    const { client } = await faulty(response => stream(response, 1, 2).once('close', closed))
    for await (const { sequence } of client.jobs.events(JOB)) if (sequence === 2) break
    await closing
  })
})

describe('waiting', () => {
  it.each(['failed', 'cancelled'])('for a job that is %s throws what happened', async status => {
    const failure = { code: 'invalid-data', message: 'not like this', next: 'Bring another.' }
    const { client } = await faulty((response, _, { path }) =>
      path.endsWith('/events')
        ? stream(response, 1, 2).end(`data: ${JSON.stringify({ sequence: 3, type: status })}\n\n`)
        : json(response, 200, { id: JOB, status, ...(status === 'failed' && { failure }) }),
    )
    const seen: string[] = []
    const error = await client.jobs
      .wait(JOB, { onProgress: ({ type }) => seen.push(type) })
      .catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(JobError)
    expect(error).not.toBeInstanceOf(ApiError)
    expect((error as JobError).job.status).toBe(status)
    expect(seen).toEqual(['queued', 'started', status])
  })
})
