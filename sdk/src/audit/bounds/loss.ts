/**
 * The privacy loss that one step of the Poisson-subsampled Gaussian makes visible to whoever knows all but one coin.
 * @module
 */
import type { PrivacyPlan } from '../../privacy/index.js'
import { rateValue } from '../../privacy/mechanism/sampler.js'

/**
 * log(dP/dQ) of one step's outcome, in units of the clipping norm: P = (1-q) N(0, s^2) + q N(1, s^2) is what a present
 * example makes of its own coordinate, Q = N(0, s^2) an absent one. Summed over steps it is the strongest test there is.
 */
export const lossOf = (
  plan: Pick<PrivacyPlan, 'samplingRate' | 'noiseMultiplier'>,
): ((outcome: number) => number) => {
  const rate = rateValue(plan.samplingRate)
  const variance = plan.noiseMultiplier ** 2
  return outcome => Math.log1p(rate * Math.expm1((2 * outcome - 1) / (2 * variance)))
}
