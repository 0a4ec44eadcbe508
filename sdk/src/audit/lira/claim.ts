/**
 * What a guarantee allows any test of membership, for a measured attack to be held against.
 * @module
 */
import { privacyCurve, truePositiveBound } from '../../privacy/accounting/index.js'
import { epsilonFor, type PrivacyPlan } from '../../privacy/index.js'
import { rateValue } from '../../privacy/mechanism/sampler.js'
import { FALSE_POSITIVES } from './roc.js'

export type ClaimedLimits = { readonly auc: number; readonly tpr: readonly number[] }

/** Corners at which the area is summed: close together where the bound is steep. */
const CORNERS = 60

/**
 * Largest share of true positives at each share of false ones, and largest area under the curve, of any attack. Members are
 * told from others by one record more or less, whatever else the plan protects.
 */
export const claimedLimits = (plan: PrivacyPlan): ClaimedLimits => {
  const { noiseMultiplier, steps, samplingRate } = plan
  const { logDelta, lastEpsilon } = privacyCurve([
    { samplingRate: rateValue(samplingRate), noiseMultiplier, steps },
  ])
  const known = new Map<number, number>()
  const remembered = (epsilon: number): number => {
    const value = known.get(epsilon) ?? logDelta(epsilon)
    known.set(epsilon, value)
    return value
  }
  const bound = (fpr: number): number => truePositiveBound({ logDelta: remembered, lastEpsilon }, fpr)
  let auc = 0
  for (let i = 0; i < CORNERS; i++) {
    const [left, right] = [(i / CORNERS) ** 2, ((i + 1) / CORNERS) ** 2]
    // The bound rises: its value at the right end is above all before it, so the area is not understated.
    auc += (right - left) * bound(right)
  }
  return { auc, tpr: FALSE_POSITIVES.map(bound) }
}

/** What releasing `prompts` of them would spend, at the plan's delta, for a record that was in each. */
export const costOf = (plan: PrivacyPlan, prompts: number): number => {
  const { noiseMultiplier, steps, samplingRate, adjacency, recordsPerUnit, delta } = plan
  const event = { samplingRate: rateValue(samplingRate), noiseMultiplier, steps: steps * prompts }
  return epsilonFor([event], delta, { adjacency, records: recordsPerUnit })
}
