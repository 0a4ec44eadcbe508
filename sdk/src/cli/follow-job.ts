/**
 * Waiting for a job with its progress shown. Ctrl-C stops the waiting and leaves the job alone.
 * @module
 */
import { UserAbortError } from '../client/errors.js'
import type { PromptPost, Schemas } from '../client/index.js'
import type { Context } from './context.js'
import { CliError, EXIT } from './failure.js'
import type { ProgressStep } from './progress.js'

const stillRuns = (job: string, cause: unknown): CliError =>
  new CliError(
    EXIT.interrupted,
    'stopped-waiting',
    'stopped waiting; the job goes on',
    `Follow it with: promptpost jobs wait ${job}; cancel it with: promptpost jobs cancel ${job}`,
    { cause },
  )

/** How to hear of a job that is not waited for. */
export const hintToFollow = (context: Context, job: string | undefined): void => {
  if (job !== undefined) context.note(`follow it with: promptpost jobs wait ${job}`)
}

/** An event as the bar shows it; undefined when it tells no progress. */
export const jobStep = (
  { progress, stage, metrics }: Schemas['JobEvent'],
  before: string,
): ProgressStep | undefined =>
  progress === undefined
    ? undefined
    : {
        stage: stage ?? before,
        fraction: progress,
        ...(metrics?.loss === undefined ? {} : { loss: metrics.loss }),
      }

/** @throws JobError when the job does not succeed */
export const followJob = async (
  context: Context,
  client: PromptPost,
  job: string,
): Promise<Schemas['Job']> => {
  context.interrupt.announce('no longer waiting')
  let stage = 'waiting'
  try {
    return await client.jobs.wait(job, {
      signal: context.signal,
      onProgress(event) {
        stage = event.stage ?? stage
        const step = jobStep(event, stage)
        if (step) context.progress.update(step)
      },
    })
  } catch (error) {
    throw error instanceof UserAbortError ? stillRuns(job, error) : error
  }
}
