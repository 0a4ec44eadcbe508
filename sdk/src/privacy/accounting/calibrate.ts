/**
 * From a budget to the noise it needs, on the safe side.
 * @module
 */
import { PromptPostError } from '@promptpost/base'
import { requireDelta, requireInteger, requireThat } from '../validate.js'
import { epsilonFor } from './accountant.js'
import { MOST_STEPS, type Neighbours, NOISE_RANGE } from './events.js'

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
const UNSPENT = 2e-5

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

type End = { readonly at: number; readonly epsilon: number }

/**
 * Narrows a bracket of a decreasing function on logarithmic scales (regula falsi, with a bisection whenever an end has stayed
 * twice) until its safe end leaves almost nothing unspent.
 */
const narrow = (
  spent: (at: number) => number,
  budget: number,
  unsafe: End,
  safe: End,
  isDone: (unsafe: number, safe: number) => boolean,
): number => {
  const aim = budget * (1 - UNSPENT / 2)
  let stayed = 0
  let [low, high] = [unsafe, safe]
  while (high.epsilon < budget * (1 - UNSPENT) && !isDone(low.at, high.at)) {
    const span = Math.log(low.epsilon / high.epsilon)
    const share = Number.isFinite(span) && span > 0 ? Math.log(low.epsilon / aim) / span : 0.5
    const at = Math.abs(stayed) >= 2 ? Math.sqrt(low.at * high.at) : low.at * (high.at / low.at) ** share
    const epsilon = spent(at)
    if (epsilon <= budget) {
      high = { at, epsilon }
      stayed = Math.min(stayed, 0) - 1
    } else {
      low = { at, epsilon }
      stayed = Math.max(stayed, 0) + 1
    }
    if (Math.abs(stayed) > 2) stayed = 0
  }
  return high.at
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
  const spent = (noiseMultiplier: number): number =>
    epsilonFor([{ samplingRate, noiseMultiplier, steps }], delta, neighbours)
  let safe: End = { at: 1, epsilon: spent(1) }
  let unsafe: End | undefined
  while (safe.epsilon > epsilon) {
    unsafe = safe
    safe = { at: safe.at * 2, epsilon: spent(safe.at * 2) }
    if (safe.at > NOISE_RANGE.most)
      throw new PromptPostError('privacy-refused', 'cannot be reached with any usable amount of noise', {
        field: 'epsilon',
        value: epsilon,
        next: 'Ask for a larger epsilon, fewer steps or a larger delta.',
      })
  }
  while (!unsafe) {
    const half = { at: safe.at / 2, epsilon: spent(safe.at / 2) }
    if (half.epsilon > epsilon) unsafe = half
    else safe = half
    if (safe.at <= NOISE_RANGE.least)
      throw new PromptPostError('privacy-refused', 'is so large that almost no noise would be added', {
        field: 'epsilon',
        value: epsilon,
        next: 'Ask for a smaller epsilon; 8 is already a weak guarantee.',
      })
  }
  return narrow(spent, epsilon, unsafe, safe, (low, high) => high / low - 1 <= UNSPENT)
}
