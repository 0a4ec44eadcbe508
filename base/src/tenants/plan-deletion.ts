/**
 * What a tenant's deletion would take along, counted and left as it is.
 * @module
 */
import { type ObjectStore, objectsUnder } from '../store/index.js'
import { listTenants, type TenantFacts } from './list.js'
import { countDependants, type Dependants } from './needed.js'
import { folderOf, requireTenant, sharedEntriesOf } from './presence.js'

export type TenantDeletionPlan = TenantFacts & {
  /** Objects that would be deleted. */
  objects: number
  /** What of other tenants names something of this one; with any it would be refused but by force. */
  dependants: Dependants
}

const NOTHING = { tokens: { provider: 0, client: 0 }, resources: 0, bytes: 0, unfinishedJobs: 0 }

/** @throws PromptPostError `not-found` when there is nothing of the tenant */
export const planDeletion = async (store: ObjectStore, tenant: string): Promise<TenantDeletionPlan> => {
  await requireTenant(store, tenant)
  const facts = (await listTenants(store)).find(known => known.tenant === tenant)
  let objects = 0
  for await (const _ of sharedEntriesOf(store, tenant)) objects++
  for await (const _ of objectsUnder(store, folderOf(tenant))) objects++
  return { ...NOTHING, ...facts, tenant, objects, dependants: await countDependants(store, tenant) }
}
