/**
 * A store whose accesses fast-check puts in order, for tests of many processes at the same time.
 * @module
 */
import { setImmediate } from 'node:timers/promises'
import type fc from 'fast-check'
import type { ObjectStore } from '../store/index.js'

/** The store with something that is waited for before each access. */
export const inTurns = (store: ObjectStore, turn: () => Promise<void>): ObjectStore => ({
  ...store,
  head: async key => turn().then(() => store.head(key)),
  get: async key => turn().then(() => store.get(key)),
  put: async (key, data, condition) => turn().then(() => store.put(key, data, condition)),
  delete: async (key, condition) => turn().then(() => store.delete(key, condition)),
  list: async (prefix, options) => turn().then(() => store.list(prefix, options)),
})

/** The store as one process sees it: it waits for its turn, and for ever once it has used up its accesses. */
export const seenBy = (store: ObjectStore, scheduler: fc.Scheduler, accesses: number): ObjectStore => {
  let left = accesses
  return inTurns(store, async () => {
    if (left-- <= 0) await new Promise(() => {})
    await scheduler.schedule(Promise.resolve())
  })
}

/** The store as a process sees it whose accesses are let through one by one, until it is set free. */
export const stepped = (store: ObjectStore) => {
  const waiting: (() => void)[] = []
  let isFree = false
  const turn = async (): Promise<void> => {
    if (!isFree) await new Promise<void>(resolve => void waiting.push(resolve))
  }
  return {
    store: inTurns(store, turn),
    async step(accesses: number): Promise<void> {
      for (let i = 0; i < accesses; i++) {
        waiting.shift()?.()
        await setImmediate()
      }
    },
    free(): void {
      isFree = true
      for (const resolve of waiting.splice(0)) resolve()
    },
  }
}
