/**
 * Ends of jobs, told to those who follow up on them. Jobs end in their workers; what they leave in the store is looked at here
 * again and again, so that nothing depends on who was running when.
 * @module
 */
import type { JobRecord, JobStore } from '@promptpost/base/jobs'

/** Given an end at least once; must bear it twice. */
export type EndListener = (job: JobRecord) => Promise<void>

type Log = (entry: Record<string, unknown>) => void

/** Tells every end that has not been told to all listeners. One that throws is told again by the next call. */
export const tellEnds = async (
  jobs: JobStore,
  listeners: readonly EndListener[],
  log: Log,
): Promise<void> => {
  for (const job of await jobs.ended()) {
    try {
      for (const listener of listeners) await listener(job)
      await jobs.forgetEnd(job.id)
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? 'internal'
      log({ level: 'error', event: 'end-not-told', job: job.id, code })
    }
  }
}

export type Watch = {
  /** Looks now instead of at the next interval. */
  nudge(): void
  stop(): Promise<void>
}

/** Does a piece of work again and again, never twice at a time. */
export const every = (milliseconds: number, work: () => Promise<void>): Watch => {
  let isStopped = false
  let wake: () => void = () => {}
  const pause = (): Promise<void> =>
    new Promise(resolve => {
      const timer = setTimeout(resolve, milliseconds)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  const run = async (): Promise<void> => {
    while (!isStopped) {
      await work()
      if (!isStopped) await pause()
    }
  }
  const running = run()
  return {
    nudge: () => wake(),
    async stop() {
      isStopped = true
      wake()
      await running
    },
  }
}
