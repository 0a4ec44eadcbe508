/**
 * How a divided job and its shards go together: what is to be done of it, who may take what, and when it ends.
 * @module
 */
import type { JobName, WorkName } from './events.js'
import { isDivided, isFinished, type JobRecord } from './record.js'
import type { JobAction, Outcome, Refusal } from './reducer.js'
import { jobOfWork, millisecondsOf, shardOf } from './shards.js'

/** What one worker has to do, and its record; a shard that nobody took yet has none. */
export type JobWork = { name: WorkName; record?: JobRecord }

export type Division = {
  /** The shards of a divided job, in order. */
  shards(job: JobRecord): Promise<JobWork[]>
  /** What of a job has not ended and somebody may do now: the job itself or, while it is divided, shards of it. */
  work(job: JobRecord): Promise<JobWork[]>
  /**
   * Brings a divided job in line with its shards: where one failed or a cancel stands, the others are told to stop, and the job
   * ends when all have. Others are left as they are. Doing it again, or twice at a time, does it once.
   *
   * @returns the job after that
   */
  advance(name: JobName): Promise<JobRecord | undefined>
}

export type Records = {
  read(name: WorkName): Promise<JobRecord | undefined>
  /** Makes a record, if there is none. */
  create(name: WorkName, shard: ReturnType<typeof shardOf>): Promise<boolean>
  apply(name: WorkName, action: JobAction): Promise<Outcome>
  /** The same, told in the feed of the job. */
  announce(name: WorkName, action: JobAction): Promise<Outcome>
}

/** What the store needs beside what it shows. */
type Inside = {
  prepareShard(name: WorkName, index: number): Promise<void>
  beginShard(name: WorkName, index: number): Promise<Refusal | undefined>
  gatheredTime(name: JobName): Promise<{ shardMilliseconds?: number }>
}

export const openDivision = ({ read, create, apply, announce }: Records): Division & Inside => {
  const shards: Division['shards'] = ({ tenant, id, shards: count = 0 }) =>
    Promise.all(
      Array.from({ length: count }, async (_, shard) => {
        const record = await read({ tenant, id, shard })
        return { name: { tenant, id, shard }, ...(record && { record }) }
      }),
    )
  const work: Division['work'] = async job => {
    if (isFinished(job)) return []
    const all = isDivided(job) ? await shards(job) : []
    const open = all.filter(({ record }) => !record || !isFinished(record))
    return open.length > 0 ? open : [{ name: jobOfWork(job), record: job }]
  }
  const advance: Division['advance'] = async name => {
    const own = jobOfWork(name)
    const job = await read(own)
    if (!job || isFinished(job) || !isDivided(job)) return job
    const failed = (works: JobWork[]) => works.find(({ record }) => record?.state === 'failed')?.record
    const before = await shards(job)
    if (!job.cancelRequested && !failed(before)) return job
    await Promise.all(
      before.map(async ({ name: each, record }) => {
        if (record && (isFinished(record) || record.cancelRequested)) return
        await prepareShard(each, each.shard as number)
        await apply(each, { type: 'cancel' })
      }),
    )
    const after = await shards(job)
    if (!after.every(({ record }) => record && isFinished(record))) return job
    const failure = failed(after)?.failure
    const ended = { type: 'shards-ended', shardMilliseconds: millisecondsOf(after) } as const
    const outcome = await announce(own, { ...ended, ...(failure && { failure }) })
    return outcome.job ?? read(own)
  }

  /** Makes the record of a shard, unless it is there or its job is over. */
  const prepareShard = async (name: WorkName, index: number): Promise<void> => {
    const job = await read(jobOfWork(name))
    if (job && !isFinished(job)) await create(name, shardOf(job, index))
  }

  /** Before a shard is claimed: its job has begun, and its record is there. */
  const beginShard = async (name: WorkName, index: number): Promise<Refusal | undefined> => {
    const before = await read(jobOfWork(name))
    if (before?.state === 'queued') {
      const { refused } = await announce(jobOfWork(name), { type: 'begin' })
      if (refused) return refused
    }
    await prepareShard(name, index)
    return (await read(name)) ? undefined : 'finished'
  }

  /** Time of the workers at the shards of a job, if all have succeeded. */
  const gatheredTime = async (name: JobName): Promise<{ shardMilliseconds?: number }> => {
    const job = await read(name)
    const all = job && isDivided(job) ? await shards(job) : []
    const isDone = all.length > 0 && all.every(({ record }) => record?.state === 'succeeded')
    return isDone ? { shardMilliseconds: millisecondsOf(all) } : {}
  }

  return { shards, work, advance, prepareShard, beginShard, gatheredTime }
}
