/**
 * Marks of things that may be deleted: while one stands, nothing new names its thing.
 *
 * Whoever looks whether a thing may go holds its mark meanwhile, several at the same time if need be. A hold that ended does not come
 * back, so whoever has it still, and decides, knows that the mark stood all the while, whatever clocks say. The time at which it ends by
 * itself is for the sake of those who died.
 * @module
 */
import { randomUUID } from 'node:crypto'
import { createOrUpdate, readJson, updateJson } from './json.js'
import { keyOf } from './keys.js'
import type { RESOURCE_COLLECTIONS } from './measure.js'
import { isConflict, type ObjectStore } from './object-store.js'

/** What a mark says of its thing. */
export type Marked = {
  collection: (typeof RESOURCE_COLLECTIONS)[number]
  job?: string
  /** With what it is deleted. */
  of?: string
}

export type Mark = Marked & {
  /** Who may still be about to decide, and until when (ISO time); marks of earlier versions do not say. */
  holders?: Record<string, string>
  /** The thing is certain to go. */
  decided?: true
}

export type Hold = { name: string; until: string }

/** Longer than a request takes and clocks differ together, in milliseconds. */
const HELD = 15 * 60_000

/** @param name of nobody else */
export const newHold = (milliseconds = HELD, name: string = randomUUID(), now = Date.now()): Hold => ({
  name,
  until: new Date(now + milliseconds).toISOString(),
})

export const markKey = (tenant: string, id: string): string => keyOf({ tenant, collection: 'deletions', id })

export const readMark = async (store: ObjectStore, tenant: string, id: string): Promise<Mark | undefined> =>
  (await readJson<Mark>(store, markKey(tenant, id)))?.value

const asHolders = ({ name, until }: Hold): Record<string, string> => ({ [name]: until })

/** Whoever set a mark that does not say until when has from now on as long as any. */
const holdersOf = ({ holders }: Mark, now: number): Record<string, string> =>
  holders ?? asHolders(newHold(HELD, 'earlier', now))

/** From now on, and until the hold ends, nothing new may name it. @returns the mark, which may have been decided by another */
export const holdMark = (
  store: ObjectStore,
  tenant: string,
  id: string,
  marked: Marked,
  hold: Hold,
): Promise<Mark> =>
  createOrUpdate<Mark>(store, markKey(tenant, id), { ...marked, holders: asHolders(hold) }, there => ({
    ...there,
    holders: { ...holdersOf(there, Date.now()), ...asHolders(hold) },
  }))

/** Says that it will go, whoever else is looking. */
export const markDecided = async (
  store: ObjectStore,
  tenant: string,
  id: string,
  marked: Marked,
): Promise<void> => {
  const decided = { ...marked, decided: true } as const
  await createOrUpdate<Mark>(store, markKey(tenant, id), decided, there => ({ ...there, ...decided }))
}

/** Says that it will go. @returns false, and nothing is said, when the hold has ended: the mark may not have stood all the while */
export const decide = async (
  store: ObjectStore,
  tenant: string,
  id: string,
  marked: Marked,
  { name }: Hold,
): Promise<boolean> => {
  const change = (there: Mark): Mark | undefined =>
    there.decided || there.holders?.[name] !== undefined ? { ...there, ...marked, decided: true } : undefined
  return (await updateJson(store, markKey(tenant, id), change)) !== undefined
}

/** Ends holds. A mark goes with its last one, unless its deletion is decided. */
const endHolds = async (
  store: ObjectStore,
  tenant: string,
  id: string,
  now: number,
  isOver: (hold: Hold) => boolean,
): Promise<void> => {
  const key = markKey(tenant, id)
  for (;;) {
    const found = await readJson<Mark>(store, key)
    if (!found || found.value.decided) return
    const all = Object.entries(holdersOf(found.value, now))
    const left = all.filter(([name, until]) => !isOver({ name, until }))
    if (found.value.holders && left.length === all.length && left.length > 0) return
    const asRead = { ifMatch: found.etag }
    try {
      if (left.length === 0) await store.delete(key, asRead)
      else await store.put(key, JSON.stringify({ ...found.value, holders: Object.fromEntries(left) }), asRead)
      return
    } catch (error) {
      if (!isConflict(error)) throw error
    }
  }
}

/** Ends a hold: it was decided that the thing stays. */
export const letGo = (
  store: ObjectStore,
  tenant: string,
  id: string,
  { name }: Pick<Hold, 'name'>,
): Promise<void> => endHolds(store, tenant, id, Date.now(), hold => hold.name === name)

/** Ends the holds whose time is over. @param now milliseconds since 1970 */
export const endOldHolds = (store: ObjectStore, tenant: string, id: string, now: number): Promise<void> =>
  endHolds(store, tenant, id, now, ({ until }) => until <= new Date(now).toISOString())
