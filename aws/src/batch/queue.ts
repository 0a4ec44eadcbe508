/**
 * The JobQueue on AWS Batch. The record in the store is the truth, and the lease decides who works; what Batch says is advice that
 * comes late, twice, out of order, or not at all, and is forgotten after a while.
 *
 * @see https://docs.aws.amazon.com/batch/latest/userguide/batch_cwe_events.html
 * @module
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { JobDetail } from '@aws-sdk/client-batch'
import {
  isDivided,
  isFinished,
  type JobName,
  type JobQueue,
  type JobRecord,
  type JobStore,
  type JobWork,
  jobOfWork,
  type WorkName,
} from '@promptpost/base/jobs'
import { keyOf, readJson } from '@promptpost/base/store'
import { goneWorkers } from './attempts.js'
import { describeJobs, isEnded, terminateJob } from './calls.js'
import { readBatchEvent } from './event.js'
import { codeOf, createSubmitter, type SubmitOptions, worksOf } from './submit.js'
import { allOf, arrayOf, childOf } from './work.js'

/** How long `forget` waits for a worker to go, in milliseconds, and how often it looks. */
const FORGET = 20_000
const LOOK = 500

export type BatchQueueOptions = SubmitOptions & { jobs: JobStore }

export type BatchQueue = JobQueue & {
  /** Takes an event of Batch, as EventBridge delivers it; what is not one of a job of ours is left alone. */
  onEvent(envelope: unknown): Promise<void>
  /** Brings every unfinished job in line with what Batch says, and submits those that Batch does not know. */
  reconcile(): Promise<void>
}

export const openBatchQueue = (options: BatchQueueOptions): BatchQueue => {
  const { store, jobs, log, clock = Date.now } = options
  const { ensure, batchJobOf } = createSubmitter(options)

  /** One job's trouble must not keep the others from being looked at. */
  const guarded = async (name: JobName, task: () => Promise<void>): Promise<void> => {
    try {
      await task()
    } catch (error) {
      log({ level: 'error', event: 'queue-failed', job: name.id, code: codeOf(error) })
    }
  }

  /** Whether something needs someone to run it. Where a lease runs out unheard, whoever claims next says so. */
  const isIdle = (record: JobRecord | undefined): boolean =>
    record?.lease === undefined || Date.parse(record.lease.expiresAt) < clock()

  /** Tells the records what became of workers; one at a shard may have gone on with the job. */
  const tellGone = async (name: WorkName, detail: JobDetail): Promise<void> => {
    const own: WorkName = jobOfWork(name)
    for (const { worker, isReclaimed, isUnstarted, isAccounted } of goneWorkers(detail))
      for (const each of name.shard === undefined ? [own] : [own, name]) {
        const [job, record] = await Promise.all([jobs.readJob(own), jobs.readJob(each)])
        if (!job || isFinished(job)) return
        if ((record && isFinished(record)) || record?.lostWorkers?.includes(worker)) continue
        const mayNotHold = isAccounted || each.shard !== name.shard
        if (mayNotHold && record?.lease?.worker !== worker) continue
        await jobs.lost(each, worker, { isReclaimed, isUnstarted })
        if (isUnstarted)
          log({ level: 'error', event: 'job-not-started', job: own.id, reason: detail.statusReason })
      }
  }

  /** The Batch job that has a shard: its own, if it was submitted once more, or the child of the array. */
  const shardJobOf = async (
    name: JobName & { shard: number; shards?: number },
  ): Promise<string | undefined> => {
    const own = await batchJobOf(name)
    const array = own === undefined ? await batchJobOf(allOf(name)) : undefined
    return own ?? (array && childOf(array, name.shard))
  }

  /** The Batch jobs at a job's shards, in the order of these. */
  const shardJobsOf = (job: JobRecord): Promise<(string | undefined)[]> =>
    Promise.all(
      Array.from({ length: job.shards ?? 0 }, (_, shard) => shardJobOf({ ...jobOfWork(job), shard })),
    )

  /** After the end. Children of an array that wait would be started for nothing; a child says so once, when it has ended by itself. */
  const terminateRest = async (detail: JobDetail): Promise<void> => {
    const jobId = detail.jobId as string
    const array = arrayOf(jobId)
    if (isEnded(detail) && (array === undefined || detail.isTerminated)) return
    await terminateJob(options, array ?? jobId, 'the job has ended')
  }

  /** Has the job itself run, when nobody is at it and no worker at a shard is left that would go on with it. */
  const ensureJob = async (job: JobRecord, ended?: string): Promise<void> => {
    if (!isIdle(job)) return
    if (job.shards !== undefined) {
      const batchJobs = (await shardJobsOf(job)).filter(id => id !== undefined)
      const details = await describeJobs(options, batchJobs)
      if ([...details.values()].some(detail => !isEnded(detail))) return
    }
    await ensure(jobOfWork(job), ended)
  }

  /** Brings a job, or a shard of it, in line with what Batch says of one that was at it. */
  const settle = async (name: WorkName, detail: JobDetail): Promise<void> => {
    await tellGone(name, detail)
    const job = await jobs.advance(name)
    if (!job || isFinished(job)) {
      if (job) await jobs.settle(job)
      return terminateRest(detail)
    }
    if (!isEnded(detail)) return
    const works = await jobs.work(job)
    const own = works.find(each => each.name.shard === name.shard)
    if (own?.name.shard !== undefined && isIdle(own.record)) await ensure(own.name, detail.jobId)
    if (works[0]?.name.shard === undefined)
      await ensureJob(job, name.shard === undefined ? detail.jobId : undefined)
  }

  type Plan = { job: JobRecord; works: JobWork[]; batchJobs: (string | undefined)[] }

  /** What of an unfinished job is to be done, and which Batch jobs should be at it. */
  const plan = async (unfinished: JobRecord): Promise<Plan | undefined> => {
    const job = await jobs.advance(unfinished)
    if (!job || isFinished(job)) return undefined
    const works = await jobs.work(job)
    const batchJobs = await Promise.all(
      works.map(({ name: { shard, ...name } }) =>
        shard === undefined ? batchJobOf(jobOfWork(name)) : shardJobOf({ ...jobOfWork(name), shard }),
      ),
    )
    return { job, works, batchJobs }
  }

  const carryOut = async (
    { job, works, batchJobs }: Plan,
    details: Map<string, JobDetail>,
  ): Promise<void> => {
    for (const [i, { name, record }] of works.entries()) {
      const batchJob = batchJobs[i]
      const detail = details.get(batchJob ?? '')
      if (detail) await settle(name, detail)
      else if (name.shard === undefined) await ensureJob(job, batchJob)
      // The array was never submitted, or nobody heard of it.
      else if (batchJob === undefined) return ensure(allOf(job))
      else if (isIdle(record)) await ensure(name, batchJob)
    }
  }

  /** Looks after unfinished jobs, whatever Batch has told of them. */
  const lookAfter = async (unfinished: readonly JobRecord[]): Promise<void> => {
    const plans: Plan[] = []
    for (const job of unfinished)
      await guarded(job, async () => {
        const made = await plan(job)
        if (made) plans.push(made)
      })
    const batchJobs = plans.flatMap(each => each.batchJobs.filter(id => id !== undefined))
    const details = await describeJobs(options, batchJobs)
    for (const each of plans) await guarded(each.job, () => carryOut(each, details))
  }

  /** The Batch jobs that tickets of a job name. */
  const ticketed = async (name: JobName): Promise<string[]> => {
    const job = await jobs.readJob(name)
    const found = await Promise.all(worksOf(jobOfWork(name), job?.shards).map(batchJobOf))
    return found.filter(id => id !== undefined)
  }

  return {
    submit: name =>
      guarded(name, async () => {
        const job = await jobs.readJob(name)
        if (!job || isFinished(job)) return
        await ensure(isDivided(job) ? allOf(job) : jobOfWork(job))
      }),
    async describe(name) {
      const found = await ticketed(name)
      const details = [...(await describeJobs(options, found)).values()].filter(detail => !isEnded(detail))
      if (details.length === 0) return { state: 'unknown' }
      const isRunning = ({ status, arrayProperties }: JobDetail): boolean =>
        status === 'RUNNING' || (arrayProperties?.statusSummary?.RUNNING ?? 0) > 0
      return details.some(isRunning) ? { state: 'running' } : { state: 'waiting' }
    },
    async cancel(name) {
      for (const batchJob of await ticketed(name))
        await guarded(name, () => terminateJob(options, batchJob, 'cancelled'))
      const job = await jobs.advance(name)
      if (job && isFinished(job)) await jobs.settle(name)
    },
    async forget(name) {
      const found = await ticketed(name)
      for (const batchJob of found) await terminateJob(options, batchJob, 'deleted')
      for (const deadline = Date.now() + FORGET; Date.now() < deadline; await sleep(LOOK)) {
        const details = [...(await describeJobs(options, found)).values()]
        if (details.every(isEnded)) return
      }
    },
    async onEvent(envelope) {
      const state = readBatchEvent(envelope, options.jobQueue)
      if (!state) return
      const { id, shard, isArray, detail } = state
      const marker = await readJson<{ tenant: string }>(store, keyOf({ shared: 'queue', id }))
      // Without a marker the job has ended and been told of.
      if (!marker) return shard === undefined ? undefined : terminateRest(detail)
      const name = { tenant: marker.value.tenant, id }
      if (!isArray) return settle({ ...name, ...(shard === undefined ? {} : { shard }) }, detail)
      const job = isEnded(detail) ? await jobs.readJob(name) : undefined
      if (job) await lookAfter([job])
    },
    async reconcile() {
      await lookAfter(await jobs.unfinished())
    },
  }
}
