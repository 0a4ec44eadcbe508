/**
 * A store whose accesses fast-check puts in order, for tests of many processes at the same time.
 * @module
 */
import type fc from 'fast-check'
import type { ObjectStore } from '../store/index.js'

/** The store as one process sees it: it waits for its turn, and for ever once it has used up its accesses. */
export const seenBy = (store: ObjectStore, scheduler: fc.Scheduler, accesses: number): ObjectStore => {
  let left = accesses
  const turn = async (): Promise<void> => {
    if (left-- <= 0) await new Promise(() => {})
    await scheduler.schedule(Promise.resolve())
  }
  return {
    ...store,
    get: async key => turn().then(() => store.get(key)),
    put: async (key, data, condition) => turn().then(() => store.put(key, data, condition)),
    delete: async (key, condition) => turn().then(() => store.delete(key, condition)),
    list: async (prefix, options) => turn().then(() => store.list(prefix, options)),
  }
}
