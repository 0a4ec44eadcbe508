/**
 * A job's events as they come: as a stream (server-sent events) where one gets through, else by asking for news. A stream
 * that breaks is gone on with after the last event; one that stays silent, or is no stream, is given up for asking.
 * @module
 */
import { createParser } from 'eventsource-parser'
import { ask, type Connection, checkAborted, type Schemas } from './connection.js'
import { ApiError, ConnectionError, UserAbortError } from './errors.js'
import { requirePage } from './listing.js'
import { type CallOptions, pause as sleep } from './transport.js'

type JobEvent = Schemas['JobEvent']

export type FollowOptions = Omit<CallOptions, 'idempotencyKey' | 'timeout'> & {
  /** Sequence number of the last event known; default 0, all events. */
  after?: number
}

/** Seconds one request waits for news. */
const LONG_POLL = 20

/** Without a sign of life for so long a stream is given up, in milliseconds; the service gives one every 15 seconds. */
export const SILENCE = 45_000

/** Pauses after pages without news from a service that does not wait, in milliseconds; the last again and again. */
const PAUSES = [500, 1000, 2000, 5000]

const ENDS: readonly JobEvent['type'][] = ['succeeded', 'failed', 'cancelled']

/** Chunks of a body, as long as they come in time. */
async function* chunksOf(
  body: ReadableStream<Uint8Array>,
  silence: number,
): AsyncGenerator<Uint8Array, void> {
  const reader = body.getReader()
  try {
    for (;;) {
      let timer: ReturnType<typeof setTimeout> | undefined
      const late = new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(new ConnectionError(`nothing came for ${silence} ms`)), silence)
      })
      const read = reader.read().catch((cause: unknown) => {
        throw new ConnectionError('the stream broke off', cause)
      })
      const { done, value } = await Promise.race([read, late]).finally(() => clearTimeout(timer))
      if (done) return
      yield value
    }
  } finally {
    // It may be broken already; what broke it is being thrown.
    await reader.cancel().catch(() => undefined)
  }
}

const eventOf = (data: string): JobEvent => {
  try {
    return JSON.parse(data) as JobEvent
  } catch (cause) {
    throw new ConnectionError('the stream holds what is no event', cause)
  }
}

/** Whether asking for news may fare better than the stream did: not for what is unknown or not allowed. */
const isTrouble = (error: unknown): boolean =>
  error instanceof ConnectionError || (error instanceof ApiError && ![401, 403, 404].includes(error.status))

/** Events of one stream, till it ends or breaks. */
async function* streamed(
  connection: Connection,
  id: string,
  after: number,
  call: CallOptions,
  silence: number,
): AsyncGenerator<JobEvent, void> {
  const headers = { accept: 'text/event-stream', ...(after > 0 && { 'last-event-id': String(after) }) }
  // Asking is the retry. A gateway that holds a stream back until it ends shows no headers either.
  const response = await ask(connection, { ...call, maxRetries: 0, timeout: silence }, fetch =>
    connection.api.GET('/v1/jobs/{id}/events', { params: { path: { id } }, headers, fetch }),
  ).asResponse()
  if (!response.headers.get('content-type')?.startsWith('text/event-stream') || !response.body) {
    await response.body?.cancel()
    throw new ConnectionError('the answer is no stream')
  }
  const decoder = new TextDecoder()
  const found: JobEvent[] = []
  const parser = createParser({
    onEvent({ data }) {
      found.push(eventOf(data))
    },
  })
  for await (const chunk of chunksOf(response.body, silence)) {
    parser.feed(decoder.decode(chunk, { stream: true }))
    yield* found.splice(0)
  }
}

const poll = async (
  connection: Connection,
  id: string,
  after: number,
  wait: number,
  call: CallOptions,
): Promise<Schemas['JobEventPage']> => {
  const params = { path: { id }, query: { after, wait, limit: 100 } }
  const answer = await ask(connection, call, fetch =>
    connection.api.GET('/v1/jobs/{id}/events', { params, fetch }),
  )
  // Not asked for as a stream, it is a page.
  return requirePage(answer as Schemas['JobEventPage'])
}

/**
 * Events, oldest first, each once, to the last.
 *
 * @param silence see SILENCE
 * @param pause waits so many milliseconds; throws UserAbortError when the signal fires
 */
export async function* followEvents(
  connection: Connection,
  id: string,
  { after: known = 0, ...call }: FollowOptions = {},
  { silence = SILENCE, pause = sleep } = {},
): AsyncGenerator<JobEvent, void> {
  let after = known
  let idle = 0
  let isStreaming = true
  for (;;) {
    checkAborted(call.signal)
    const before = after
    if (isStreaming)
      try {
        for await (const event of streamed(connection, id, after, call, silence)) {
          if (event.sequence <= after) continue
          after = event.sequence
          yield event
          if (ENDS.includes(event.type)) return
        }
      } catch (error) {
        if (call.signal?.aborted) throw new UserAbortError(call.signal.reason)
        if (!isTrouble(error)) throw error
      }
    // A stream that brought something is worth another one; a page tells whether the job is over.
    if (after === before) isStreaming = false
    const asked = performance.now()
    const page = await poll(connection, id, after, isStreaming ? 0 : LONG_POLL, call)
    const hasWaited = performance.now() - asked > LONG_POLL * 500
    for (const event of page.data) {
      after = event.sequence
      yield event
    }
    if (page.finished) return
    idle = page.data.length > 0 || isStreaming || hasWaited ? 0 : idle + 1
    if (idle > 0) await pause(PAUSES[Math.min(idle, PAUSES.length) - 1]!, call.signal)
  }
}
