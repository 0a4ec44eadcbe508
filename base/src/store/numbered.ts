/**
 * Objects in a folder under numbers from 1 without gaps: their order is total, and none that is written at once is lost.
 * @module
 */
import { createJson, readJson } from './json.js'
import type { ObjectStore } from './object-store.js'

export type NumberedFolder = {
  readonly folder: string
  /** Keys sort as their numbers do; that of 0 comes before all. */
  readonly keyFor: (number: number) => string
}

/** Digits that make keys sort as numbers do. */
export const padded = (number: number, digits: number): string => String(number).padStart(digits, '0')

/** The last number that is taken, 0 when there is none. @param known as in {@link appendNumbered} */
export const lastNumber = async (
  store: ObjectStore,
  { folder, keyFor }: NumberedFolder,
  known = 0,
): Promise<number> => {
  let last = known
  for (let cursor: string | undefined = keyFor(known); cursor; ) {
    const page = await store.list(`${folder}/`, { cursor })
    last += page.objects.length
    cursor = page.cursor
  }
  return last
}

/**
 * Writes one object after all others, whoever writes at the same time.
 *
 * @param valueFor what to write under a number; the one before it is taken
 * @param known a number that is certainly taken, or 0; saves the search
 * @returns the object's number, from 1
 */
export const appendNumbered = async (
  store: ObjectStore,
  place: NumberedFolder,
  valueFor: (number: number) => unknown,
  known = 0,
): Promise<number> => {
  for (let number = (await lastNumber(store, place, known)) + 1; ; number++)
    if (await createJson(store, place.keyFor(number), await valueFor(number))) return number
}

/** Objects after a number, in order. */
export const readNumbered = async <T>(
  store: ObjectStore,
  { folder, keyFor }: NumberedFolder,
  after = 0,
  limit = 100,
): Promise<T[]> => {
  const page = await store.list(`${folder}/`, { cursor: keyFor(after), limit })
  const found = await Promise.all(page.objects.map(({ key }) => readJson<T>(store, key)))
  return found.flatMap(object => (object ? [object.value] : []))
}
