/**
 * The end of what idempotency keys reserved. A key is remembered for a week; after that it makes something new.
 *
 * A tombstone keeps a retry from bringing back what was deleted. It is needed as long as the key is remembered that made the thing,
 * and a day more, for a request that has read it.
 * @module
 */
import {
  foldersUnder,
  identifierTime,
  isConflict,
  keyOf,
  type ObjectStore,
  objectsUnder,
  readJson,
  readMark,
} from '@promptpost/base/store'

const DAY = 24 * 3_600_000
/** How long a key is remembered, in milliseconds: a call that was killed before a weekend can still go on after it. */
export const KEY_KEPT = 7 * DAY
/** Longer than any request takes, in milliseconds. */
export const LONGEST_REQUEST = DAY

type Reserved = { id: string; createdAt: string }

const removeKey = async (store: ObjectStore, key: string, etag: string): Promise<boolean> => {
  try {
    return await store.delete(key, { ifMatch: etag })
  } catch (error) {
    if (isConflict(error)) return false
    throw error
  }
}

/**
 * Forgets the keys of a tenant that are old, and the tombstones that no key needs any more.
 *
 * @returns how many were forgotten, and every identifier that a key reserved before: what stands under one of them may be about to
 *   be finished by a retry
 */
export const forgetKeys = async (
  store: ObjectStore,
  tenant: string,
  now: number,
  isStopped: () => boolean,
): Promise<{ forgotten: number; reserved: Set<string> }> => {
  const reserved = new Set<string>()
  let forgotten = 0
  for await (const id of foldersUnder(store, keyOf({ tenant, collection: 'idempotency' }))) {
    if (isStopped()) break
    if (id === 'deleted') continue
    const key = keyOf({ tenant, collection: 'idempotency', id })
    const found = await readJson<Reserved>(store, key)
    if (!found) continue
    reserved.add(found.value.id)
    if (Date.parse(found.value.createdAt) < now - KEY_KEPT && (await removeKey(store, key, found.etag)))
      forgotten++
  }
  const tombstones = `${keyOf({ tenant, collection: 'idempotency', id: 'deleted', path: [] })}/`
  for await (const { key } of objectsUnder(store, tombstones)) {
    if (isStopped()) break
    const id = key.slice(tombstones.length, -'.json'.length)
    const isOld = identifierTime(id) < now - KEY_KEPT - LONGEST_REQUEST
    // Under a mark it says that the deletion was decided.
    if (isOld && !reserved.has(id) && !(await readMark(store, tenant, id))) await store.delete(key)
  }
  return { forgotten, reserved }
}
