/**
 * Gradient canaries at the hook between the trainer and its mechanism. The attacker of the guarantee knows everything but
 * a canary's coin: the other records and which of them were drawn too, for their draws do not depend on it. What the others
 * gave is therefore taken out of what was released, and what is left is noise, or noise and the canary.
 * @module
 */
import { PromptPostError } from '@promptpost/base'
import type { GradientMechanism } from '@promptpost/engine/post'
import type { PrivacyPlan } from '../../privacy/index.js'
import { lossOf } from '../bounds/loss.js'
import type { Directions } from './directions.js'

/** In clipping norms: far beyond one, so that what a canary adds is decided by the clip. */
const LENGTH = 50

export type Injection = {
  readonly mechanism: GradientMechanism
  /** Total privacy loss seen of every canary, included or not. */
  readonly losses: Float64Array
  /** Of every canary's outcomes over all steps: their sum, over the clipping norm, and the sum of squares over the noise. */
  readonly sums: Float64Array
  readonly squares: Float64Array
  steps(): number
}

const clipFactor = (gradient: Float32Array, clip: number): number => {
  let squares = 0
  for (const value of gradient) squares += value * value
  // What is not finite counts as zero, as it does for the mechanism.
  return Number.isFinite(squares) ? Math.min(1, clip / Math.sqrt(squares)) : 0
}

/**
 * @param mechanism the one under audit
 * @param canaryOf the canary that stands at an example's place; undefined for a real record
 */
export const injectCanaries = (
  mechanism: GradientMechanism,
  plan: PrivacyPlan,
  directions: Directions,
  canaryOf: (example: number) => number | undefined,
): Injection => {
  const { clip, expectedBatch, noiseMultiplier } = plan
  const loss = lossOf(plan)
  const losses = new Float64Array(directions.count)
  const sums = new Float64Array(directions.count)
  const squares = new Float64Array(directions.count)
  const others = new Float64Array(directions.count)
  const seen = new Float64Array(directions.count)
  let steps = 0
  const look = (row: Float32Array, example: number): void => {
    const canary = canaryOf(example)
    if (canary !== undefined) {
      directions.write(canary, LENGTH * clip, row)
      return
    }
    const factor = clipFactor(row, clip)
    if (factor > 0) directions.project(row, factor, others)
  }
  return {
    losses,
    sums,
    squares,
    steps: () => steps,
    mechanism: {
      sample: () => mechanism.sample(),
      accumulate(gradients, count, examples) {
        if (examples?.length !== count)
          throw new PromptPostError('internal', 'the trainer does not say whose gradients these are')
        const dimension = gradients.length / count
        for (const [row, example] of examples.entries())
          look(gradients.subarray(row * dimension, (row + 1) * dimension), example)
        mechanism.accumulate(gradients, count, examples)
      },
      release() {
        const released = mechanism.release()
        seen.fill(0)
        directions.project(released, expectedBatch, seen)
        for (let canary = 0; canary < directions.count; canary++) {
          const outcome = (seen[canary]! - others[canary]!) / clip
          losses[canary]! += loss(outcome)
          sums[canary]! += outcome
          squares[canary]! += (outcome / noiseMultiplier) ** 2
        }
        others.fill(0)
        steps++
        return released
      },
    },
  }
}
