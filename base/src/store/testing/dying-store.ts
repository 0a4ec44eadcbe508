/**
 * A store as a process that dies has it: some changes are made, the next one is not.
 * @module
 */
import type { ObjectStore } from '../object-store.js'

/** The store, failing from its nth change on, as for a process that dies there. */
export const dyingAfter = (store: ObjectStore, changes: number): ObjectStore => {
  let left = changes
  const count = (): void => {
    if (left-- <= 0) throw new Error('dead')
  }
  const { createInOrder: _, ...one } = store
  return {
    ...one,
    async put(...parameters) {
      count()
      return store.put(...parameters)
    },
    async delete(...parameters) {
      count()
      return store.delete(...parameters)
    },
  }
}
