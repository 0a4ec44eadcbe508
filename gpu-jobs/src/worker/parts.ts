/**
 * What the shards of a job left, for whoever takes the job itself.
 * @module
 */
import { PromptPostError, sha256 } from '@promptpost/base'
import { type JobRecord, type JobStore, outputKey } from '@promptpost/base/jobs'
import type { ObjectStore } from '@promptpost/base/store'
import type { Parts } from './handler.js'

/** @param job one that is gathered: each of its shards has succeeded */
export const openParts = async (store: ObjectStore, jobs: JobStore, job: JobRecord): Promise<Parts> => {
  const shards = await jobs.shards(job)
  return {
    count: shards.length,
    async read(shard, name) {
      const record = shards[shard]?.record
      const file = record?.files?.find(each => each.name === name)
      const object = record && file && (await store.get(outputKey(record, name)))
      if (!object || sha256(object.bytes) !== file?.sha256)
        throw new PromptPostError('conflict', 'is not what its worker stored', { field: `shard ${shard}` })
      return object.bytes
    },
  }
}
