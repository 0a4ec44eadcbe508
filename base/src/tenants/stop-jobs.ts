/**
 * Ending all jobs of a tenant, and the processes that work on them, so that nothing is written after it is deleted.
 * @module
 */
import { hostname } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { PromptPostError } from '../errors.js'
import { isFinished, type JobName, type JobRecord, type JobStore } from '../jobs/index.js'
import { foldersUnder, isAlive, keyOf, type ObjectStore, type Owner } from '../store/index.js'

/** How long workers of this machine may take to stop before they are killed, in milliseconds. */
export const PATIENCE = 15_000
/** How long to wait after that, and for workers elsewhere, whose leases must run out, in milliseconds. */
const LAST_WAIT = 75_000
const POLL_INTERVAL = 100

const isHere = ({ host }: Owner): boolean => host === hostname()

const endIfLost = async (jobs: JobStore, job: JobRecord): Promise<void> => {
  const { lease } = job
  if (lease && (!isAlive(lease.owner) || lease.expiresAt < new Date().toISOString()))
    await jobs.lost(job, lease.worker)
}

/** The records in which a worker of the job may stand: its own and those of its shards. */
const recordsOf = async (jobs: JobStore, job: JobRecord): Promise<JobRecord[]> => [
  job,
  ...(await jobs.shards(job)).flatMap(({ record }) => record ?? []),
]

/** Ends one process, if it is still the one that was meant. */
const kill = (owner: Owner): void => {
  if (!isHere(owner) || !isAlive(owner)) return
  try {
    process.kill(owner.pid, 'SIGKILL')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

/**
 * Cancels every job that has not ended and waits for its end and that of its worker; one that does not listen is killed.
 *
 * @returns how many had not ended
 * @throws PromptPostError `unavailable` when one does not end
 */
export const stopJobs = async (
  { store, jobs }: { store: ObjectStore; jobs: JobStore },
  tenant: string,
  patience: number,
): Promise<number> => {
  const stopping: JobName[] = []
  const workers = new Map<string, Owner>()
  for await (const id of foldersUnder(store, keyOf({ tenant, collection: 'jobs' }))) {
    const job = await jobs.readJob({ tenant, id })
    if (!job || isFinished(job)) continue
    await jobs.requestCancel({ tenant, id })
    stopping.push({ tenant, id })
  }
  const begun = Date.now()
  for (;;) {
    const waiting: JobName[] = []
    for (const name of stopping) {
      const job = await jobs.readJob(name)
      if (!job) continue
      const records = await recordsOf(jobs, job)
      for (const { lease } of records) if (lease) workers.set(lease.worker, lease.owner)
      if (isFinished(job)) continue
      waiting.push(name)
      for (const record of records) await endIfLost(jobs, record)
      await jobs.advance(name)
    }
    const alive = [...workers.values()].filter(owner => isHere(owner) && isAlive(owner))
    if (waiting.length === 0 && alive.length === 0) return stopping.length
    const passed = Date.now() - begun
    if (passed > patience) for (const owner of alive) kill(owner)
    if (passed > patience + LAST_WAIT)
      throw new PromptPostError('unavailable', 'has jobs that do not stop', {
        field: 'tenant',
        value: tenant,
        next: 'Stop the servers of this data, then delete again.',
      })
    await sleep(POLL_INTERVAL)
  }
}
