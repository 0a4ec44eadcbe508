/**
 * What a bucket may hold when nothing is going on: every object is named by a record.
 * @module
 */
import { isFinished, type JobRecord } from '@promptpost/base/jobs'
import { type ObjectStore, objectsUnder, RESOURCE_COLLECTIONS, readJson } from '@promptpost/base/store'

const RESOURCES: readonly string[] = RESOURCE_COLLECTIONS

/** Keys that no record names, with the reason. */
export const leftovers = async (store: ObjectStore): Promise<string[]> => {
  const keys = new Set<string>()
  for await (const { key } of objectsUnder(store, '')) keys.add(key)
  const found: string[] = []
  const jobs = new Map<string, JobRecord | undefined>()
  const jobOf = async (folder: string): Promise<JobRecord | undefined> => {
    if (!jobs.has(folder))
      jobs.set(folder, (await readJson<JobRecord>(store, `${folder}/record.json`))?.value)
    return jobs.get(folder)
  }
  for (const key of keys) {
    const [place, tenant, collection = '', id, part, attempt] = key.split('/')
    if (place === 'queue' || place === 'ended' || place === 'deliveries') found.push(`${key}: a marker`)
    if (place !== 'tenants') continue
    const folder = `tenants/${tenant}/${collection}/${id}`
    if ((RESOURCES.includes(collection) || collection === 'jobs') && !keys.has(`${folder}/record.json`))
      found.push(`${key}: of nothing`)
    if (collection !== 'jobs') continue
    const job = await jobOf(folder)
    if (!job || !isFinished(job)) found.push(`${key}: of a job that has not ended`)
    else if (part === 'input' || part === 'checkpoint' || part === 'shards')
      found.push(`${key}: of no use after the end`)
    else if (part === 'output' && (job.state !== 'succeeded' || attempt !== String(job.attempt)))
      found.push(`${key}: of an attempt that did not win`)
  }
  return found
}
