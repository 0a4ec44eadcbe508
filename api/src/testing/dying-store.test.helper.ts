/**
 * Processes that die between two changes of the store, and what works over one.
 * @module
 */
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openJobStore } from '@promptpost/base/jobs'
import type { ObjectStore } from '@promptpost/base/store'
import { createAllowances } from '../http/allowance.js'
import { openLocalQueue } from '../queue/local-queue.js'
import type { Remover } from '../resources/deletion/remove.js'

/** The store, failing from its nth change on, as for a process that dies there. */
export const dyingAfter = (store: ObjectStore, changes: number): ObjectStore => {
  let left = changes
  const count = (): void => {
    if (left-- <= 0) throw new Error('dead')
  }
  return {
    ...store,
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

export const servicesOver = async (store: ObjectStore): Promise<Remover> => {
  const jobs = openJobStore(store)
  const work = await mkdtemp(join(tmpdir(), 'promptpost-work-'))
  const queue = openLocalQueue({ jobs, program: '', arguments: [], work, log: () => {} })
  return { store, jobs, queue, allowances: createAllowances({ store, jobs }), log: () => {} }
}
