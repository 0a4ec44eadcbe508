/**
 * What brings jobs to workers. The record in the store is the truth; a queue only gives advice.
 * @module
 */
import type { JobName } from './events.js'
import type { JobRecord } from './record.js'

export type QueueAdvice =
  | { state: 'waiting'; position?: number }
  | { state: 'running' }
  | { state: 'unknown' }

export interface JobQueue {
  /** Has a worker started for the job, or for each of its shards, at once or later. Submitting twice is submitting once. */
  submit(job: JobName & Pick<JobRecord, 'shards'>): Promise<void>
  describe(job: JobName): Promise<QueueAdvice>
  /** Tells the job's workers, if there are any, that a cancel stands in the record. */
  cancel(job: JobName): Promise<void>
  /** Resolves when no worker of the queue is at a job that has ended, and nothing is left of it outside the store. */
  forget(job: JobName): Promise<void>
}
