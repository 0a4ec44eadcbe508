/**
 * The smallest real job: one sentence classified by the smallest model there is. It goes the way of every job, through the queue to a
 * worker that fetches the weights, opens them on its device and stores a result.
 * @module
 */
import { JobError, UserAbortError } from '../../client/errors.js'
import type { PromptPost, Schemas } from '../../client/index.js'
import type { Context } from '../context.js'
import { CliError, EXIT } from '../failure.js'
import { jobStep } from '../follow-job.js'
import type { Checks } from './check.js'

export type JobFacts = {
  id: string
  model: string
  device: Schemas['JobDevice'] | null
  /** Seconds until a worker had it, and until it ended then. */
  queued: number
  ran: number
}

export type JobCheck = {
  /** Identifier of a model; the smallest otherwise. */
  model: string | undefined
  /** What it must compute on; anything otherwise. */
  device: string | undefined
  /** Seconds until it must have ended. */
  wait: number
}

const TEXT = 'A small text to see whether everything works.'
const WHERE = 'See "Whether it works" in docs/deploy-aws.md.'

const sizeOf = ({ files }: Schemas['Model']): number => files.reduce((sum, { size }) => sum + size, 0)

const chooseModel = async (
  client: PromptPost,
  { model }: JobCheck,
  signal: AbortSignal,
): Promise<Schemas['Model']> => {
  if (model !== undefined) return client.models.get(model, { signal })
  let smallest: Schemas['Model'] | undefined
  for await (const found of client.models.list({ signal }))
    if (found.capabilities.predict && (!smallest || sizeOf(found) < sizeOf(smallest))) smallest = found
  if (smallest) return smallest
  throw new CliError(
    EXIT.failure,
    'no-model',
    'the service has no model to try a job with',
    'Put one into its models and register it with: promptpost models register NAME',
  )
}

/** What is offered with the model, or words that models of English have. */
const taskFor = ({ templates, capabilities }: Schemas['Model']): Schemas['Task'] => {
  const [offered] = templates
  if (offered) {
    const { template, verbalizer, scoring } = offered
    return { template, verbalizer, ...(scoring ? { scoring } : {}) }
  }
  const mask = capabilities.kind === 'masked' ? ' <mask>.' : ''
  return { template: `{text} It was${mask}`, verbalizer: { good: ['good'], bad: ['bad'] } }
}

const seconds = (from: string | undefined, to: string | undefined): number =>
  from === undefined || to === undefined ? 0 : Math.max(0, (Date.parse(to) - Date.parse(from)) / 1000)

/** @throws CliError when it fails, or takes longer than it may */
const waitFor = async (
  context: Context,
  client: PromptPost,
  id: string,
  limit: number,
): Promise<Schemas['Job']> => {
  const isLate = AbortSignal.timeout(limit * 1000)
  let stage = 'waiting'
  try {
    return await client.jobs.wait(id, {
      signal: AbortSignal.any([context.signal, isLate]),
      onProgress(event) {
        stage = event.stage ?? stage
        const step = jobStep(event, stage)
        if (step) context.progress.update(step)
      },
    })
  } catch (error) {
    if (error instanceof JobError)
      throw new CliError(
        EXIT.failure,
        error.job.failure?.code ?? 'job-cancelled',
        error.message,
        `The worker's own log says more. ${WHERE}`,
      )
    if (!(error instanceof UserAbortError) || context.signal.aborted) throw error
    const { status } = await client.jobs.get(id, { signal: context.signal })
    throw new CliError(
      EXIT.failure,
      'too-slow',
      `the job is still ${status} after ${limit} s`,
      status === 'queued' ? `No worker took it. ${WHERE}` : 'Allow it more time with --wait.',
    )
  }
}

const factsOf = ({ id, device, ...job }: Schemas['Job'], model: Schemas['Model']): JobFacts => ({
  id,
  model: model.id,
  device: device ?? null,
  queued: seconds(job.created_at, job.started_at),
  ran: seconds(job.started_at, job.finished_at),
})

const requireDevice = ({ device }: JobFacts, wanted: string | undefined): void => {
  if (wanted !== undefined && device !== wanted)
    throw new CliError(
      EXIT.failure,
      'wrong-device',
      `the job computed on ${device ?? 'a device that the service does not tell'}, not on ${wanted}`,
      `Start the service's workers with PROMPTPOST_DEVICE=${wanted}: then a job says what is missing. ${WHERE}`,
    )
}

/** @returns what the job was like; undefined if none ended as it should */
export const checkJob = async (
  context: Context,
  checks: Checks,
  client: PromptPost,
  wanted: JobCheck,
): Promise<JobFacts | undefined> => {
  const { signal } = context
  let made: Schemas['Prediction'] | undefined
  let facts: JobFacts | undefined
  try {
    await checks.run('job', async () => {
      const model = await chooseModel(client, wanted, signal)
      made = await client.predictions.create(
        { model: model.id, task: taskFor(model), texts: [TEXT] },
        { signal },
      )
      facts = factsOf(await waitFor(context, client, made.job, wanted.wait), model)
      requireDevice(facts, wanted.device)
      const { device, queued, ran } = facts
      const detail = `${model.name} on ${device ?? 'an unknown device'}; waited ${queued.toFixed(1)} s, ran ${ran.toFixed(1)} s`
      return { detail, value: facts }
    })
  } finally {
    const { id } = made ?? {}
    // Also when the command is interrupted, whose signal would end this too.
    if (id !== undefined)
      await checks.run('clean-up', async () => {
        await client.predictions.delete(id)
        return { detail: `${id} and its job are deleted`, value: true }
      })
  }
  return facts
}
