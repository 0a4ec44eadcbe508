/**
 * What a history of steps costs, and how much noise a budget needs. Every figure is an upper bound: the claim may be
 * looser than the truth, never tighter.
 * @module
 */
import { PromptPostError } from '@promptpost/base'
import { requireDelta, requireInteger, requireThat } from '../validate.js'
import { epsilonFromRdp, rdpSubsampledGaussian } from './rdp.js'

/** `steps` releases made in the same way. */
export type PrivacyEvent = {
  /** Probability that a record joins a step, from 0 to 1. */
  readonly samplingRate: number
  /** Standard deviation of the noise over the clipping norm, 0 or more. */
  readonly noiseMultiplier: number
  /** Number of releases, a whole number, 0 or more. */
  readonly steps: number
}

/** Most steps of one event: beyond it a count is a mistake, not a plan. */
export const MOST_STEPS = 1e9

/** Noise multipliers that calibration may return, and that a plan may ask for. */
export const NOISE_RANGE = { least: 2 ** -7, most: 2 ** 20 } as const

/** Calibration stops when its two ends agree to this relative width. */
const CALIBRATION_WIDTH = 1e-9

/** Relative room for the roundings of the composition and of the conversion. */
const OUTWARD = 1e-12

const tenths = Array.from({ length: 99 }, (_, index) => (index + 11) / 10)
const whole = Array.from({ length: 53 }, (_, index) => index + 12)
const sparse = [72, 80, 90, 100, 114, 128, 150, 180, 215, 256, 300, 362, 430, 512, 610, 724, 861, 1024]

/** Orders always tried. The smallest serve large epsilons, the largest small ones. */
const ORDERS = [1.02, 1.05, ...tenths, ...whole, ...sparse]

/** Larger orders, tried in turn while each improves on the last: only a tiny epsilon needs them. */
const DISTANT_ORDERS = Array.from({ length: 14 }, (_, index) => Math.round(1024 * 2 ** ((index + 1) / 2)))

/**
 * The smallest epsilon that Renyi accounting proves for a history, and the order that proves it.
 * Divergences add up over steps, adaptively chosen ones too (Mironov 2017, arXiv 1702.07476, proposition 1).
 *
 * @param history events in any order; equal ones need not be merged.
 * @param delta between 0 and 1, both excluded.
 * @returns epsilon in nats, `Infinity` when a step carried no noise; order 0 when nothing was released.
 * @throws PromptPostError `invalid-argument` for a value out of range.
 */
export const renyiEpsilon = (
  history: readonly PrivacyEvent[],
  delta: number,
): { readonly epsilon: number; readonly order: number } => {
  requireDelta(delta)
  for (const event of history) requireInteger('steps', event.steps, 0, MOST_STEPS)
  const released = history.filter(event => event.steps > 0)
  const epsilonAt = (order: number): number => {
    let total = 0
    for (const { samplingRate, noiseMultiplier, steps } of released)
      total += steps * rdpSubsampledGaussian(samplingRate, noiseMultiplier, order)
    return epsilonFromRdp(total * (1 + OUTWARD), order, delta) * (1 + OUTWARD)
  }
  if (released.every(event => event.samplingRate === 0)) {
    epsilonAt(2)
    return { epsilon: 0, order: 0 }
  }
  let best = { epsilon: Number.POSITIVE_INFINITY, order: 0 }
  for (const order of ORDERS) {
    const epsilon = epsilonAt(order)
    if (epsilon < best.epsilon) best = { epsilon, order }
  }
  for (const order of DISTANT_ORDERS) {
    if (best.order * 2 < order || best.epsilon === 0) break
    const epsilon = epsilonAt(order)
    if (epsilon < best.epsilon) best = { epsilon, order }
  }
  return best
}

/**
 * The epsilon that may be claimed for a history at `delta`; see {@link renyiEpsilon}.
 *
 * @example
 * epsilonFor([{ samplingRate: 0.01, noiseMultiplier: 1, steps: 1000 }], 1e-5) // 2.1013…
 */
export const epsilonFor = (history: readonly PrivacyEvent[], delta: number): number =>
  renyiEpsilon(history, delta).epsilon

/** What the noise must achieve: `steps` releases at one sampling rate within (epsilon, delta). */
export type NoiseBudget = {
  /** Greater than 0, in nats. */
  readonly epsilon: number
  /** Between 0 and 1, both excluded. */
  readonly delta: number
  /** Greater than 0, at most 1. */
  readonly samplingRate: number
  /** A whole number, 1 or more. */
  readonly steps: number
}

/**
 * The least noise multiplier, within a relative 1e-9, whose epsilon is at most the one asked for. It errs on the safe
 * side: `epsilonFor` of the result never exceeds `epsilon`.
 *
 * @throws PromptPostError `invalid-argument` for a value out of range, `privacy-refused` when no noise multiplier from
 * 2^-7 to 2^20 meets the budget from above: the budget is unreachable, or so large that it protects nothing.
 */
export const calibrateNoiseMultiplier = ({ epsilon, delta, samplingRate, steps }: NoiseBudget): number => {
  requireThat(
    epsilon > 0 && epsilon < Number.POSITIVE_INFINITY,
    'epsilon',
    'must be finite and greater than 0',
    epsilon,
  )
  requireThat(
    samplingRate > 0 && samplingRate <= 1,
    'samplingRate',
    'must be greater than 0, at most 1',
    samplingRate,
  )
  requireInteger('steps', steps, 1, MOST_STEPS)
  const within = (noiseMultiplier: number): boolean =>
    epsilonFor([{ samplingRate, noiseMultiplier, steps }], delta) <= epsilon
  let safe = 1
  while (!within(safe)) {
    safe *= 2
    if (safe > NOISE_RANGE.most)
      throw new PromptPostError('privacy-refused', 'cannot be reached with any usable amount of noise', {
        field: 'epsilon',
        value: epsilon,
        next: 'Ask for a larger epsilon, fewer steps or a larger delta.',
      })
  }
  let unsafe = safe / 2
  while (safe <= 1 && within(unsafe)) {
    safe = unsafe
    unsafe /= 2
    if (safe <= NOISE_RANGE.least)
      throw new PromptPostError('privacy-refused', 'is so large that almost no noise would be added', {
        field: 'epsilon',
        value: epsilon,
        next: 'Ask for a smaller epsilon; 8 is already a weak guarantee.',
      })
  }
  while (safe / unsafe - 1 > CALIBRATION_WIDTH) {
    const middle = Math.sqrt(safe * unsafe)
    if (within(middle)) safe = middle
    else unsafe = middle
  }
  return safe
}
