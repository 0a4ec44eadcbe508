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

type End = { readonly at: number; readonly spent: number }

/** How the search for noise ended: with some, or with a budget that none meets, or that asks for none. */
export type LeastNoise = number | 'unreachable' | 'needless'

/**
 * The least noise multiplier from 2^-7 to 2^20, but for a small share of the budget, that spends at most `budget`: regula falsi
 * on logarithmic scales, with a bisection whenever an end has stayed twice.
 *
 * @param spent what a noise multiplier spends, not increasing
 * @param unspent share of the budget that may be left
 */
export const leastNoise = (
  spent: (noiseMultiplier: number) => number,
  budget: number,
  unspent = UNSPENT,
): LeastNoise => {
  const endAt = (at: number): End => ({ at, spent: spent(at) })
  let safe = endAt(1)
  while (safe.spent > budget) {
    if (safe.at >= NOISE_RANGE.most) return 'unreachable'
    safe = endAt(safe.at * 2)
  }
  let unsafe = endAt(safe.at / 2)
  while (unsafe.spent <= budget) {
    if (unsafe.at <= NOISE_RANGE.least) return 'needless'
    safe = unsafe
    unsafe = endAt(safe.at / 2)
  }
  const aim = budget * (1 - unspent / 2)
  let stayed = 0
  while (safe.spent < budget * (1 - unspent) && safe.at / unsafe.at - 1 > unspent) {
    const span = Math.log(unsafe.spent / safe.spent)
    const share = Number.isFinite(span) && span > 0 ? Math.log(unsafe.spent / aim) / span : 0.5
    const isHalved = Math.abs(stayed) >= 2
    const at: number = isHalved ? Math.sqrt(unsafe.at * safe.at) : unsafe.at * (safe.at / unsafe.at) ** share
    const end = endAt(at)
    if (end.spent <= budget) safe = end
    else unsafe = end
    const side = end.spent <= budget ? -1 : 1
    stayed = isHalved || stayed * side < 0 ? side : stayed + side
  }
  return safe.at
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
