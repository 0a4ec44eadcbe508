/**
 * What names a thing and would miss it: found by looking through the records that may.
 * @module
 */
import { foldersUnder, keyOf, NAMED_IN, type ObjectStore, readJson } from '@promptpost/base/store'
import type { ResourceName } from '../identifiers.js'

export type Thing = { collection: ResourceName; id: string }

/** What a tenant has that names the thing. */
export async function* dependantsOf(store: ObjectStore, tenant: string, thing: Thing): AsyncGenerator<Thing> {
  for (const [collection, field] of NAMED_IN[thing.collection])
    for await (const id of foldersUnder(store, keyOf({ tenant, collection }))) {
      const record = await readJson<Record<string, unknown>>(store, keyOf({ tenant, collection, id }))
      if (record?.value[field] === thing.id) yield { collection, id }
    }
}

/** Whether a tenant other than the owner has something that names the thing. */
export const isNamedByOthers = async (store: ObjectStore, owner: string, thing: Thing): Promise<boolean> => {
  for await (const tenant of foldersUnder(store, 'tenants'))
    if (tenant !== owner) for await (const _ of dependantsOf(store, tenant, thing)) return true
  return false
}
