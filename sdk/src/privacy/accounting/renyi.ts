/**
 * What a history of steps costs, and how much noise a budget needs. Every figure is an upper bound: the claim may be
 * looser than the truth, never tighter.
 * @module
 */
import { requireDelta } from '../validate.js'
import type { PrivacyEvent } from './events.js'
import { epsilonFromRdp, rdpSubsampledGaussian } from './rdp.js'

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
