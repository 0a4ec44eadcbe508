/**
 * Pages of a collection: what the request may see, in order of creation, filtered by fields of what is shown.
 * @module
 */
import { keyOf, READ_AT_ONCE } from '@promptpost/base/store'
import type { RequestContext } from '../http/environment.js'
import type { CollectionName } from './identifiers.js'
import { isBorrowed } from './records.js'

/** As the contract has it, which fills in limit and order; every other field is a filter. */
export type PageQuery = { cursor?: string; limit?: number; order?: 'asc' | 'desc'; [filter: string]: unknown }

/** Most records read for one page: behind a filter that hardly anything passes a page ends early, with a cursor. */
const MOST_READ = 1000

/** Identifiers that are listed at once. */
const LISTED = 1000

/**
 * How late a page may know what another process made, in milliseconds. Read anew for every page, the names of ten thousand things
 * would take most of the time of a service in which things are made all the time.
 */
const NAMES_AGE = 1_000

/** Up to `limit` identifiers after one, oldest first. Identifiers sort by time of creation. */
const idsAfter = async (
  c: RequestContext,
  collection: CollectionName,
  after: string,
  limit: number,
): Promise<string[]> => {
  const { store } = c.get('services')
  const { tenant } = c.get('credential')
  const own = await store.listFolders(keyOf({ tenant, collection }), { cursor: after, limit, age: NAMES_AGE })
  if (!isBorrowed(c, collection)) return own.names
  const ids = new Set(own.names)
  const cursor = after === '' ? '' : keyOf({ shared: 'catalogue', collection, id: after })
  const issued = await store.list(`${keyOf({ shared: 'catalogue', collection })}/`, { cursor, limit })
  for (const { key } of issued.objects) ids.add(key.slice(key.lastIndexOf('/') + 1, -'.json'.length))
  return [...ids].sort().slice(0, limit)
}

/** All identifiers after one, oldest first, listed as far as they are asked for. */
async function* idsFrom(
  c: RequestContext,
  collection: CollectionName,
  after: string,
  batch: number,
): AsyncGenerator<string> {
  for (let last = after; ; ) {
    const ids = await idsAfter(c, collection, last, batch)
    yield* ids
    if (ids.length < batch) return
    last = ids.at(-1) as string
  }
}

/** All identifiers before one, newest first. A store lists one way only, so this reads all names, once; the records it does not. */
async function* idsBefore(
  c: RequestContext,
  collection: CollectionName,
  before: string,
): AsyncGenerator<string> {
  const batches: string[][] = []
  for (let last = ''; ; ) {
    const ids = await idsAfter(c, collection, last, LISTED)
    batches.push(ids)
    last = ids.at(-1) ?? last
    if (ids.length < LISTED || (before !== '' && last >= before)) break
  }
  for (const ids of batches.reverse())
    for (const id of ids.reverse()) if (before === '' || id < before) yield id
}

/**
 * A page of a collection. What `view` gives undefined for is left out, as is what differs from a filter.
 *
 * @returns fewer than the limit, or none, with a cursor, where the page ended early
 */
export const listPage = async <V extends object>(
  c: RequestContext,
  { cursor = '', limit = 20, order = 'asc', ...filters }: PageQuery,
  collection: CollectionName,
  view: (id: string) => Promise<V | undefined>,
): Promise<{ data: V[]; next_cursor: string | null }> => {
  const data: V[] = []
  const wanted = Object.entries(filters)
  const passes = (value: V): boolean =>
    wanted.every(([field, asked]) => (value as Record<string, unknown>)[field] === asked)
  const ids = order === 'asc' ? idsFrom(c, collection, cursor, limit + 1) : idsBefore(c, collection, cursor)
  let last = cursor
  let read = 0
  const take = async (batch: readonly string[]): Promise<void> => {
    const values = await Promise.all(batch.map(view))
    data.push(...values.filter(value => value !== undefined).filter(passes))
    last = batch.at(-1) ?? last
    read += batch.length
  }
  let batch: string[] = []
  for await (const id of ids) {
    if (batch.length === Math.min(limit - data.length, READ_AT_ONCE)) {
      await take(batch)
      batch = []
    }
    if (data.length === limit || read >= MOST_READ) return { data, next_cursor: last }
    batch.push(id)
  }
  await take(batch)
  return { data, next_cursor: null }
}
