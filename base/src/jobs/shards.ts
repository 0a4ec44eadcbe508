/**
 * Shards of a job: parts that do not need each other, each for a worker of its own.
 *
 *     tenants/T/jobs/JOB/shards/3/record.json       state, lease and attempts of the shard, by the job's own machine
 *     tenants/T/jobs/JOB/shards/3/output/2/FILE     what attempt 2 at it left, for whoever takes the job itself
 *
 * Only the shard's own worker writes its record at every heartbeat, so sixty-four of them do not queue up for one object. All of
 * it goes when the job ends.
 * @module
 */
import type { JobName, WorkName } from './events.js'
import type { JobRecord } from './record.js'

/** Most shards of a job, as openapi.yaml has it. */
export const SHARD_LIMIT = 64

/** Where a shard's objects stand in its job's folder; an empty path for the job itself. */
export const shardPath = (shard: number | undefined): string[] =>
  shard === undefined ? [] : ['shards', String(shard)]

export const jobOfWork = ({ tenant, id }: WorkName): JobName => ({ tenant, id })

/** One word for a job or a shard of it, and back. */
export const workId = ({ id, shard }: WorkName): string => (shard === undefined ? id : `${id}.${shard}`)

export const workName = (tenant: string, word: string): WorkName => {
  const [id = '', shard] = word.split('.')
  return { tenant, id, ...(shard === undefined ? {} : { shard: Number(shard) }) }
}

/** What the record of a shard is made of. */
export const shardOf = (
  { id, tenant, kind, resource, input, shards = 0 }: JobRecord,
  shard: number,
): Pick<JobRecord, 'id' | 'tenant' | 'kind' | 'resource' | 'input' | 'shards' | 'shard'> => ({
  id,
  tenant,
  kind,
  resource,
  input,
  shards,
  shard,
})

export const millisecondsOf = (works: readonly { record?: JobRecord }[]): number =>
  works.reduce((sum, { record }) => sum + (record?.computeMilliseconds ?? 0), 0)
