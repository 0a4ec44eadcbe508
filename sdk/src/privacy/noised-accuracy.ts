/**
 * An accuracy on private data that may be shown: the number of right answers with Gaussian noise, charged like a run.
 *
 * One example more, less or zeroed changes the number by at most 1, so a standard deviation of sigma makes it the Gaussian
 * mechanism with noise multiplier sigma, one release at rate 1. The noise is drawn exactly and added to a whole number:
 * what comes out is a rounding of the ideal mechanism's output.
 * @module
 */
import { createLatticeGaussian } from './mechanism/gaussian.js'
import { createWordSource, type WordSource } from './mechanism/random.js'
import { makePrivacyPlan, type PrivacyPlan } from './plan.js'
import { requireInteger } from './validate.js'

export type NoisedAccuracy = {
  /** Share of right answers, with noise, in [0, 1]. */
  readonly accuracy: number
  /** 95 %, for the draw of the examples and of the noise, [low, high]. */
  readonly interval: readonly [number, number]
  /** Treated as public. */
  readonly examples: number
  readonly epsilon: number
  readonly delta: number
  /** Standard deviation of the noise, a share. */
  readonly deviation: number
}

/** What an accuracy is asked to cost. */
export type AccuracyBudget = {
  /** Nats. */
  readonly epsilon: number
  /** Less than 1/examples; below 1/(N ln N) when absent. */
  readonly delta?: number | undefined
}

/**
 * The plan of one noised count of right answers among `examples`: one release of the Gaussian mechanism to be charged before
 * anything is counted.
 *
 * @throws PromptPostError as {@link makePrivacyPlan}
 */
export const planAccuracy = (examples: number, { epsilon, delta }: AccuracyBudget): PrivacyPlan =>
  makePrivacyPlan({ examples, expectedBatch: examples, steps: 1, epsilon, delta, clip: 1 })

const clamp = (share: number): number => Math.min(1, Math.max(0, share))

/**
 * @param right answers among `examples`, a whole number: private, and gone after this
 * @param plan from {@link planAccuracy}, charged
 * @param nextWord for tests only: with any other source than the default there is no privacy
 */
export const noiseAccuracy = (
  right: number,
  examples: number,
  plan: PrivacyPlan,
  nextWord: WordSource = createWordSource(),
): NoisedAccuracy => {
  requireInteger('right', right, 0, examples)
  const { noiseMultiplier, epsilon, delta } = plan
  const accuracy = clamp((right + createLatticeGaussian(noiseMultiplier, nextWord)()) / examples)
  const deviation = noiseMultiplier / examples
  // The draw of the examples is estimated from the noised share, towards one half where the noise hides the truth.
  const share = Math.min(Math.max(accuracy, deviation), 1 - deviation, 1)
  const half = 1.96 * Math.sqrt(Math.max(0, share * (1 - share)) / examples + deviation ** 2)
  return {
    accuracy,
    interval: [clamp(accuracy - half), clamp(accuracy + half)],
    examples,
    epsilon,
    delta,
    deviation,
  }
}
