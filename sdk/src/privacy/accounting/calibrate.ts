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

/** A noise multiplier and what it spends. */
type Point = { readonly at: number; readonly spent: number }

/** How the search for noise ended: with some, or with a budget that none meets, or that asks for none. */
export type LeastNoise = number | 'unreachable' | 'needless'

/** What is spent falls with the noise's square or more slowly, where it is large; where it is small, faster. */
const STEP = { least: 1.1, most: { more: 2 ** 10, less: 4 } }

/**
 * Where the curve through the points meets the aim: the inverse interpolation of all three, or of two, on logarithmic
 * scales. NaN where they do not tell.
 */
const meeting = (points: readonly Point[], aim: number): number => {
  const height = points.map(({ spent }) => Math.log(spent / aim))
  const log = points.reduce((sum, { at }, i) => {
    const weight = height.reduce(
      (product, other, k) => (k === i ? product : (product * other) / (other - height[i]!)),
      1,
    )
    return sum + weight * Math.log(at)
  }, 0)
  return Math.exp(log)
}

/**
 * The least noise multiplier from 2^-7 to 2^20, but for a small share of the budget, that spends at most `budget`: by inverse
 * interpolation within two ends, and bisection whenever that has hardly moved them together.
 *
 * @param spent what a noise multiplier spends, not increasing
 * @param unspent share of the budget that may be left
 */
export const leastNoise = (
  spent: (noiseMultiplier: number) => number,
  budget: number,
  unspent = UNSPENT,
): LeastNoise => {
  const pointAt = (at: number): Point => ({ at, spent: spent(at) })
  const begun = pointAt(1)
  let [safe, unsafe]: (Point | undefined)[] = begun.spent <= budget ? [begun, undefined] : [undefined, begun]
  let third: Point | undefined
  while (!safe) {
    if (unsafe!.at >= NOISE_RANGE.most) return 'unreachable'
    const step = Math.max(STEP.least, Math.min(STEP.most.more, 1.1 * Math.sqrt(unsafe!.spent / budget)))
    const point = pointAt(Math.min(NOISE_RANGE.most, unsafe!.at * step))
    third = unsafe
    if (point.spent <= budget) safe = point
    else unsafe = point
  }
  while (!unsafe) {
    if (safe.at <= NOISE_RANGE.least) return 'needless'
    const step = Math.max(STEP.least, Math.min(STEP.most.less, 1.1 * Math.sqrt(budget / safe.spent)))
    const point = pointAt(Math.max(NOISE_RANGE.least, safe.at / step))
    third = safe
    if (point.spent > budget) unsafe = point
    else safe = point
  }
  if (third === safe || third === unsafe) third = undefined
  const aim = budget * (1 - unspent / 2)
  /** How often in turn the ends have not come together by half, log. */
  let slow = 0
  while (safe.spent < budget * (1 - unspent) && safe.at / unsafe.at - 1 > unspent) {
    const width = Math.log(safe.at / unsafe.at)
    const isInside = (at: number): boolean => at > unsafe!.at && at < safe!.at
    const ends = [unsafe, safe]
    const guess = [meeting(third ? [...ends, third] : ends, aim), meeting(ends, aim)].find(isInside)
    const isHalved = slow >= 3 || guess === undefined
    const point = pointAt(isHalved ? Math.sqrt(unsafe.at * safe.at) : guess)
    if (point.spent <= budget) [third, safe] = [safe, point]
    else [third, unsafe] = [unsafe, point]
    slow = isHalved || Math.log(safe.at / unsafe.at) < width / 2 ? 0 : slow + 1
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
