/**
 * Jobs as the contract shows them, and starting one.
 * @module
 */
import type { JobEvent, JobRecord, NewJob } from '@promptpost/base/jobs'
import { keyOf } from '@promptpost/base/store'
import type { RequestContext } from '../http/environment.js'
import { notFound, Problem } from '../http/problem.js'
import type { Schemas } from '../http/validate.js'
import { deleted } from './records.js'

/** Leaves out what is undefined. */
export const compact = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as T

export const jobView = (job: JobRecord): Schemas['Job'] =>
  compact({
    id: job.id,
    kind: job.kind,
    resource: job.resource,
    status: job.state,
    stage: job.stage as string,
    progress: job.progress,
    metrics: job.metrics,
    device: job.device as Schemas['JobDevice'],
    shards: job.shards as number,
    attempt: job.attempt,
    cancel_requested: job.cancelRequested,
    result: job.result as Record<string, unknown>,
    failure: job.failure as Schemas['Failure'],
    created_at: job.createdAt,
    started_at: job.startedAt as string,
    finished_at: job.finishedAt as string,
    updated_at: job.updatedAt,
  })

export const eventView = (event: JobEvent): Schemas['JobEvent'] => event as Schemas['JobEvent']

/** The job of a resource that a tenant owns. */
export const jobOf = async (c: RequestContext, tenant: string, id: string): Promise<JobRecord> => {
  const job = await c.get('services').jobs.readJob({ tenant, id })
  if (!job) throw notFound()
  return job
}

/**
 * Creates the job under the request's tenant and hands it to the queue, unless it is there and has ended.
 *
 * @throws Problem 409 when what it was to make has been deleted meanwhile
 */
export const startJob = async (
  c: RequestContext,
  job: Omit<NewJob, 'tenant'>,
  input?: Readonly<Record<string, string>>,
): Promise<JobRecord> => {
  const { store, jobs, queue } = c.get('services')
  const { tenant } = c.get('credential')
  const record = await jobs.createJob({ ...job, tenant }, input)
  if (!(await store.head(keyOf({ tenant, ...job.resource })))) {
    await jobs.removeJob(record)
    throw deleted()
  }
  if (record.state === 'queued') await queue.submit(record)
  return record
}

/**
 * What of a request makes a divided job.
 *
 * @throws Problem 422 for more shards than texts
 */
export const shardsOf = (asked: number | undefined, texts: number): Pick<NewJob, 'shards'> => {
  if (asked === undefined || asked === 1) return {}
  if (asked > texts)
    throw new Problem(422, 'too-many-shards', `There are ${texts} texts, so ${texts} shards at most.`, {
      pointer: '/shards',
    })
  return { shards: asked }
}

/** The facts a handler gave, when the job has succeeded. */
export const factsOf = (job: JobRecord): Record<string, unknown> | undefined =>
  job.state === 'succeeded' ? ((job.result?.facts as Record<string, unknown> | undefined) ?? {}) : undefined
