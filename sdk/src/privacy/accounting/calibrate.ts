/**
 * From a budget to the noise it needs, on the safe side.
 * @module
 */
import { PromptPostError } from '@promptpost/base'
import { requireDelta, requireInteger, requireThat } from '../validate.js'
import { epsilonEstimate, epsilonFor } from './accountant.js'
import { MOST_STEPS, type Neighbours, NOISE_RANGE } from './events.js'
import { meetBudget, meetBudgetLike, type Search } from './solve.js'

/** What the noise must achieve: `steps` releases at one sampling rate within (epsilon, delta). */
export type NoiseBudget = Neighbours & {
  /** Greater than 0, in nats. */
  readonly epsilon: number
  /** Between 0 and 1, both excluded. */
  readonly delta: number
  /** Greater than 0, at most 1. */
  readonly samplingRate: number
  /** A whole number, 1 or more. */
  readonly steps: number
}

/** Calibration stops when it leaves at most this share of epsilon unspent, or its two ends agree to it. */
const UNSPENT = 1e-4

const requireBudget = ({ epsilon, delta, samplingRate }: Omit<NoiseBudget, 'steps'>): void => {
  requireThat(
    epsilon > 0 && epsilon < Number.POSITIVE_INFINITY,
    'epsilon',
    'must be finite and greater than 0',
    epsilon,
  )
  requireDelta(delta)
  requireThat(
    samplingRate > 0 && samplingRate <= 1,
    'samplingRate',
    'must be greater than 0, at most 1',
    samplingRate,
  )
}

/** How the search for noise ended: with some, or with a budget that none meets, or that asks for none. */
export type LeastNoise = number | 'unreachable' | 'needless'

/** Share of a budget to which an estimate tells where it is met. */
const ABOUT = 5e-3

/**
 * The least noise multiplier from 2^-7 to 2^20, but for a small share of the budget, that spends at most `budget`.
 *
 * @param spent what a noise multiplier spends, not increasing
 * @param unspent share of the budget that may be left
 * @param estimate about what it spends, much faster: tells where to look first
 */
export const leastNoise = (
  spent: (noiseMultiplier: number) => number,
  budget: number,
  unspent = UNSPENT,
  estimate?: (noiseMultiplier: number) => number,
): LeastNoise => {
  const searchTo = (share: number, beyond: number): Search => ({
    start: 1,
    slope: 2,
    beyond,
    aim: () => 1 - share / 2,
    isEnough: ({ safe, unsafe }) =>
      safe !== undefined &&
      (safe.spent >= 1 - share || (unsafe !== undefined && safe.at / unsafe.at - 1 <= share)),
  })
  const curve = { spent: (at: number) => spent(at) / budget, range: NOISE_RANGE }
  const { safe } = estimate
    ? meetBudgetLike(curve, searchTo(unspent, unspent / 2), {
        spent: at => estimate(at) / budget,
        search: searchTo(Math.max(ABOUT, unspent), 0.2),
      })
    : meetBudget(curve, searchTo(unspent, 0.2))
  if (!safe) return 'unreachable'
  return safe.at === NOISE_RANGE.least ? 'needless' : safe.at
}

/**
 * The least noise multiplier, to 0.01 %, whose epsilon is at most the one asked for: `epsilonFor` of the result never
 * exceeds `epsilon`.
 *
 * @throws PromptPostError `invalid-argument` for a value out of range, `privacy-refused` when no noise multiplier from
 * 2^-7 to 2^20 meets the budget from above: the budget is unreachable, or so large that it protects nothing.
 */
export const calibrateNoiseMultiplier = (budget: NoiseBudget): number => {
  requireBudget(budget)
  const { epsilon, delta, samplingRate, steps, ...neighbours } = budget
  requireInteger('steps', steps, 1, MOST_STEPS)
  const found = leastNoise(
    noiseMultiplier => epsilonFor([{ samplingRate, noiseMultiplier, steps }], delta, neighbours),
    epsilon,
    UNSPENT,
    noiseMultiplier => epsilonEstimate([{ samplingRate, noiseMultiplier, steps }], delta, neighbours),
  )
  if (found === 'unreachable')
    throw new PromptPostError('privacy-refused', 'cannot be reached with any usable amount of noise', {
      field: 'epsilon',
      value: epsilon,
      next: 'Ask for a larger epsilon, fewer steps or a larger delta.',
    })
  if (found === 'needless')
    throw new PromptPostError('privacy-refused', 'is so large that almost no noise would be added', {
      field: 'epsilon',
      value: epsilon,
      next: 'Ask for a smaller epsilon; 8 is already a weak guarantee.',
    })
  return found
}
