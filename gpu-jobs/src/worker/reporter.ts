/**
 * Keeps the lease and tells progress: merges reports into one write at a time, and learns from it whether to stop.
 * @module
 */
import type { JobProgress, JobRecord, JobStore, WorkName } from '@promptpost/base/jobs'

export type StopReason = 'cancelled' | 'interrupted' | 'lease-lost'

/**
 * Least time between two progress events of a job, in milliseconds; a change of stage is told at once. Its shards share it, so that
 * they do not get in each other's way at its record.
 */
const EVENT_INTERVAL = 500

/** Time between heartbeats when the handler says nothing, in milliseconds. */
const HEARTBEAT_INTERVAL = 2_000

export type Reporter = {
  progress(report: JobProgress): Promise<void>
  /** Looks now whether the job was cancelled. */
  check(): Promise<void>
  /** Writes what is left and stops the timer. */
  close(): Promise<void>
}

const merged = (a: JobProgress | undefined, b: JobProgress): JobProgress =>
  a ? { ...a, ...b, ...(a.metrics || b.metrics ? { metrics: { ...a.metrics, ...b.metrics } } : {}) } : b

/**
 * @param stop called once when the job was cancelled or the lease is lost
 * @param broken called when the store fails while no one waits for the write
 */
export const openReporter = (
  jobs: JobStore,
  name: WorkName & Pick<JobRecord, 'shards'>,
  token: string,
  stop: (reason: StopReason) => void,
  broken: (error: unknown) => void,
): Reporter => {
  const interval = EVENT_INTERVAL * (name.shard === undefined ? 1 : (name.shards ?? 1))
  let pending: JobProgress | undefined
  let stage: string | undefined
  let lastEvent = 0
  let lastTime = 0
  let writing: Promise<void> | undefined

  const write = async (): Promise<void> => {
    const report = pending
    pending = undefined
    const outcome = await jobs.heartbeat(name, token, report)
    if (outcome.refused) return stop('lease-lost')
    if (outcome.job.cancelRequested) stop('cancelled')
    if (report) lastEvent = await jobs.tellProgress(name, report, lastEvent)
  }

  /** One write at a time; whoever asks meanwhile shares the one that runs. */
  const flush = (): Promise<void> => {
    writing ??= write().finally(() => {
      writing = undefined
    })
    return writing
  }

  const timer = setInterval(() => void flush().catch(broken), HEARTBEAT_INTERVAL)

  return {
    async progress(report) {
      pending = merged(pending, report)
      const isNews = report.stage !== undefined && report.stage !== stage
      stage = report.stage ?? stage
      if (!isNews && Date.now() - lastTime < interval) return
      lastTime = Date.now()
      await flush().catch(broken)
    },
    check: flush,
    async close() {
      clearInterval(timer)
      await writing?.catch(() => undefined)
      if (pending) await write()
    },
  }
}
