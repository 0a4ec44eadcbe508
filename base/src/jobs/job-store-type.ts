/**
 * What a store of jobs does for those who use it.
 * @module
 */
import type { Division } from './division.js'
import type { JobName, WorkName } from './events.js'
import type { Failure, JobEvent, JobProgress, JobRecord, OutputFile } from './record.js'
import type { Loss, Outcome, Refusal } from './reducer.js'

export type NewJob = Pick<
  JobRecord,
  'id' | 'tenant' | 'kind' | 'resource' | 'input' | 'flops' | 'openSteps' | 'shards'
>

export type JobStore = Division & {
  /** Creates the job with its input files, or gives the one of that id: creating twice makes one job. */
  createJob(job: NewJob, input?: Readonly<Record<string, string | Uint8Array>>): Promise<JobRecord>
  readJob(name: WorkName): Promise<JobRecord | undefined>
  /** Takes the lease. At most one claimant of a job, or of a shard, wins. A divided job itself can be claimed once its shards are done. */
  claim(name: WorkName, worker?: string): Promise<{ job: JobRecord; token: string } | { refused: Refusal }>
  heartbeat(name: WorkName, token: string, report?: JobProgress): Promise<Outcome>
  /** Tells how far it is in the feed; a shard as part of its job. @returns the event's sequence number */
  tellProgress(name: WorkName, report: JobProgress, known?: number): Promise<number>
  complete(
    name: WorkName,
    token: string,
    result: Record<string, unknown>,
    files: OutputFile[],
  ): Promise<Outcome>
  fail(name: WorkName, token: string, failure: Failure): Promise<Outcome>
  release(name: WorkName, token: string): Promise<Outcome>
  /** Says that a worker is gone for certain; a reclaimed machine is no crash. */
  lost(name: WorkName, worker: string, settings?: Loss): Promise<Outcome>
  requestCancel(name: JobName): Promise<Outcome>
  appendEvent(name: JobName, event: Omit<JobEvent, 'sequence' | 'at'>, known?: number): Promise<number>
  readEvents(name: JobName, after?: number, limit?: number): Promise<JobEvent[]>
  /** A file that the job was made with. Such files stand beside its record and go when it ends. */
  readInput(name: WorkName, file: string): Promise<Uint8Array | undefined>
  /** Removes all there is of a job that has ended. Its record goes first: without it no worker writes. */
  removeJob(name: JobName): Promise<void>
  /** Identifiers of a tenant's jobs that are not yet finished, oldest first. Changes nothing. */
  unfinishedOf(tenant: string): Promise<string[]>
  /**
   * Jobs not yet finished, oldest first. Also puts ends in order that their writers died over, and removes what is left of jobs that
   * nobody made whole within `CREATION_MILLISECONDS`.
   */
  unfinished(): Promise<JobRecord[]>
  /**
   * Does what follows an end, if the job has one and whoever wrote it died before it could: tells it, and removes what nobody needs.
   *
   * @returns whether the job has ended
   */
  settle(name: WorkName): Promise<boolean>
  /**
   * Finished jobs whose end has not been told on, the first finished not always first. Each is given until
   * `forgetEnd`, and may come once more after that: what is done with it must bear being done twice.
   */
  ended(limit?: number): Promise<JobRecord[]>
  forgetEnd(id: string): Promise<void>
}
