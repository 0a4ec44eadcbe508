/**
 * `client.jobs`: what runs, how far it is, how it ended.
 * @module
 */
import type { ApiPromise } from '../api-promise.js'
import { ask, type Connection, lister, type Schemas } from '../connection.js'
import { JobError } from '../errors.js'
import { type FollowOptions, followEvents } from '../job-events.js'
import type { CallOptions } from '../transport.js'

export type WaitOptions = FollowOptions & { onProgress?: (event: Schemas['JobEvent']) => void }

export const jobsOf = (connection: Connection) => {
  const { api } = connection
  const get = (id: string, call?: CallOptions): ApiPromise<Schemas['Job']> =>
    ask(connection, call, fetch => api.GET('/v1/jobs/{id}', { params: { path: { id } }, fetch }))
  return {
    /**
     * One job.
     *
     * @example
     * const { status, progress } = await client.jobs.get('job_01h455vb4pex5vsknk084sn02q')
     */
    get,
    /**
     * Jobs, oldest first unless asked otherwise.
     *
     * @example
     * for await (const job of client.jobs.list({ status: 'running' })) console.log(job.id, job.progress)
     */
    list: lister<'/v1/jobs', Schemas['Job']>(connection, '/v1/jobs'),
    /**
     * Its events as they come, each once, to the last: from a stream where one gets through, else by asking again and again.
     *
     * @example
     * for await (const { type, stage, progress } of client.jobs.events('job_01h455vb4pex5vsknk084sn02q'))
     *   console.log(type, stage, progress)
     */
    events: (id: string, options?: FollowOptions): AsyncGenerator<Schemas['JobEvent'], void> =>
      followEvents(connection, id, options),
    /**
     * Asks it to stop. A running one stops at its next step.
     *
     * @example
     * const { cancel_requested } = await client.jobs.cancel('job_01h455vb4pex5vsknk084sn02q')
     */
    cancel: (id: string, call?: CallOptions): ApiPromise<Schemas['Job']> =>
      ask(connection, call, fetch => api.POST('/v1/jobs/{id}/cancel', { params: { path: { id } }, fetch })),
    /**
     * Waits for the end. Aborting stops the waiting, not the job.
     *
     * @throws JobError when the job failed or was cancelled
     *
     * @example
     * const job = await client.jobs.wait('job_01h455vb4pex5vsknk084sn02q', {
     *   onProgress: event => console.error(event.stage, event.progress),
     *   signal: AbortSignal.timeout(3_600_000),
     * })
     */
    async wait(id: string, { onProgress, ...options }: WaitOptions = {}): Promise<Schemas['Job']> {
      for await (const event of followEvents(connection, id, options)) onProgress?.(event)
      const job = await get(id, options)
      if (job.status !== 'succeeded') throw new JobError(job)
      return job
    },
  }
}
