/**
 * A job's events to its end, over streams that break and services that go away: read as a stream, or by long polls where
 * something on the way holds streams back.
 * @module
 */
import type { Schemas } from 'promptpost/client'
import { type Api, dataOf, isPassing } from './api.js'
import { RefusedError, UnreachableError } from './errors.js'
import { eventData } from './event-stream.js'

export type JobEvent = Schemas['JobEvent']

/** How news comes at the moment. */
export type Connection = 'live' | 'polling' | 'waiting'

/** Time for a stream's first byte and between any two, in milliseconds; the service says something every 15 s. */
const SILENCE = 40_000
/** Events of a page. */
const PAGE = 100
/** Seconds one poll waits for news: below what gateways cut. */
const LONG_POLL = 15
/** Streams that end without an event before polls take over. */
const MOST_BARREN = 2
/** Pause after a page without news from a service that does not wait, in milliseconds. */
const UNWAITED = 5_000
/** Longest pause between two tries, in milliseconds. */
const LONGEST_PAUSE = 10_000

const isLast = ({ type }: JobEvent): boolean => ['succeeded', 'failed', 'cancelled'].includes(type)

const pause = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  new Promise(resolve => {
    const end = (): void => {
      clearTimeout(timer)
      resolve()
    }
    const timer = setTimeout(end, milliseconds)
    signal.addEventListener('abort', end, { once: true })
  })

/**
 * Ends at once where something on the way does not stream, and when the stream falls silent.
 *
 * @param opened is called when the service has begun to answer
 */
async function* streamed(
  api: Api,
  id: string,
  after: number,
  opened: () => void,
  signal: AbortSignal,
): AsyncGenerator<JobEvent> {
  const stalled = new AbortController()
  let timer = setTimeout(() => stalled.abort(), SILENCE)
  try {
    const path = `/v1/jobs/${encodeURIComponent(id)}/events?limit=${PAGE}&after=${after}`
    const either = AbortSignal.any([signal, stalled.signal])
    const response = await api.open(path, { accept: 'text/event-stream' }, either)
    if (!response.body || !response.headers.get('content-type')?.startsWith('text/event-stream')) return
    opened()
    const watched = response.body.pipeThrough(
      new TransformStream<Uint8Array, Uint8Array>({
        transform(chunk, controller) {
          clearTimeout(timer)
          timer = setTimeout(() => stalled.abort(), SILENCE)
          controller.enqueue(chunk)
        },
      }),
    )
    for await (const data of eventData(watched)) yield JSON.parse(data) as JobEvent
  } catch (error) {
    if (stalled.signal.aborted) return
    throw error instanceof RefusedError ? error : new UnreachableError(error)
  } finally {
    clearTimeout(timer)
  }
}

const poll = async (
  api: Api,
  id: string,
  after: number,
  signal: AbortSignal,
): Promise<Schemas['JobEventPage']> => {
  const query = { after, limit: PAGE, wait: LONG_POLL }
  const page = await dataOf(
    api.client.GET('/v1/jobs/{id}/events', { params: { path: { id }, query }, signal }),
  )
  // Not asked for as a stream, it is a page.
  return page as Schemas['JobEventPage']
}

/**
 * @param heard is given each event once, in order
 * @param connected is told how news comes
 * @returns when the job has ended or the signal fired
 * @throws RefusedError where asking again does not help
 */
export const followJob = async (
  api: Api,
  id: string,
  heard: (event: JobEvent) => void,
  connected: (connection: Connection) => void,
  signal: AbortSignal,
): Promise<void> => {
  let last = 0
  let barren = 0
  let failures = 0
  let isOver = false
  const hear = (event: JobEvent): void => {
    last = event.sequence
    barren = 0
    failures = 0
    isOver ||= isLast(event)
    heard(event)
  }
  while (!signal.aborted) {
    try {
      if (barren < MOST_BARREN) {
        barren++
        for await (const event of streamed(api, id, last, () => connected('live'), signal)) hear(event)
      } else {
        const asked = Date.now()
        const page = await poll(api, id, last, signal)
        connected('polling')
        failures = 0
        for (const event of page.data) hear(event)
        isOver ||= page.finished
        const isEarly = Date.now() - asked < LONG_POLL * 500
        if (!isOver && page.data.length === 0 && isEarly) await pause(UNWAITED, signal)
      }
      if (isOver) return
    } catch (error) {
      if (signal.aborted) return
      if (!isPassing(error)) throw error
      barren = Math.max(0, barren - 1)
      failures++
      connected('waiting')
      await pause(Math.min(LONGEST_PAUSE, 500 * 2 ** failures), signal)
    }
  }
}
