/**
 * The mechanism itself: Poisson sample, clip, exact integer sum, exact Gaussian, division by the expected batch.
 *
 * M = S + round(sigma K Z) with S whole is round(S + sigma K Z): post-processing of the ideal Gaussian mechanism with
 * sensitivity K and standard deviation sigma K, so the accountant's (q, sigma) describes these very bits.
 * @module
 */
import { PromptPostError } from '@promptpost/base'
import { checkPrivacyPlan, MOST_EXAMPLES, type PrivacyPlan, requireSmallDelta } from '../plan.js'
import { requireInteger, requireThat } from '../validate.js'
import { clipToLattice } from './clipping.js'
import { createLatticeGaussian } from './gaussian.js'
import { type ByteSource, createWordSource } from './random.js'
import { poissonSample } from './sampler.js'

/** Most coordinates: keeps the rounding of a row far below its clipping norm. */
const MOST_DIMENSION = 2 ** 26

/** What a tuning loop needs to follow a plan: sample, accumulate any number of times, release; once per step. */
export type GradientMechanism = {
  /** Indices of the examples of this step: a fresh Poisson sample, possibly empty. */
  sample(): number[]
  /** Adds per-example gradients, row-major [count, dimension], of one physical micro-batch of the current sample. */
  accumulate(gradients: Float32Array, count: number): void
  /** Noised sum divided by the expected batch, [dimension]; resets for the next step. */
  release(): Float64Array
  /** Standard deviation of the noise in every released coordinate, in the gradients' unit: public. */
  readonly noiseDeviation: number
}

/** What may be told about a mechanism's use: nothing here depends on the data. */
export type MechanismFacts = {
  readonly dimension: number
  /** Releases so far. */
  readonly stepsTaken: number
  /** `injected` means a test's bytes or parts: there is no privacy then. */
  readonly randomness: 'node:crypto' | 'injected'
}

/** A mechanism that can also say how it was used, for the report. */
export type PlannedMechanism = GradientMechanism & { facts(): MechanismFacts }

const refuse = (message: string, next: string): never => {
  throw new PromptPostError('privacy-refused', message, { next })
}

/** The parts that the guarantee rests on. The audit replaces them by faulty ones, to see that it would notice. */
export type MechanismParts = {
  readonly sample: typeof poissonSample
  readonly clip: typeof clipToLattice
  readonly gaussian: typeof createLatticeGaussian
}

export const REAL_PARTS: MechanismParts = Object.freeze({
  sample: poissonSample,
  clip: clipToLattice,
  gaussian: createLatticeGaussian,
})

/**
 * Binds a plan to a data set of `examples` records and a prompt of `dimension` parameters.
 *
 * The released vectors do not depend on how a sample is cut into micro-batches or in what order rows arrive: sums are
 * whole numbers below 2^53, so addition is exact. A gradient that is not finite counts as zero, silently, since whether
 * that happened is private.
 *
 * @param plan checked again here, claim included.
 * @param examples size of the data set at hand, from 1 to 2^28 and less than 1/delta.
 * @param dimension from 1 to 2^26.
 * @param bytes for tests only; with it the facts say `injected` and no report can be made.
 * @throws PromptPostError `invalid-argument` for a value out of range; `privacy-refused` for a plan whose claim does not
 * hold, a delta of 1/examples or more, more steps than planned, calls out of turn, or rows that are not exactly those sampled.
 */
export const createMechanism = (
  plan: PrivacyPlan,
  examples: number,
  dimension: number,
  bytes?: ByteSource,
): PlannedMechanism => createMechanismWith(REAL_PARTS, plan, examples, dimension, bytes)

/** {@link createMechanism} of other parts, for tests only: unless they are the real ones, the facts say `injected`. */
export const createMechanismWith = (
  parts: MechanismParts,
  plan: PrivacyPlan,
  examples: number,
  dimension: number,
  bytes?: ByteSource,
): PlannedMechanism => {
  const { samplingRate, steps, noiseMultiplier, clip, latticeBits, expectedBatch, delta } =
    checkPrivacyPlan(plan)
  requireInteger('examples', examples, 1, MOST_EXAMPLES)
  requireInteger('dimension', dimension, 1, MOST_DIMENSION)
  requireSmallDelta(delta, examples)
  const randomness = bytes === undefined && parts === REAL_PARTS ? 'node:crypto' : 'injected'
  const nextWord = createWordSource(bytes)
  const noise = parts.gaussian(noiseMultiplier * 2 ** latticeBits, nextWord)
  const sum = new Float64Array(dimension)
  const lattice = new Float64Array(dimension)
  const scale = clip / (2 ** latticeBits * expectedBatch)
  let stepsTaken = 0
  /** Rows of the open sample still to come; undefined between steps. */
  let awaited: number | undefined

  return {
    noiseDeviation: (noiseMultiplier * clip) / expectedBatch,

    sample() {
      if (awaited !== undefined)
        refuse('sample() before release()', 'Release every sample, an empty one too.')
      if (stepsTaken === steps) refuse(`all ${steps} planned steps are taken`, 'Make a plan with more steps.')
      const indices = parts.sample(examples, samplingRate, nextWord)
      awaited = indices.length
      return indices
    },

    accumulate(gradients, count) {
      if (awaited === undefined) return refuse('accumulate() before sample()', 'Call sample() first.')
      requireInteger('count', count, 0, MOST_EXAMPLES)
      requireThat(
        gradients.length === count * dimension,
        'gradients',
        `must hold count x dimension = ${count} x ${dimension} values`,
        gradients.length,
      )
      if (count > awaited) refuse('more gradients than sampled examples', 'Give one row per sampled example.')
      awaited -= count
      for (let row = 0; row < count; row++) {
        parts.clip(gradients, row * dimension, clip, latticeBits, lattice)
        for (let j = 0; j < dimension; j++) sum[j] = sum[j]! + lattice[j]!
      }
    },

    release() {
      if (awaited === undefined) return refuse('release() before sample()', 'Call sample() first.')
      if (awaited > 0) refuse('fewer gradients than sampled examples', 'Give one row per sampled example.')
      const released = new Float64Array(dimension)
      for (let j = 0; j < dimension; j++) released[j] = (sum[j]! + noise()) * scale
      sum.fill(0)
      lattice.fill(0)
      awaited = undefined
      stepsTaken++
      return released
    },

    facts: () => ({ dimension, stepsTaken, randomness }),
  }
}
