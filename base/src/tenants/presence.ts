/**
 * Whether a tenant has anything, and what outside its own folder is its: entries in shared places, which say whose they are.
 * @module
 */
import { PromptPostError } from '../errors.js'
import { type ObjectStore, objectsUnder, readJson, SHARED_PLACES, TENANT } from '../store/index.js'

/** Everything under a tenant's name. */
export const folderOf = (tenant: string): string => `tenants/${tenant}/`

/** Keys of what is a tenant's in places that all share. */
export async function* sharedEntriesOf(
  store: ObjectStore,
  tenant: string,
  places: readonly string[] = SHARED_PLACES,
): AsyncGenerator<string> {
  for (const place of places)
    for await (const { key } of objectsUnder(store, `${place}/`)) {
      const entry = await readJson<{ tenant?: string }>(store, key)
      if (entry?.value.tenant === tenant) yield key
    }
}

const hasAnything = async (store: ObjectStore, tenant: string): Promise<boolean> => {
  if ((await store.list(folderOf(tenant), { limit: 1 })).objects.length > 0) return true
  for await (const _ of sharedEntriesOf(store, tenant)) return true
  return false
}

/** @throws PromptPostError `invalid-argument` for what is no name, `not-found` when there is nothing of the tenant */
export const requireTenant = async (store: ObjectStore, tenant: string): Promise<void> => {
  if (!TENANT.test(tenant))
    throw new PromptPostError('invalid-argument', 'is not a valid tenant name', {
      field: 'tenant',
      value: tenant,
      next: 'Use lower-case letters, digits and dashes, at most 63.',
    })
  if (!(await hasAnything(store, tenant)))
    throw new PromptPostError('not-found', 'has nothing here', {
      field: 'tenant',
      value: tenant,
      next: 'See: promptpost tenants list --data DIR',
    })
}
