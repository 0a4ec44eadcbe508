/**
 * The law the accountant composes: the privacy loss of T steps of the Poisson-subsampled Gaussian, drawn by Monte Carlo
 * from its definition and not through the mechanism. P = (1-q) N(0, s^2) + q N(1, s^2) is what a present example makes of
 * its own coordinate, Q = N(0, s^2) an absent one; the loss is the sum over steps of log(dP/dQ).
 * @module
 */
import { lossOf } from '../../sdk/src/audit/bounds/loss.js'
import { makePrivacyPlan, type PrivacyPlan } from '../../sdk/src/privacy/index.js'
import { createWordSource } from '../../sdk/src/privacy/mechanism/random.js'
import { rateValue } from '../../sdk/src/privacy/mechanism/sampler.js'
import { seededBytes } from '../../sdk/src/privacy/privacy.test.support.js'

/** Uniform numbers inside (0, 1), the same for the same seed. */
export const uniforms = (seed: string): (() => number) => {
  const word = createWordSource(seededBytes(seed))
  return () => (word() + 0.5) / 2 ** 32
}

/** Standard normal numbers by Box and Muller: another method than the mechanism's, for other eyes. */
export const normals = (seed: string): (() => number) => {
  const uniform = uniforms(seed)
  let spare: number | undefined
  return () => {
    if (spare !== undefined) {
      const value = spare
      spare = undefined
      return value
    }
    const radius = Math.sqrt(-2 * Math.log(uniform()))
    const angle = 2 * Math.PI * uniform()
    spare = radius * Math.sin(angle)
    return radius * Math.cos(angle)
  }
}

/** Total losses of a present and of an absent example, ascending. */
export type Law = { readonly present: Float64Array; readonly absent: Float64Array }

export const drawLaw = (plan: PrivacyPlan, draws: number, seed: string): Law => {
  const rate = rateValue(plan.samplingRate)
  const uniform = uniforms(`${seed} coins`)
  const normal = normals(`${seed} normals`)
  const loss = lossOf(plan)
  const total = (shift: () => number): number => {
    let sum = 0
    for (let step = 0; step < plan.steps; step++) sum += loss(shift() + plan.noiseMultiplier * normal())
    return sum
  }
  const draw = (shift: () => number) => Float64Array.from({ length: draws }, () => total(shift)).sort()
  return { present: draw(() => (uniform() < rate ? 1 : 0)), absent: draw(() => 0) }
}

/** The runs L and E look at. */
export const RUN_PLAN = makePrivacyPlan({
  examples: 60,
  expectedBatch: 12,
  steps: 20,
  noiseMultiplier: 1.5,
  clip: 2 ** -3,
  delta: 1e-3,
})
