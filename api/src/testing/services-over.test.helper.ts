/**
 * What works over a store, without a server.
 * @module
 */
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openJobStore } from '@promptpost/base/jobs'
import type { ObjectStore } from '@promptpost/base/store'
import { createAllowances } from '../http/allowance/index.js'
import { openLocalQueue } from '../queue/local-queue.js'
import type { Remover } from '../resources/deletion/remove.js'

export const servicesOver = async (store: ObjectStore): Promise<Remover> => {
  const jobs = openJobStore(store)
  const work = await mkdtemp(join(tmpdir(), 'promptpost-work-'))
  const queue = openLocalQueue({ jobs, program: '', arguments: [], work, log: () => {} })
  return { store, jobs, queue, allowances: createAllowances({ store, jobs }), log: () => {} }
}
