/**
 * A job's events as server-sent events: all that happened, then what happens, until the job ends.
 * @module
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { JobEvent } from '@promptpost/base/jobs'
import type { RequestContext } from '../http/environment.js'
import { eventView } from './job-view.js'

export type News = { events: JobEvent[]; isOver: boolean }

/** How often to look for news, in milliseconds. */
export const POLL_INTERVAL = 200

/** Silence after which a comment shows that the stream lives, in milliseconds: proxies cut idle connections. */
const HEARTBEAT = 15_000

const encode = (event: JobEvent): string =>
  `id: ${event.sequence}\nevent: ${event.type}\ndata: ${JSON.stringify(eventView(event))}\n\n`

/**
 * @param after the sequence number of the last event known
 * @param look gives what came after one
 */
export const streamEvents = (
  c: RequestContext,
  after: number,
  look: (after: number) => Promise<News>,
): Response => {
  const { closing } = c.get('services')
  const gone = AbortSignal.any([closing, c.req.raw.signal])
  async function* lines(): AsyncGenerator<string> {
    yield 'retry: 1000\n\n'
    let last = after
    for (let said = Date.now(); !gone.aborted; ) {
      const { events, isOver } = await look(last)
      for (const event of events) yield encode(event)
      last = events.at(-1)?.sequence ?? last
      if (isOver) return
      if (events.length > 0) {
        // There may be more at once: a long job has thousands.
        said = Date.now()
        continue
      }
      if (Date.now() - said > HEARTBEAT) {
        said = Date.now()
        yield ': still here\n\n'
      }
      await sleep(POLL_INTERVAL, undefined, { signal: gone }).catch(() => {})
    }
  }
  const stream = ReadableStream.from(lines()).pipeThrough(new TextEncoderStream())
  return new Response(stream as ReadableStream<Uint8Array>, {
    headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' },
  })
}
