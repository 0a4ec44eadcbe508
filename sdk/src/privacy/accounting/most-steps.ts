/**
 * How many steps a budget allows at a given noise: the counterpart of calibrating the noise to a number of steps.
 * @module
 */
import { PromptPostError } from '@promptpost/base'
import { epsilonEstimate, epsilonFor } from './accountant.js'
import type { NoiseBudget } from './calibrate.js'
import { MOST_STEPS } from './events.js'
import { meetBudgetLike, type Search } from './solve.js'

/** Share of the steps to which many of them are found. */
const MANY = 1e-4

/** And on estimates. */
const ABOUT = 1e-2

/** Spending falls with one over the steps: the axis on which a budget is met from the right. */
const stepsAt = (at: number): number => Math.round(1 / at)

/**
 * The largest number of steps whose epsilon is at most the one asked for; beyond 10^4 steps to 0.01 %, on the safe side.
 *
 * @throws PromptPostError `invalid-argument` for a value out of range, `privacy-refused` when one step is too many
 *
 * @example
 * const steps = mostSteps({ epsilon: 3, delta: 1e-6, samplingRate: 0.0152, noiseMultiplier: 1.1 })
 */
export const mostSteps = ({
  epsilon,
  delta,
  samplingRate,
  noiseMultiplier,
  ...neighbours
}: Omit<NoiseBudget, 'steps'> & { readonly noiseMultiplier: number }): number => {
  const spentBy =
    (accountant: typeof epsilonFor) =>
    (at: number): number =>
      accountant([{ samplingRate, noiseMultiplier, steps: stepsAt(at) }], delta, neighbours) / epsilon
  const searchTo = (share: number, beyond: number): Search => ({
    start: 1,
    slope: 0.5,
    beyond,
    // Towards the end that is farther off, just beyond the budget.
    aim: ({ safe, unsafe }) => 1 + (unsafe.spent - 1 > 1 - safe.spent ? share : -share) / 8,
    isEnough: ({ safe, unsafe }) =>
      safe !== undefined &&
      unsafe !== undefined &&
      stepsAt(unsafe.at) - stepsAt(safe.at) <= Math.max(1, share * stepsAt(safe.at)),
  })
  const { safe } = meetBudgetLike(
    { spent: spentBy(epsilonFor), range: { least: 1 / MOST_STEPS, most: 1 }, snap: at => 1 / stepsAt(at) },
    searchTo(MANY, MANY / 4),
    { spent: spentBy(epsilonEstimate), search: searchTo(ABOUT, 0.2) },
  )
  if (!safe)
    throw new PromptPostError('privacy-refused', 'is exceeded by a single step', {
      field: 'epsilon',
      value: epsilon,
      next: 'Ask for a larger epsilon, more noise or a smaller expected batch.',
    })
  return stepsAt(safe.at)
}
