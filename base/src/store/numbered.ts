/**
 * Objects in a folder under numbers from 1 without gaps: their order is total, and none that is written at once is lost.
 * @module
 */
import { createInOrder, readJson } from './json.js'
import type { ObjectStore } from './object-store.js'

export type NumberedFolder = {
  readonly folder: string
  /** Keys sort as their numbers do; that of 0 comes before all. */
  readonly keyFor: (number: number) => string
}

/** Digits that make keys sort as numbers do. */
export const padded = (number: number, digits: number): string => String(number).padStart(digits, '0')

/**
 * The last number that is taken, 0 when there is none: since there are no gaps it is found by doubling steps, then halving them,
 * and a folder of many is not listed.
 *
 * @param known a number that is certainly taken, or 0
 */
export const lastNumber = async (
  store: ObjectStore,
  { keyFor }: NumberedFolder,
  known = 0,
): Promise<number> => {
  const isTaken = async (number: number): Promise<boolean> => (await store.head(keyFor(number))) !== undefined
  let last = known
  let step = 1
  for (; await isTaken(last + step); step *= 2) last += step
  for (let free = last + step; free - last > 1; ) {
    const middle = last + Math.floor((free - last) / 2)
    if (await isTaken(middle)) last = middle
    else free = middle
  }
  return last
}

/**
 * Writes objects after all others, whoever writes at the same time.
 *
 * @param valuesFrom what to write from a number on, when so many are written already; the number before is taken
 * @param known a number that is certainly taken, or 0; saves the search
 * @param isLast whether nothing may follow a value
 * @returns the last object's number, from 1, or that of the one that nothing may follow
 */
export const appendNumbered = async <T>(
  store: ObjectStore,
  place: NumberedFolder,
  valuesFrom: (number: number, written: number) => readonly T[] | Promise<readonly T[]>,
  known = 0,
  isLast?: (value: T) => boolean,
): Promise<number> => {
  let written = 0
  for (let last = known > 0 ? known : await lastNumber(store, place); ; ) {
    const before = isLast && last > 0 ? await readJson<T>(store, place.keyFor(last)) : undefined
    if (before && isLast?.(before.value)) return last
    const values = await valuesFrom(last + 1, written)
    const count = await createInOrder(
      store,
      values.map((value, i) => ({ key: place.keyFor(last + 1 + i), data: JSON.stringify(value) })),
    )
    if (count === values.length) return last + count
    written += count
    last = await lastNumber(store, place, last + count + 1)
  }
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
