/**
 * The state machine of a job, pure: a record and an action give the next record, or the reason it is refused.
 *
 *     queued --claim--> running --complete--> succeeded
 *       ^  \               |  \---fail------> failed
 *       |   \--cancel      |---cancel, release or lost after a request--> cancelled
 *       \---release, lost--/   (lost too often: failed; a claim of what another let run out loses that one first)
 *
 * A divided job runs without a lease while its shards do, from `begin` on, and is claimed when they have succeeded. Where one
 * failed, or a cancel stands, it ends when all of them have ended. A shard's record goes through the same machine.
 * @module
 */
import {
  type Failure,
  isDivided,
  isFinished,
  type JobProgress,
  type JobRecord,
  type Lease,
  type OutputFile,
} from './record.js'

/** What is known of a worker that is gone. */
export type Loss = {
  /** Its machine was taken from it: neither it nor its job is to blame. */
  isReclaimed?: boolean
  /** It never came, though one was waited for as long as is worth while. */
  isUnstarted?: boolean
}

export type JobAction =
  /** @param shardMilliseconds of a divided job, whose shards have all succeeded: the time that their workers spent */
  | { type: 'claim'; lease: Lease; shardMilliseconds?: number }
  | { type: 'heartbeat'; token: string; expiresAt: string; report?: JobProgress }
  | { type: 'complete'; token: string; result: Record<string, unknown>; files: OutputFile[] }
  | { type: 'fail'; token: string; failure: Failure }
  /** The worker stops in good order: back to the queue, or cancelled when that was asked for. */
  | { type: 'release'; token: string }
  /** The worker vanished, claimed or not. Only whoever knows it is gone may say so; saying it again changes nothing. */
  | ({ type: 'lost'; worker: string } & Loss)
  | { type: 'cancel' }
  /** A shard of it is being taken. */
  | { type: 'begin' }
  | { type: 'shard-report'; index: number; report: JobProgress }
  /** All shards have ended, and not all of them well; without a failure they were cancelled. */
  | { type: 'shards-ended'; shardMilliseconds: number; failure?: Failure }

/** `divided`: the shards come first. */
export type Refusal = 'finished' | 'held' | 'lease-lost' | 'divided'

export type Outcome = { job: JobRecord; refused?: undefined } | { job?: undefined; refused: Refusal }

/** A job whose worker vanishes, or lets its lease run out, this often fails instead of starting again. */
export const CRASH_LIMIT = 3

/** The job without its worker, whose time until then is counted. */
const freed = ({ lease, claimedAt, ...job }: JobRecord, until: string): JobRecord => {
  if (!lease || claimedAt === undefined) return job
  const held = Math.max(0, Date.parse(until) - Date.parse(claimedAt))
  return { ...job, computeMilliseconds: (job.computeMilliseconds ?? 0) + held }
}

const ended = (job: JobRecord, now: string, change: Partial<JobRecord>, until = now): Outcome => ({
  job: { ...freed(job, until), ...change, finishedAt: now, updatedAt: now },
})

const requeued = (job: JobRecord, now: string, change: Partial<JobRecord> = {}, until = now): Outcome => {
  // A divided one ends when its shards have.
  if (job.cancelRequested && !isDivided(job)) return ended(job, now, { state: 'cancelled', ...change }, until)
  const state = isDivided(job) ? job.state : 'queued'
  return { job: { ...freed(job, until), ...change, state, updatedAt: now } }
}

const CANCELLED = { state: 'cancelled', cancelRequested: true } as const

const clamp = (value: number): number => (Number.isFinite(value) ? Math.min(1, Math.max(0, value)) : 0)

const finiteMetrics = (metrics: Record<string, number> = {}): Record<string, number> =>
  Object.fromEntries(Object.entries(metrics).filter(([, value]) => Number.isFinite(value)))

const reported = (job: JobRecord, report: JobProgress = {}): JobRecord => ({
  ...job,
  ...(report.stage === undefined ? {} : { stage: report.stage }),
  ...(report.device === undefined ? {} : { device: report.device }),
  progress: report.progress === undefined ? job.progress : clamp(report.progress),
  metrics: { ...job.metrics, ...finiteMetrics(report.metrics) },
})

const UNSTARTED = {
  code: 'not-started',
  message: 'No machine was found to run it',
  next: 'Start it again later; a provider looks at the log for what was missing, a quota most likely.',
}

/** Counts a worker that vanished, once however often it is said. One that never came is not waited for again. */
const lost = (
  job: JobRecord,
  worker: string,
  now: string,
  { isReclaimed = false, isUnstarted = false }: Loss = {},
): Outcome => {
  const lostWorkers = [...(job.lostWorkers ?? []), worker]
  if (isUnstarted && !job.cancelRequested)
    return ended(job, now, { state: 'failed', lostWorkers, failure: UNSTARTED }, job.updatedAt)
  const crashes = job.crashes + (isReclaimed ? 0 : 1)
  if (crashes < CRASH_LIMIT || job.cancelRequested)
    return requeued(job, now, { crashes, lostWorkers }, job.updatedAt)
  const failure = {
    code: 'worker-lost',
    message: `The worker stopped without a word ${crashes} times`,
    next: 'Look at the server log for the reason; out of memory is the usual one.',
  }
  return ended(job, now, { state: 'failed', crashes, lostWorkers, failure }, job.updatedAt)
}

/** The job whose shards are done, with their time. */
const gathered = (job: JobRecord, shardMilliseconds = 0): JobRecord => {
  if (!isDivided(job)) return job
  const computeMilliseconds = (job.computeMilliseconds ?? 0) + shardMilliseconds
  return { ...job, isGathered: true, computeMilliseconds }
}

const shardReported = (job: JobRecord, index: number, report: JobProgress): JobRecord => {
  const shardProgress = Array.from({ length: job.shards ?? 0 }, (_, i) => job.shardProgress?.[i] ?? 0)
  if (report.progress !== undefined) shardProgress[index] = clamp(report.progress)
  const progress = shardProgress.reduce((sum, each) => sum + each, 0) / shardProgress.length
  const metrics = {
    shards: shardProgress.length,
    shards_done: shardProgress.filter(each => each === 1).length,
  }
  return { ...reported(job, { ...report, progress, metrics }), shardProgress }
}

const claimed = (job: JobRecord, lease: Lease, now: string): Outcome => {
  if (job.cancelRequested) return ended(job, now, { state: 'cancelled' })
  const times = { startedAt: job.startedAt ?? now, claimedAt: now, updatedAt: now }
  return { job: { ...job, state: 'running', attempt: job.attempt + 1, lease, ...times } }
}

/**
 * @param now ISO time, so that the machine itself holds no clock
 * @returns the next record, or why the action has no place: the job is finished, another worker holds it, or the
 *   caller no longer does
 */
export const reduceJob = (job: JobRecord, action: JobAction, now: string): Outcome => {
  if (isFinished(job)) return { refused: 'finished' }
  switch (action.type) {
    case 'claim': {
      if (job.lostWorkers?.includes(action.lease.worker)) return { refused: 'lease-lost' }
      if (isDivided(job) && action.shardMilliseconds === undefined) return { refused: 'divided' }
      if (!job.lease) return claimed(gathered(job, action.shardMilliseconds), action.lease, now)
      // Its own claim, of which it did not hear that it was written.
      if (job.lease.token === action.lease.token) return { job }
      if (job.lease.expiresAt > now) return { refused: 'held' }
      const abandoned = lost(job, job.lease.worker, now).job as JobRecord
      return isFinished(abandoned) ? { job: abandoned } : claimed(abandoned, action.lease, now)
    }
    case 'cancel':
      if (job.state === 'queued') return ended(job, now, CANCELLED)
      return { job: { ...job, cancelRequested: true, updatedAt: now } }
    case 'lost':
      if (job.lease && job.lease.worker !== action.worker) return { refused: 'held' }
      if (job.lostWorkers?.includes(action.worker)) return { refused: 'lease-lost' }
      return lost(job, action.worker, now, action)
    case 'begin':
      if (!isDivided(job) || job.state === 'running') return { job }
      return { job: { ...job, state: 'running', startedAt: job.startedAt ?? now, updatedAt: now } }
    case 'shard-report':
      if (!isDivided(job) || job.state !== 'running') return { refused: 'held' }
      return { job: { ...shardReported(job, action.index, action.report), updatedAt: now } }
    case 'shards-ended': {
      if (!isDivided(job)) return { refused: 'held' }
      const { failure, shardMilliseconds } = action
      const change = failure && !job.cancelRequested ? ({ state: 'failed', failure } as const) : CANCELLED
      return ended(gathered(job, shardMilliseconds), now, change)
    }
  }
  if (job.lease?.token !== action.token) return { refused: 'lease-lost' }
  switch (action.type) {
    case 'heartbeat':
      return {
        job: {
          ...reported(job, action.report),
          lease: { ...job.lease, expiresAt: action.expiresAt },
          updatedAt: now,
        },
      }
    case 'complete':
      return ended(job, now, { state: 'succeeded', progress: 1, result: action.result, files: action.files })
    case 'fail':
      return ended(job, now, { state: 'failed', failure: action.failure })
    case 'release':
      return requeued(job, now)
  }
}
