/**
 * Uploads that broke off: files of data sets and prompts whose record never came. A record is written last, so while one is missing
 * the request may still be under way, or be repeated; it is not once it is a day old and no key names it.
 * @module
 */
import { foldersUnder, identifierTime, keyOf, type ObjectStore, objectsUnder } from '@promptpost/base/store'
import { LONGEST_REQUEST } from './reservations.js'

/** @returns how many were removed */
export const removeBrokenUploads = async (
  store: ObjectStore,
  tenant: string,
  reserved: ReadonlySet<string>,
  now: number,
  isStopped: () => boolean,
): Promise<number> => {
  let removed = 0
  for (const collection of ['datasets', 'prompts'] as const) {
    const folder = keyOf({ tenant, collection })
    for await (const id of foldersUnder(store, folder)) {
      if (isStopped()) return removed
      if (reserved.has(id) || !(identifierTime(id) < now - LONGEST_REQUEST)) continue
      if (await store.head(keyOf({ tenant, collection, id }))) continue
      for await (const { key } of objectsUnder(store, `${folder}/${id}/`)) await store.delete(key)
      removed++
    }
  }
  return removed
}
