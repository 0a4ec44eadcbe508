/**
 * Whether a plan can teach a prompt anything, said before it spends the data's budget. It looks at public figures alone.
 * @module
 */
import { upward } from './figures.js'
import type { PrivacyPlan } from './plan.js'

/**
 * Noise over signal in one step: the noise in all coordinates together, sqrt(dimension) sigma C / B, over the clipping norm C,
 * which the mean gradient has at most. It should be well below 1; 0.1 to 0.5 is what worked in our measurements.
 *
 * @param dimension parameters of the prompt: virtual tokens times width
 */
export const noiseToSignal = (
  { noiseMultiplier, expectedBatch }: Pick<PrivacyPlan, 'noiseMultiplier' | 'expectedBatch'>,
  dimension: number,
): number => (Math.sqrt(dimension) * noiseMultiplier) / expectedBatch

/** Where the noise is as large as anything the data could say in a step. */
const HOPELESS = 1

/**
 * What to say of a plan whose steps are noise for the most part; undefined of any other. A run of it is charged all the same,
 * and its prompt is of no use.
 */
export const poorProspects = (plan: PrivacyPlan, dimension: number): string | undefined => {
  const ratio = noiseToSignal(plan, dimension)
  if (ratio <= HOPELESS) return undefined
  return (
    `with epsilon ${upward(plan.epsilon)} and batches of ${plan.expectedBatch}, a step adds ${ratio.toPrecision(2)} times as much noise as the ` +
    'data can say in it: the prompt will hardly be of use, and the run is charged all the same. Take more examples, a ' +
    'larger epsilon or expected batch, or fewer virtual tokens'
  )
}
