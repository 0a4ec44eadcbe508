/**
 * Predictions that ended so long ago that they are not to be kept. They go as by a DELETE: job, results and all.
 * @module
 */
import { isFinished } from '@promptpost/base/jobs'
import { foldersUnder, keyOf, readJson } from '@promptpost/base/store'
import { type Remover, remove } from '../resources/deletion/remove.js'
import type { PredictionRecord } from '../resources/records.js'

/** When it ended, in milliseconds since 1970; undefined while it has not, or while the end has not been told to webhooks. */
const endOf = async (
  { store, jobs }: Remover,
  tenant: string,
  { job: id, created_at }: PredictionRecord,
): Promise<number | undefined> => {
  const job = await jobs.readJob({ tenant, id })
  // A request that died before it made the job, and was not repeated.
  if (!job) return Date.parse(created_at)
  if (!isFinished(job) || job.finishedAt === undefined) return undefined
  for (const shared of ['queue', 'ended'] as const)
    if (await store.head(keyOf({ shared, id }))) return undefined
  return Date.parse(job.finishedAt)
}

/**
 * @param before those that ended earlier go, in milliseconds since 1970
 * @returns how many were removed
 */
export const removeOldPredictions = async (
  services: Remover,
  tenant: string,
  before: number,
  isStopped: () => boolean,
): Promise<number> => {
  const { store, log } = services
  let removed = 0
  for await (const id of foldersUnder(store, keyOf({ tenant, collection: 'predictions' }))) {
    if (isStopped()) break
    const record = await readJson<PredictionRecord>(store, keyOf({ tenant, collection: 'predictions', id }))
    // What ended before was made before: it is not looked at whether young ones have ended.
    if (!record || Date.parse(record.value.created_at) >= before) continue
    const end = await endOf(services, tenant, record.value)
    if (end === undefined || end >= before) continue
    try {
      await remove(services, tenant, { collection: 'predictions', id })
      removed++
    } catch {
      // Its mark stands, so the next start finishes it.
      log({ level: 'error', event: 'deletion-unfinished', resource: id })
    }
  }
  return removed
}
