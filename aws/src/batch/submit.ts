/**
 * Having Batch run something, once, whoever asks and whatever answer is lost.
 * @module
 */
import type { JobName } from '@promptpost/base/jobs'
import type { ObjectStore } from '@promptpost/base/store'
import { type BatchSettings, describeJobs, findAlive, isEnded, submitJob } from './calls.js'
import { type Held, readTicket, writeTicket } from './ticket.js'
import { type BatchWork, batchName } from './work.js'

/** After so long, in milliseconds, whoever was submitting has died over it. More than clocks are apart. */
const SUBMITTING = 120_000

export type SubmitOptions = BatchSettings & {
  store: ObjectStore
  log: (entry: Record<string, unknown>) => void
  clock?: () => number
}

export type Submitter = {
  /**
   * Has Batch run what it does not.
   *
   * @param ended the Batch job that was seen to have ended; where another has been submitted since, nothing is to be done
   */
  ensure(work: BatchWork, ended?: string): Promise<void>
  /** The Batch job that its ticket names. */
  batchJobOf(work: BatchWork): Promise<string | undefined>
}

export const codeOf = (error: unknown): string => (error as Error).name ?? 'error'

export const createSubmitter = (options: SubmitOptions): Submitter => {
  const { store, log, clock = Date.now } = options

  /** Submits, or adopts what an earlier try submitted without hearing of it. */
  const start = async (work: BatchWork, held: Held, mayBeThere: boolean): Promise<void> => {
    const job = batchName(work)
    let batchJob = mayBeThere ? (await findAlive(options, work))[0] : undefined
    if (batchJob === undefined) {
      try {
        batchJob = await submitJob(options, work)
      } catch (error) {
        log({ level: 'warn', event: 'submit-failed', job, code: codeOf(error) })
        batchJob = (await findAlive(options, work))[0]
        if (batchJob === undefined) {
          // For the reconciler to try again.
          await writeTicket(store, work, { state: 'unsubmitted' }, held)
          return
        }
      }
    }
    log({ level: 'info', event: 'submitted', job, batch_job: batchJob })
    await writeTicket(store, work, { state: 'submitted', batchJob }, held)
  }

  return {
    async ensure(work, ended) {
      const before = await readTicket(store, work)
      if (before?.ticket.state === 'submitted') {
        const { batchJob } = before.ticket
        if (batchJob !== ended) {
          const detail = (await describeJobs(options, [batchJob])).get(batchJob)
          if (detail && !isEnded(detail)) return
        }
      } else if (
        before?.ticket.state === 'submitting' &&
        Math.abs(clock() - Date.parse(before.ticket.at)) < SUBMITTING
      )
        return
      const ticket = { state: 'submitting' as const, at: new Date(clock()).toISOString() }
      const held = await writeTicket(store, work, ticket, before)
      if (held) await start(work, held, before !== undefined)
    },
    async batchJobOf(work) {
      const held = await readTicket(store, work)
      return held?.ticket.state === 'submitted' ? held.ticket.batchJob : undefined
    },
  }
}

/** All that may be at Batch of a job. */
export const worksOf = (name: JobName, shards = 0): BatchWork[] => [
  name,
  ...(shards > 0 ? [{ ...name, array: shards }] : []),
  ...Array.from({ length: shards }, (_, shard) => ({ ...name, shard })),
]
