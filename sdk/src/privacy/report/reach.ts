/**
 * What a plan's guarantee means to someone who tests membership, computed from the plan alone: the whole trade-off, not one
 * point of it.
 * @module
 */

import { gaussianDelta } from '../accounting/closed-form.js'
import { gaussianMu, type PrivacyCurve, privacyCurve, truePositiveBound } from '../accounting/index.js'
import { rateValue } from '../mechanism/sampler.js'
import { neighboursOf, type PrivacyPlan } from '../plan.js'

/** The most true positives, as a share, at a share of false positives. */
export type TruePositives = { readonly falsePositives: number; readonly atMost: number }

/**
 * The Gaussian mechanism that is at least as revealing at every delta from `leastDelta` up (mu-GDP; Dong, Roth, Su 2022,
 * arXiv 1905.02383). `gap` says how much more revealing: the largest difference of true positives over all false ones; up to
 * 0.01 mu may stand for the whole guarantee (Gomez et al. 2025, arXiv 2503.10945).
 */
export type GaussianFit = { readonly mu: number; readonly leastDelta: number; readonly gap: number }

export const GOOD_GAP = 0.01

export type Reach = {
  readonly curve: PrivacyCurve
  readonly gaussian: GaussianFit
  readonly truePositives: readonly TruePositives[]
}

const FALSE_POSITIVES = [1e-3, 1e-2]
const LEAST_DELTA = 1e-6
/**
 * Outside of these the accountant's whole curve takes too long, or says no more than its one point, which is used then: a
 * verifier is given any plan.
 */
const CURVE = { leastEpsilon: 1e-3, mostEpsilon: 64, mostSteps: 1e6 }
/** Where the fit is measured. */
const RATES = [1e-4, 3e-4, 1e-3, 3e-3, 0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]

const onePoint = (epsilon: number, delta: number): PrivacyCurve => ({
  logDelta: at => (at >= epsilon ? Math.log(delta) : 0),
  lastEpsilon: epsilon,
})

const remembered = ({ logDelta, lastEpsilon }: PrivacyCurve): PrivacyCurve => {
  const known = new Map<number, number>()
  return {
    lastEpsilon,
    logDelta(epsilon) {
      const found = known.get(epsilon) ?? logDelta(epsilon)
      known.set(epsilon, found)
      return found
    },
  }
}

const curveOf = (plan: PrivacyPlan): PrivacyCurve => {
  const { samplingRate, noiseMultiplier, steps, epsilon, delta } = plan
  const { leastEpsilon, mostEpsilon, mostSteps } = CURVE
  if (epsilon < leastEpsilon || epsilon > mostEpsilon || steps > mostSteps) return onePoint(epsilon, delta)
  const event = { samplingRate: rateValue(samplingRate), noiseMultiplier, steps }
  return remembered(privacyCurve([event], neighboursOf(plan)))
}

/** @param plan checked; see `checkPrivacyPlan` */
export const reachOf = (plan: PrivacyPlan): Reach => {
  const curve = curveOf(plan)
  const mu = gaussianMu(curve, LEAST_DELTA)
  const gaussian: PrivacyCurve = {
    logDelta: epsilon => Math.log(Math.max(1e-300, mu === 0 ? 0 : gaussianDelta(mu, epsilon))),
    lastEpsilon: Math.max(curve.lastEpsilon, mu * (mu / 2 + 8)),
  }
  const gap = Math.max(
    0,
    ...RATES.map(rate => truePositiveBound(gaussian, rate) - truePositiveBound(curve, rate)),
  )
  return {
    curve,
    gaussian: { mu, leastDelta: LEAST_DELTA, gap },
    truePositives: FALSE_POSITIVES.map(rate => ({
      falsePositives: rate,
      atMost: truePositiveBound(curve, rate),
    })),
  }
}

/** Epsilon at a delta, by the curve; undefined where it says nothing. */
export const epsilonAt = ({ logDelta, lastEpsilon }: PrivacyCurve, delta: number): number | undefined => {
  const target = Math.log(delta)
  if (logDelta(lastEpsilon) > target) return undefined
  let [low, high] = [0, lastEpsilon]
  if (logDelta(0) <= target) return 0
  for (let round = 0; round < 40; round++) {
    const middle = (low + high) / 2
    if (logDelta(middle) <= target) high = middle
    else low = middle
  }
  return high
}
