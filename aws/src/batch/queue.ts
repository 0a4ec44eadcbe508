/**
 * The JobQueue on AWS Batch. The record in the store is the truth, and the lease decides who works; what Batch says is advice that
 * comes late, twice, out of order, or not at all, and is forgotten after a while.
 *
 * @see https://docs.aws.amazon.com/batch/latest/userguide/batch_cwe_events.html
 * @module
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { JobDetail } from '@aws-sdk/client-batch'
import { isFinished, type JobName, type JobQueue, type JobRecord, type JobStore } from '@promptpost/base/jobs'
import { keyOf, type ObjectStore, readJson } from '@promptpost/base/store'
import { goneWorkers } from './attempts.js'
import { type BatchSettings, describeJobs, findAlive, isEnded, submitJob, terminateJob } from './calls.js'
import { readBatchEvent } from './event.js'
import { type Held, readTicket, writeTicket } from './ticket.js'

/** After so long, in milliseconds, whoever was submitting has died over it. More than clocks are apart. */
const SUBMITTING = 120_000
/** How long `forget` waits for a worker to go, in milliseconds, and how often it looks. */
const FORGET = 20_000
const LOOK = 500

export type BatchQueueOptions = BatchSettings & {
  store: ObjectStore
  jobs: JobStore
  log: (entry: Record<string, unknown>) => void
  clock?: () => number
}

export type BatchQueue = JobQueue & {
  /** Takes an event of Batch, as EventBridge delivers it; what is not one of a job of ours is left alone. */
  onEvent(envelope: unknown): Promise<void>
  /** Brings every unfinished job in line with what Batch says, and submits those that Batch does not know. */
  reconcile(): Promise<void>
}

export const openBatchQueue = (options: BatchQueueOptions): BatchQueue => {
  const { store, jobs, log, clock = Date.now } = options

  const codeOf = (error: unknown): string => (error as Error).name ?? 'error'

  /** Submits, or adopts what an earlier try submitted without hearing of it. */
  const start = async (name: JobName, held: Held, mayBeThere: boolean): Promise<void> => {
    let batchJob = mayBeThere ? (await findAlive(options, name))[0] : undefined
    if (batchJob === undefined) {
      try {
        batchJob = await submitJob(options, name)
      } catch (error) {
        log({ level: 'warn', event: 'submit-failed', job: name.id, code: codeOf(error) })
        batchJob = (await findAlive(options, name))[0]
        if (batchJob === undefined) {
          // For the reconciler to try again.
          await writeTicket(store, name, { state: 'unsubmitted' }, held)
          return
        }
      }
    }
    log({ level: 'info', event: 'submitted', job: name.id, batch_job: batchJob })
    await writeTicket(store, name, { state: 'submitted', batchJob }, held)
  }

  /**
   * Has Batch run a job that it does not.
   *
   * @param ended the Batch job that was seen to have ended; where another has been submitted since, nothing is to be done
   */
  const ensure = async (name: JobName, ended?: string): Promise<void> => {
    const before = await readTicket(store, name)
    if (before?.ticket.state === 'submitted') {
      const { batchJob } = before.ticket
      if (batchJob !== ended) {
        const detail = (await describeJobs(options, [batchJob])).get(batchJob)
        if (detail && !isEnded(detail)) return
      }
    } else if (
      before?.ticket.state === 'submitting' &&
      Math.abs(clock() - Date.parse(before.ticket.at)) < SUBMITTING
    )
      return
    const ticket = { state: 'submitting' as const, at: new Date(clock()).toISOString() }
    const held = await writeTicket(store, name, ticket, before)
    if (held) await start(name, held, before !== undefined)
  }

  /** Whether a job needs someone to run it. Where a lease runs out unheard, whoever claims next says so. */
  const isIdle = (job: JobRecord): boolean =>
    job.state === 'queued' || (job.lease !== undefined && Date.parse(job.lease.expiresAt) < clock())

  /** Tells the record what became of its workers. @returns the record after that, unless it has ended */
  const tellGone = async (name: JobName, detail: JobDetail): Promise<JobRecord | undefined> => {
    let job = await jobs.readJob(name)
    for (const { worker, isReclaimed, isAccounted } of goneWorkers(detail)) {
      if (!job || isFinished(job)) break
      if (job.lostWorkers?.includes(worker)) continue
      if (isAccounted && job.lease?.worker !== worker) continue
      job = (await jobs.lost(name, worker, { isReclaimed })).job ?? (await jobs.readJob(name))
    }
    if (!job || !isFinished(job)) return job
    await jobs.settle(name)
    return undefined
  }

  const settle = async (name: JobName, detail: JobDetail): Promise<void> => {
    const job = await tellGone(name, detail)
    if (!job) {
      if (!isEnded(detail)) await terminateJob(options, detail.jobId as string, 'the job has ended')
    } else if (isEnded(detail) && isIdle(job)) await ensure(name, detail.jobId)
  }

  const batchJobOf = async (name: JobName): Promise<string | undefined> => {
    const held = await readTicket(store, name)
    return held?.ticket.state === 'submitted' ? held.ticket.batchJob : undefined
  }

  /** One job's trouble must not keep the others from being looked at. */
  const guarded = async (name: JobName, task: () => Promise<void>): Promise<void> => {
    try {
      await task()
    } catch (error) {
      log({ level: 'error', event: 'queue-failed', job: name.id, code: codeOf(error) })
    }
  }

  return {
    submit: name =>
      guarded(name, async () => {
        const job = await jobs.readJob(name)
        if (job && !isFinished(job)) await ensure(name)
      }),
    async describe(name) {
      const batchJob = await batchJobOf(name)
      const detail = batchJob && (await describeJobs(options, [batchJob])).get(batchJob)
      if (!detail || isEnded(detail)) return { state: 'unknown' }
      return detail.status === 'RUNNING' ? { state: 'running' } : { state: 'waiting' }
    },
    async cancel(name) {
      const batchJob = await batchJobOf(name)
      if (batchJob) await guarded(name, () => terminateJob(options, batchJob, 'cancelled'))
      const job = await jobs.readJob(name)
      if (job && isFinished(job)) await jobs.settle(name)
    },
    async forget(name) {
      const batchJob = await batchJobOf(name)
      if (batchJob === undefined) return
      await terminateJob(options, batchJob, 'deleted')
      for (const deadline = Date.now() + FORGET; Date.now() < deadline; await sleep(LOOK)) {
        const detail = (await describeJobs(options, [batchJob])).get(batchJob)
        if (!detail || isEnded(detail)) return
      }
    },
    async onEvent(envelope) {
      const detail = readBatchEvent(envelope, options.jobQueue)
      if (!detail) return
      const id = detail.jobName as string
      const marker = await readJson<{ tenant: string }>(store, keyOf({ shared: 'queue', id }))
      // Without a marker the job has ended and been told of.
      if (marker) await settle({ tenant: marker.value.tenant, id }, detail)
    },
    async reconcile() {
      const unfinished = await jobs.unfinished()
      const tickets = new Map<string, string>()
      for (const job of unfinished) {
        const batchJob = await batchJobOf(job)
        if (batchJob) tickets.set(job.id, batchJob)
      }
      const details = await describeJobs(options, [...tickets.values()])
      for (const job of unfinished)
        await guarded(job, async () => {
          const batchJob = tickets.get(job.id)
          const detail = batchJob && details.get(batchJob)
          if (detail) await settle(job, detail)
          else if (isIdle(job)) await ensure(job, batchJob)
        })
    },
  }
}
