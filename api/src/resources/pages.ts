/**
 * Pages of a collection: what the request may see, in order of creation, filtered by fields of what is shown.
 * @module
 */
import { keyOf } from '@promptpost/base/store'
import type { RequestContext } from '../http/environment.js'
import { mayBorrow, type ResourceName } from './records.js'

/** As the contract has it, which fills in limit and order; every other field is a filter. */
export type PageQuery = { cursor?: string; limit?: number; order?: 'asc' | 'desc'; [filter: string]: unknown }

type Collection = ResourceName | 'jobs'

/** Most records read for one page: behind a filter that hardly anything passes a page ends early, with a cursor. */
const MOST_READ = 1000

/** Identifiers that are listed at once. */
const LISTED = 1000

/** Up to `limit` identifiers after one, oldest first. Identifiers sort by time of creation. */
const idsAfter = async (
  c: RequestContext,
  collection: Collection,
  after: string,
  limit: number,
): Promise<string[]> => {
  const { store } = c.get('services')
  const { tenant } = c.get('credential')
  const own = await store.listFolders(keyOf({ tenant, collection }), { cursor: after, limit })
  const ids = new Set(own.names)
  if (collection !== 'jobs' && mayBorrow(c)) {
    const cursor = after === '' ? '' : keyOf({ shared: 'catalogue', collection, id: after })
    const issued = await store.list(`${keyOf({ shared: 'catalogue', collection })}/`, { cursor, limit })
    for (const { key } of issued.objects) ids.add(key.slice(key.lastIndexOf('/') + 1, -'.json'.length))
  }
  return [...ids].sort().slice(0, limit)
}

/** The same from the newest on. A store lists one way only, so this one reads all names; the records it does not. */
const idsBefore = async (
  c: RequestContext,
  collection: Collection,
  before: string,
  limit: number,
): Promise<string[]> => {
  const ids: string[] = []
  for (let last = ''; ; last = ids.at(-1) as string) {
    const more = await idsAfter(c, collection, last, LISTED)
    for (const id of more) {
      if (before !== '' && id >= before) return ids.reverse().slice(0, limit)
      ids.push(id)
    }
    if (more.length < LISTED) return ids.reverse().slice(0, limit)
  }
}

/**
 * A page of a collection. What `view` gives undefined for is left out, as is what differs from a filter.
 *
 * @returns fewer than the limit, or none, with a cursor, where the page ended early
 */
export const listPage = async <V extends object>(
  c: RequestContext,
  { cursor = '', limit = 20, order = 'asc', ...filters }: PageQuery,
  collection: Collection,
  view: (id: string) => Promise<V | undefined>,
): Promise<{ data: V[]; next_cursor: string | null }> => {
  const data: V[] = []
  const wanted = Object.entries(filters)
  const passes = (value: V): boolean =>
    wanted.every(([field, asked]) => (value as Record<string, unknown>)[field] === asked)
  const next = order === 'asc' ? idsAfter : idsBefore
  let last = cursor
  for (let read = 0; ; ) {
    const ids = await next(c, collection, last, limit + 1)
    for (const id of ids) {
      if (data.length === limit || read === MOST_READ) return { data, next_cursor: last }
      const value = await view(id)
      read++
      if (value !== undefined && passes(value)) data.push(value)
      last = id
    }
    if (ids.length <= limit) return { data, next_cursor: null }
  }
}
