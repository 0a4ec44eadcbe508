/**
 * Where in the store lies what belongs to a job.
 * @module
 */
import { keyOf } from '../store/index.js'
import type { JobName, WorkName } from './events.js'
import type { JobRecord } from './record.js'
import { shardPath } from './shards.js'

/** The key of a file written by one attempt of a job, or of a shard. */
export const outputKey = (
  { tenant, id, attempt, shard }: Pick<JobRecord, 'tenant' | 'id' | 'attempt' | 'shard'>,
  name: string,
): string => {
  const path = [...shardPath(shard), 'output', String(attempt), name]
  return keyOf({ tenant, collection: 'jobs', id, path })
}

/** The folder of a job's checkpoints, one folder for each attempt in it, where its store is the only thing that lasts. */
export const checkpointFolder = ({ tenant, id }: JobName): string =>
  keyOf({ tenant, collection: 'jobs', id, path: ['checkpoint'] })

/** Of the record of a job, or of a shard of it. */
export const recordKey = ({ tenant, id, shard }: WorkName): string =>
  keyOf({ tenant, collection: 'jobs', id, path: [...shardPath(shard), 'record.json'] })
/** Of an input, in the folder of the try that made the job. */
export const inputKey = (
  { tenant, id, inputFolder }: JobName & Pick<JobRecord, 'inputFolder'>,
  file: string,
): string =>
  keyOf({ tenant, collection: 'jobs', id, path: ['input', ...(inputFolder ? [inputFolder] : []), file] })
/** What the keys in a folder of the job begin with. */
export const folderPrefix = ({ tenant, id }: JobName, folder: string): string =>
  `${keyOf({ tenant, collection: 'jobs', id, path: [folder] })}/`
/** Of a job's marker: it is being made or has not ended. */
export const queueKey = (id: string): string => keyOf({ shared: 'queue', id })
/** Of a job whose end must still be told. */
export const endedKey = (id: string): string => keyOf({ shared: 'ended', id })
