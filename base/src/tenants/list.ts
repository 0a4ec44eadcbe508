/**
 * The tenants of a service, by listing what they have.
 * @module
 */
import { isFinished, type JobRecord } from '../jobs/index.js'
import {
  foldersUnder,
  keyOf,
  listTokens,
  measureTenant,
  type ObjectStore,
  objectsUnder,
  type Role,
  readJson,
} from '../store/index.js'

export type TenantFacts = {
  tenant: string
  /** Tokens that were not revoked, by role, expired ones included. */
  tokens: Record<Role, number>
  resources: number
  /** Bytes of resources and of the files of jobs. */
  bytes: number
  unfinishedJobs: number
}

/** By tenant. Reads markers only: whatever has one and no record is just being made, or will be swept away. */
const unfinishedJobs = async (store: ObjectStore): Promise<Map<string, number>> => {
  const counts = new Map<string, number>()
  for await (const { key } of objectsUnder(store, 'queue/')) {
    const tenant = (await readJson<{ tenant: string }>(store, key))?.value.tenant
    if (tenant === undefined) continue
    const id = key.slice('queue/'.length, -'.json'.length)
    const job = await readJson<JobRecord>(store, keyOf({ tenant, collection: 'jobs', id }))
    if (job && !isFinished(job.value)) counts.set(tenant, (counts.get(tenant) ?? 0) + 1)
  }
  return counts
}

/** Every tenant that has anything, by name. */
export const listTenants = async (store: ObjectStore): Promise<TenantFacts[]> => {
  const unfinished = await unfinishedJobs(store)
  const found: TenantFacts[] = []
  for await (const tenant of foldersUnder(store, 'tenants')) {
    const tokens = { provider: 0, client: 0 }
    for (const { role } of await listTokens(store, tenant)) tokens[role]++
    const kept = await measureTenant(store, tenant)
    found.push({ tenant, tokens, ...kept, unfinishedJobs: unfinished.get(tenant) ?? 0 })
  }
  return found
}
