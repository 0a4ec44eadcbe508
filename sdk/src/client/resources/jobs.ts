/**
 * `client.jobs`: what runs, how far it is, how it ended.
 * @module
 */
import type { ApiPromise } from '../api-promise.js'
import { answerOf, type Connection, checkAborted, lister, type Schemas } from '../connection.js'
import { JobError } from '../errors.js'
import type { CallOptions } from '../transport.js'

export type FollowOptions = Omit<CallOptions, 'idempotencyKey' | 'timeout'> & {
  /** Sequence number of the last event known; default 0, all events. */
  after?: number
}

export type WaitOptions = FollowOptions & { onProgress?: (event: Schemas['JobEvent']) => void }

/** Seconds one request waits for news. */
const LONG_POLL = 20

export const jobsOf = (connection: Connection) => {
  const { api, transport } = connection
  const get = (id: string, call?: CallOptions): ApiPromise<Schemas['Job']> =>
    answerOf(api.GET('/v1/jobs/{id}', { params: { path: { id } }, fetch: transport(call) }))

  /** Events as they come, to the last. */
  async function* events(id: string, options: FollowOptions = {}): AsyncGenerator<Schemas['JobEvent'], void> {
    const { after: first = 0, ...call } = options
    for (let after = first; ; ) {
      checkAborted(call.signal)
      const params = { path: { id }, query: { after, wait: LONG_POLL, limit: 100 } }
      const answer = await answerOf(api.GET('/v1/jobs/{id}/events', { params, fetch: transport(call) }))
      // Not asked for as a stream, it is a page.
      const page = answer as Schemas['JobEventPage']
      yield* page.data
      if (page.finished) return
      after = page.next
    }
  }

  return {
    get,
    list: lister<'/v1/jobs', Schemas['Job']>(connection, '/v1/jobs'),
    events,
    /** Asks the job to stop. A running one stops at its next step. */
    cancel: (id: string, call?: CallOptions): ApiPromise<Schemas['Job']> =>
      answerOf(api.POST('/v1/jobs/{id}/cancel', { params: { path: { id } }, fetch: transport(call) })),
    /**
     * Waits for the end. Aborting stops the waiting, not the job.
     *
     * @throws JobError when the job failed or was cancelled
     */
    async wait(id: string, { onProgress, ...options }: WaitOptions = {}): Promise<Schemas['Job']> {
      for await (const event of events(id, options)) onProgress?.(event)
      const job = await get(id, options)
      if (job.status !== 'succeeded') throw new JobError(job)
      return job
    },
  }
}
