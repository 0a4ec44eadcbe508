/**
 * The terms of a charge: what a run costs and for whom, its budget, and when it is no new run.
 * @module
 */
import { PromptPostError } from '@promptpost/base'
import { isAlive } from '@promptpost/base/store'
import type { Neighbours, PrivacyEvent } from '../accounting/index.js'
import { rateValue } from '../mechanism/sampler.js'
import { neighboursOf, type PrivacyPlan, requireSmallDelta } from '../plan.js'
import { requireDelta, requireThat } from '../validate.js'
import { type Book, type Budget, type Change, describeUnit } from './book.js'
import type { RecordSet } from './records.js'

export type ChargeOptions = {
  /** Becomes the data set's budget if it has none; else it must be the one it has. `delta` and neighbours are the plan's. */
  readonly budget?: { readonly epsilon: number; readonly delta?: number | undefined } | undefined
  /** The run that a checkpoint belongs to, if there is one. */
  readonly ticket?: string | undefined
}

/** @throws PromptPostError naming what is no budget */
export const requireBudget = ({ epsilon, delta }: Budget, records: number): void => {
  requireThat(
    epsilon > 0 && epsilon < Number.POSITIVE_INFINITY,
    'budget',
    'must be finite and greater than 0',
    epsilon,
  )
  requireDelta(delta)
  requireSmallDelta(delta, records)
}

/** @throws PromptPostError 'conflict' for another budget than the records have */
export const requireSameBudget = (
  own: Budget,
  asked: NonNullable<ChargeOptions['budget']>,
  neighbours: Neighbours,
): void => {
  const isSame =
    own.epsilon === asked.epsilon &&
    (asked.delta === undefined || asked.delta === own.delta) &&
    describeUnit(own.neighbours) === describeUnit(neighbours)
  if (isSame) return
  throw new PromptPostError(
    'conflict',
    `these records have the budget ${own.epsilon} at delta ${own.delta} for ${describeUnit(own.neighbours)}`,
    {
      field: 'budget',
      value: asked.epsilon,
      next: 'Leave it out, or change it knowingly with: promptpost privacy ledger --data FILE --set-budget EPSILON',
    },
  )
}

/** As the journal notes it. */
export const budgetChange = (data: string, { epsilon, delta, neighbours = {} }: Budget): Change => {
  const { adjacency = 'zero-out', records = 1 } = neighbours
  return { type: 'budget', data, epsilon, delta, adjacency, recordsPerUnit: records }
}

/** Whether the run of a ticket may go on without a new charge; see the head of ledger.ts. */
export const isContinuation = (
  book: Book,
  ticket: string,
  { fingerprint }: RecordSet,
  plan: PrivacyPlan,
): boolean => {
  const charge = book.charges.get(ticket)
  return (
    charge !== undefined &&
    !charge.isFinished &&
    charge.data === fingerprint &&
    charge.event.samplingRate === rateValue(plan.samplingRate) &&
    charge.event.noiseMultiplier === plan.noiseMultiplier &&
    charge.event.steps === plan.steps &&
    charge.delta === plan.delta &&
    !isAlive(charge.owner)
  )
}

/**
 * What a plan costs and for whom, and the budget that is asked for with it.
 *
 * @param records in the data set
 */
export const termsOf = (
  plan: PrivacyPlan,
  budget: ChargeOptions['budget'],
  records: number,
): { event: PrivacyEvent; neighbours: Neighbours; asked: Budget | undefined } => {
  const { samplingRate, noiseMultiplier, steps, delta } = plan
  const neighbours = neighboursOf(plan)
  const asked = budget && { epsilon: budget.epsilon, delta: budget.delta ?? delta, neighbours }
  if (asked) requireBudget(asked, records)
  return { event: { samplingRate: rateValue(samplingRate), noiseMultiplier, steps }, neighbours, asked }
}
