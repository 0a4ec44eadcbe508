/**
 * What names a thing and would miss it: found by looking through the records that may, many at a time.
 * @module
 */
import { ahead, foldersUnder, keyOf, NAMED_IN, type ObjectStore, readJson } from '@promptpost/base/store'
import type { ResourceName } from '../identifiers.js'

export type Thing = { collection: ResourceName; id: string }

type Tenants = Iterable<string> | AsyncIterable<string>

/** A collection whose records may name something, and under which field. */
type Place = { tenant: string; collection: ResourceName; field: string }

async function* placesOf(tenants: Tenants, thing: Thing): AsyncGenerator<Place> {
  for await (const tenant of tenants)
    for (const [collection, field] of NAMED_IN[thing.collection]) yield { tenant, collection, field }
}

/** All records in places, by place. Where each begins is looked up ahead: of many tenants most have little. */
async function* recordsIn(store: ObjectStore, places: AsyncIterable<Place>): AsyncGenerator<Place & Thing> {
  const opened = ahead(places, async place => {
    const ids = foldersUnder(store, keyOf(place))
    return { place, ids, first: await ids.next() }
  })
  for await (const { place, ids, first } of opened) {
    if (first.done) continue
    yield { ...place, id: first.value }
    for await (const id of ids) yield { ...place, id }
  }
}

/** What tenants have that names the thing: by tenant, by collection, the oldest first. */
export async function* dependantsOf(
  store: ObjectStore,
  tenants: Tenants,
  thing: Thing,
): AsyncGenerator<Thing> {
  const looked = ahead(
    recordsIn(store, placesOf(tenants, thing)),
    async ({ tenant, collection, field, id }) => {
      const record = await readJson<Record<string, unknown>>(store, keyOf({ tenant, collection, id }))
      return record?.value[field] === thing.id ? { collection, id } : undefined
    },
  )
  for await (const dependant of looked) if (dependant) yield dependant
}

async function* othersThan(store: ObjectStore, owner: string): AsyncGenerator<string> {
  for await (const tenant of foldersUnder(store, 'tenants')) if (tenant !== owner) yield tenant
}

/** Whether a tenant other than the owner has something that names the thing. */
export const isNamedByOthers = async (store: ObjectStore, owner: string, thing: Thing): Promise<boolean> => {
  for await (const _ of dependantsOf(store, othersThan(store, owner), thing)) return true
  return false
}
