/**
 * JSON objects in a store: read, create once, and change by compare-and-swap.
 * @module
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { isConflict, type NewObject, type ObjectData, type ObjectStore } from './object-store.js'

/** Changes of one object by others that one update survives before it gives up. */
const UPDATE_ATTEMPTS = 50

/** The value under a key and the etag to change it by. */
export const readJson = async <T>(
  store: ObjectStore,
  key: string,
): Promise<{ value: T; etag: string } | undefined> => {
  const object = await store.get(key)
  if (!object) return undefined
  const { buffer, byteOffset, length } = object.bytes
  return {
    value: JSON.parse(Buffer.from(buffer, byteOffset, length).toString('utf8')) as T,
    etag: object.etag,
  }
}

/** Writes data if the key is free. False, and nothing written, when it is taken. */
export const putOnce = async (store: ObjectStore, key: string, data: ObjectData): Promise<boolean> => {
  try {
    await store.put(key, data, { ifAbsent: true })
    return true
  } catch (error) {
    if (isConflict(error)) return false
    throw error
  }
}

/** Writes a value as {@link putOnce} does. */
export const createJson = (store: ObjectStore, key: string, value: unknown): Promise<boolean> =>
  putOnce(store, key, JSON.stringify(value))

/**
 * Creates objects one after another, up to the first whose key is taken: whoever sees one sees all before it.
 *
 * @returns how many it created
 */
export const createInOrder = async (store: ObjectStore, objects: readonly NewObject[]): Promise<number> => {
  if (store.createInOrder) return store.createInOrder(objects)
  for (const [count, { key, data }] of objects.entries()) if (!(await putOnce(store, key, data))) return count
  return objects.length
}

/**
 * Creates objects whose keys are free and leaves the others as they are, one group after another: whoever sees an object sees all of
 * the groups before its own.
 *
 * @returns for each object, in a row, whether it created it
 */
export const createGroups = async (
  store: ObjectStore,
  groups: readonly (readonly NewObject[])[],
): Promise<boolean[]> => {
  const made: boolean[] = []
  if (!store.createInOrder) {
    for (const group of groups)
      made.push(...(await Promise.all(group.map(({ key, data }) => putOnce(store, key, data)))))
    return made
  }
  const all = groups.flat()
  while (made.length < all.length) {
    const count = await store.createInOrder(all.slice(made.length))
    made.push(...Array<boolean>(count).fill(true))
    if (made.length < all.length) made.push(false)
  }
  return made
}

/**
 * Reads, changes and writes back, again while others were first. `change` is pure; returning undefined stops without
 * writing.
 *
 * @returns the value written, or undefined when `change` stopped or the object is absent
 */
export const updateJson = async <T>(
  store: ObjectStore,
  key: string,
  change: (value: T) => T | undefined,
): Promise<T | undefined> => {
  for (let attempt = 1; ; attempt++) {
    const current = await readJson<T>(store, key)
    const next = current && change(current.value)
    if (current === undefined || next === undefined) return undefined
    try {
      await store.put(key, JSON.stringify(next), { ifMatch: current.etag })
      return next
    } catch (error) {
      if (!isConflict(error) || attempt === UPDATE_ATTEMPTS) throw error
      await sleep(Math.random() * Math.min(2 ** attempt, 50))
    }
  }
}

/** Writes `fresh` where there is nothing, or changes what is there, whichever it takes. @returns the value written */
export const createOrUpdate = async <T>(
  store: ObjectStore,
  key: string,
  fresh: T,
  change: (there: T) => T,
): Promise<T> => {
  for (;;) {
    if (await createJson(store, key, fresh)) return fresh
    const changed = await updateJson(store, key, change)
    if (changed !== undefined) return changed
  }
}
