/**
 * What has to hold for an epsilon to be claimed. One that does not, and there is no report; a report that says so is not
 * shown.
 * @module
 */
import { PromptPostError } from '@promptpost/base'
import { samplingRateOf } from '../mechanism/sampler.js'
import type { PrivacyPlan } from '../plan.js'
import type { ReportFacts } from './types.js'

/** What only the tuning loop can vouch for. */
export type LoopPreconditions = {
  /** No example's gradient depends on which other examples shared its batch. */
  readonly independentGradients: boolean
  /** Nothing computed from private data without noise steered the run: no early stopping, schedule or best epoch. */
  readonly noPrivateControl: boolean
  /** Nothing computed from private data without noise left the run: no loss, accuracy or example. */
  readonly noPrivateMetrics: boolean
  /** The plan was fixed without looking at the private data. */
  readonly planFixedInAdvance: boolean
}

/** What the mechanism holds by construction, as long as its parts and its randomness are the real ones. */
const OF_THE_MECHANISM = [
  'secureRandomness',
  'poissonSampling',
  'uncappedBatches',
  'emptyBatchesReleased',
  'fixedDenominator',
  'exactSensitivity',
  'nonFiniteCountsAsZero',
] as const

const ofFigures = (plan: PrivacyPlan, { mechanism, datasetSize }: ReportFacts) => {
  const isPublic = datasetSize !== 'private'
  const rate = samplingRateOf(plan.expectedBatch, isPublic ? datasetSize : 1)
  return {
    stepsWithinPlan: mechanism.stepsTaken <= plan.steps,
    deltaBelowOneOverExamples: !isPublic || plan.delta * datasetSize < 1,
    // A plan reveals the number it was made from; another one beside it would be a slip, or a lie.
    sizeAsPlanned: !isPublic || rate.numerator === plan.samplingRate.numerator,
    sizeProtectedUnderAddRemove: !(isPublic && plan.adjacency === 'add-remove'),
  }
}

export type Precondition =
  | keyof LoopPreconditions
  | (typeof OF_THE_MECHANISM)[number]
  | keyof ReturnType<typeof ofFigures>

const refuse = (broken: readonly string[]): never => {
  throw new PromptPostError('privacy-refused', 'no epsilon may be claimed: a precondition does not hold', {
    field: 'preconditions',
    value: broken,
    next: 'Treat the prompt as tuned without differential privacy.',
  })
}

/** All preconditions, true, or throws `privacy-refused` with the names of those that are not. */
export const requirePreconditions = (
  plan: PrivacyPlan,
  facts: ReportFacts,
): { readonly [name in Precondition]: true } => {
  const { independentGradients, noPrivateControl, noPrivateMetrics, planFixedInAdvance } = facts.loop
  const isReal = facts.mechanism.randomness === 'node:crypto'
  const held: Record<Precondition, boolean> = {
    ...{ independentGradients, noPrivateControl, noPrivateMetrics, planFixedInAdvance },
    ...(Object.fromEntries(OF_THE_MECHANISM.map(name => [name, isReal])) as Record<
      (typeof OF_THE_MECHANISM)[number],
      boolean
    >),
    ...ofFigures(plan, facts),
  }
  const broken = Object.entries(held).filter(([, value]) => value !== true)
  if (broken.length > 0) refuse(broken.map(([name]) => name))
  return held as { readonly [name in Precondition]: true }
}

/** Throws `privacy-refused` unless a report says of each of its preconditions that it holds: before any figure is shown. */
export const requireHeld = ({
  preconditions,
}: {
  readonly preconditions: Readonly<Record<string, unknown>>
}): void => {
  const stated = Object.entries(preconditions ?? {})
  const broken = stated.filter(([, value]) => value !== true).map(([name]) => name)
  if (broken.length > 0 || stated.length === 0) refuse(broken)
}
