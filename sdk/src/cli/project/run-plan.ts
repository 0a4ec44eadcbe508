/**
 * The plan of a run as it is shown before anything is done: what is computed, what it costs, what goes up.
 * @module
 */
import { stat } from 'node:fs/promises'
import type { PromptPost } from '../../client/index.js'
import { downward, upward } from '../../privacy/figures.js'
import { describeUnit, type LedgerForecast, type PrivacyPlan } from '../../privacy/index.js'
import type { TuneAndTransferOptions, TuneAndTransferPlan } from '../../tune-and-transfer/index.js'
import { explainUpload } from '../explain-upload/contents.js'

/** A file that goes up; before the prompt is tuned its size is known of the tensor alone. */
export type PlannedUpload = { name: string; size: number | null }

/** The figures of the ledger are at `delta`, which is the budget's where there is one. */
export type PlannedPrivacy = Omit<LedgerForecast, 'budget' | 'directory'> & {
  /** What this run costs by itself, at `ownDelta`. */
  epsilon: number
  ownDelta: number
  unit: string
  /** Of all runs on these records; null without one. */
  budget: number | null
}

export type RunPlan = {
  service: string
  student: string
  model: string
  /** Without an identifier while it is to be uploaded. */
  dataset: { id: string | null; name: string; count: number; size: number }
  examples: number
  steps: { name: string; isDone: boolean; text: string }[]
  privacy: PlannedPrivacy | null
  uploads: PlannedUpload[]
  out: string
}

const isThere = async (path: string): Promise<boolean> =>
  (await stat(path).catch(() => undefined)) !== undefined

/** Of a plan and its forecast, as it is shown. */
export const plannedPrivacy = (
  { epsilon, delta: ownDelta, adjacency, recordsPerUnit: records }: PrivacyPlan,
  { runs, before, after, delta, isCharged, budget }: LedgerForecast,
): PlannedPrivacy => ({
  epsilon,
  ownDelta,
  unit: describeUnit({ adjacency, records }),
  runs,
  before,
  after,
  delta,
  isCharged,
  budget: budget?.epsilon ?? null,
})

/** Go up beside the tensor; how large they are is known when they are written. */
const DESCRIPTIONS = ['adapter_config.json', 'task.json']

const uploadsOf = async (
  client: PromptPost,
  { student, privacy, out }: TuneAndTransferPlan,
  { tuning }: TuneAndTransferOptions,
): Promise<PlannedUpload[]> => {
  if (await isThere(out)) {
    const { contents } = await explainUpload(out, { student: student.id })
    return contents.files.map(({ name, size }) => ({ name, size }))
  }
  const { TUNE_DEFAULTS } = await import('@promptpost/engine/post')
  const model = await client.models.get(student.model)
  const tokens = tuning?.virtualTokens ?? TUNE_DEFAULTS.virtualTokens
  const { hidden_size: width } = model.config
  const tensor = {
    name: 'adapter_model.safetensors',
    size: width === undefined ? null : 4 * tokens * width,
  }
  const rest = [...DESCRIPTIONS, ...(privacy ? ['privacy-report.json'] : [])]
  return [tensor, ...rest.map(name => ({ name, size: null }))]
}

export const runPlan = async (
  client: PromptPost,
  plan: TuneAndTransferPlan,
  options: TuneAndTransferOptions,
): Promise<RunPlan> => {
  const { service, student, dataset, examples, out } = plan
  return {
    service,
    student: student.id,
    model: student.model,
    dataset: { id: dataset.id ?? null, name: dataset.name, count: dataset.count, size: dataset.size },
    examples,
    steps: plan.steps.map(({ name, isDone, text }) => ({ name, isDone, text })),
    privacy: plan.privacy && plan.ledger ? plannedPrivacy(plan.privacy, plan.ledger) : null,
    uploads: await uploadsOf(client, plan, options),
    out,
  }
}

/** What a run costs, and how the ledger stands then. */
export const privacyLines = (privacy: PlannedPrivacy | null, isTuned: boolean): string[] => {
  if (!privacy) return ['privacy   none: nothing bounds what the prompt tells of its data']
  if (isTuned) return ['privacy   charged already; nothing more']
  const { epsilon, ownDelta, delta, unit, before, after, runs, budget, isCharged } = privacy
  const cost = `epsilon ${upward(epsilon)} at delta ${ownDelta}, for ${unit}`
  const limit =
    budget === null
      ? '; no budget is set'
      : `, of ${budget}: ${downward(Math.max(0, budget - after))} is left`
  return isCharged
    ? [
        `privacy   ${cost}, charged already: it goes on from its checkpoint`,
        `ledger    at delta ${delta}: ${upward(before)} with this run${limit}`,
      ]
    : [
        `privacy   this run costs ${cost}, for good`,
        `ledger    at delta ${delta}: ${upward(before)} now (${runs} ${runs === 1 ? 'run' : 'runs'} before), ${upward(after)} with this run${limit}`,
      ]
}

const uploadLines = (
  uploads: readonly PlannedUpload[],
  out: string,
  { student, dataset }: RunPlan,
): string[] => {
  const isExact = uploads.every(({ size }) => size !== null)
  const files = uploads.map(({ name, size }) =>
    size === null ? name : `${name} (${size} bytes${isExact ? '' : ' and a header'})`,
  )
  return [
    `uploads   ${files.join(', ')}; nothing else${dataset.id === null ? ' of the data' : ''}`,
    `          ${isExact ? 'every byte' : 'every byte, once it is tuned'}: promptpost explain-upload ${out} --student ${student}`,
  ]
}

/** Nothing is guessed: a step's time is known when steps have been taken. */
const timeOf = ({ privacy }: RunPlan, isTuned: boolean): string => {
  if (isTuned) return 'nothing is computed on this machine any more'
  return privacy
    ? 'not told under differential privacy: how long a step takes is a matter of the examples drawn'
    : 'told once the first steps have been measured'
}

const publicLine = ({ id, name, count, size }: RunPlan['dataset']): string =>
  id === null
    ? `public    ${count} texts (${size} bytes) go up too, as data set ${name}: every one of them as it is`
    : `public    ${count} texts of ${name} are on the service already`

/** @param folder the prompt's, as the user calls it */
export const renderPlan = (plan: RunPlan, folder: string): string => {
  const isDone = (name: string): boolean => plan.steps.some(step => step.name === name && step.isDone)
  return [
    ...plan.steps.map(({ text, isDone: done }, at) => `${at + 1}. ${text}${done ? '  [done already]' : ''}`),
    '',
    ...privacyLines(plan.privacy, isDone('tune')),
    ...(isDone('upload') ? ['uploads   nothing more'] : uploadLines(plan.uploads, folder, plan)),
    publicLine(plan.dataset),
    `time      ${timeOf(plan, isDone('tune'))}`,
  ].join('\n')
}
