/**
 * JSON objects in a store: read, create once, and change by compare-and-swap.
 * @module
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { isConflict, type ObjectData, type ObjectStore } from './object-store.js'

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
