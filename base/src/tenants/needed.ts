/**
 * What other tenants made with a tenant's things, and would miss them.
 * @module
 */
import {
  foldersUnder,
  keyOf,
  NAMED_IN,
  type ObjectStore,
  RESOURCE_COLLECTIONS,
  readJson,
} from '../store/index.js'

export type Dependants = {
  /** Things of other tenants that name one of this tenant's. */
  things: number
  /** How many tenants have them. */
  tenants: number
}

/** Counts them by looking through all records of other tenants that may name such a thing. */
export const countDependants = async (store: ObjectStore, tenant: string): Promise<Dependants> => {
  const own = new Set<string>()
  for (const collection of RESOURCE_COLLECTIONS)
    for await (const id of foldersUnder(store, keyOf({ tenant, collection }))) own.add(id)
  const fieldsOf = new Map<(typeof RESOURCE_COLLECTIONS)[number], Set<string>>()
  for (const places of Object.values(NAMED_IN))
    for (const [collection, field] of places)
      fieldsOf.set(collection, (fieldsOf.get(collection) ?? new Set()).add(field))
  const found: Dependants = { things: 0, tenants: 0 }
  if (own.size === 0) return found
  for await (const other of foldersUnder(store, 'tenants')) {
    if (other === tenant) continue
    const before = found.things
    for (const [collection, fields] of fieldsOf)
      for await (const id of foldersUnder(store, keyOf({ tenant: other, collection }))) {
        const record = await readJson<Record<string, unknown>>(
          store,
          keyOf({ tenant: other, collection, id }),
        )
        if ([...fields].some(field => own.has(String(record?.value[field])))) found.things++
      }
    if (found.things > before) found.tenants++
  }
  return found
}
