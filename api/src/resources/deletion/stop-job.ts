/**
 * Ending a job for certain, so that no worker writes after what it wrote is deleted.
 * @module
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { isFinished, type JobName, type JobRecord, type JobStore } from '@promptpost/base/jobs'
import { isAlive } from '@promptpost/base/store'
import type { Services } from '../../http/environment.js'
import { Problem } from '../../http/problem.js'

/** How long a job may take to end, in milliseconds: longer than a queue gives a worker that does not listen. */
const PATIENCE = 25_000
const POLL_INTERVAL = 50
/** Seconds until asking again can help. */
const RETRY_AFTER = 5

const hasLostItsWorker = ({ lease }: JobRecord): boolean =>
  lease !== undefined && (!isAlive(lease.owner) || lease.expiresAt < new Date().toISOString())

/** Says of workers that are certainly gone that they are, and ends what waited for them alone. */
const tellLost = async (jobs: JobStore, job: JobRecord): Promise<void> => {
  for (const { name, record } of await jobs.work(job))
    if (record?.lease && hasLostItsWorker(record)) await jobs.lost(name, record.lease.worker)
  await jobs.advance(job)
}

/** @throws Problem 503 when it is still running after a while: then it must be asked again */
export const stopJob = async (
  { jobs, queue }: Pick<Services, 'jobs' | 'queue'>,
  name: JobName,
): Promise<void> => {
  let job = await jobs.readJob(name)
  if (job && !isFinished(job)) {
    await jobs.requestCancel(name)
    await queue.cancel(name)
  }
  for (const deadline = Date.now() + PATIENCE; ; await sleep(POLL_INTERVAL)) {
    job = await jobs.readJob(name)
    if (!job || isFinished(job)) break
    await tellLost(jobs, job)
    if (Date.now() > deadline)
      throw new Problem(503, 'still-running', 'Its job was told to stop and has not yet. Ask again.', {
        headers: { 'retry-after': `${RETRY_AFTER}` },
      })
  }
  await queue.forget(name)
}
