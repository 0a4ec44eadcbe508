/**
 * What is submitted to Batch at a time: a job, all shards of a divided job as one array, or one shard that is to be done again.
 *
 *     job_X            a job; of a divided one what follows its shards
 *     job_X-shards     an array job; its child JOBID:3 does shard 3
 *     job_X-shard-3    shard 3, once more
 * @module
 */
import type { JobName, WorkName } from '@promptpost/base/jobs'

/** `array` is how many shards there are, where all are meant. */
export type BatchWork = WorkName & { array?: number }

/** All shards of a job at once. */
export const allOf = ({ tenant, id, shards = 0 }: JobName & { shards?: number }): BatchWork => ({
  tenant,
  id,
  array: shards,
})

/** Its name at Batch, by which one is found whose submission was not heard of. */
export const batchName = ({ id, shard, array }: BatchWork): string => {
  if (array !== undefined) return `${id}-shards`
  return shard === undefined ? id : `${id}-shard-${shard}`
}

/** Where its ticket stands, beside the job's record. It stays when the job has ended: what still waits at Batch is found by it. */
export const ticketFile = ({ shard, array }: BatchWork): string => {
  if (array !== undefined) return 'batch-shards.json'
  return shard === undefined ? 'batch.json' : `batch-shard-${shard}.json`
}

/** The child of an array that does a shard, and the array of a child. */
export const childOf = (batchJob: string, shard: number): string => `${batchJob}:${shard}`
export const arrayOf = (child: string): string | undefined => /^(.+):\d+$/.exec(child)?.[1]

/** What a Batch job does, by its name and identifier; undefined for one that is not ours. An array itself does nothing. */
export const readWork = (
  jobName: string,
  jobId: string,
): { id: string; shard?: number; isArray: boolean } | undefined => {
  const [, id, what, retried] = /^(job_[0-9a-z]{26})(-shards|-shard-(\d{1,4}))?$/.exec(jobName) ?? []
  if (id === undefined) return undefined
  const index = what === '-shards' ? /:(\d+)$/.exec(jobId)?.[1] : retried
  if (index !== undefined) return { id, shard: Number(index), isArray: false }
  return { id, isArray: what === '-shards' }
}
