/**
 * Thirteen mistakes that real implementations of DP-SGD have made, each built from the real parts with one thing wrong.
 *
 * Faults of sampler, clip and noise replace that part of the mechanism; faults of a training loop stand where the loop
 * hands gradients over and takes the released mean back.
 * @module
 */
import type { GradientMechanism } from '@promptpost/engine/post'
import type { PrivacyPlan } from '../../sdk/src/privacy/index.js'
import {
  createMechanismWith,
  type MechanismParts,
  REAL_PARTS,
} from '../../sdk/src/privacy/mechanism/mechanism.js'
import { RATE_DENOMINATOR, rateValue } from '../../sdk/src/privacy/mechanism/sampler.js'
import { seededBytes } from '../../sdk/src/privacy/privacy.test.support.js'

export type TestName = 'S' | 'N' | 'P' | 'L' | 'E'

export type Fault = {
  readonly name: string
  /** The test made to notice it; others may as well. */
  readonly noticedBy?: TestName
  /** Replaced parts, anew for each mechanism. */
  readonly parts?: (dimension: number) => Partial<MechanismParts>
  readonly loop?: (mechanism: GradientMechanism, plan: PrivacyPlan) => GradientMechanism
}

const { sample: poisson, clip: clipToLattice, gaussian } = REAL_PARTS

export const silent: MechanismParts['gaussian'] = () => () => 0

const noiseScaledBy = (factor: number): MechanismParts['gaussian'] => {
  return (scale, words) => gaussian(scale * factor, words)
}

/** One vector of noise, drawn once and added at every step: a generator seeded again by each step. */
const sameNoise =
  (dimension: number): MechanismParts['gaussian'] =>
  (scale, words) => {
    const next = gaussian(scale, words)
    const vector = Float64Array.from({ length: dimension }, next)
    let drawn = 0
    return () => vector[drawn++ % dimension]!
  }

const unclipped: MechanismParts['clip'] = (gradients, start, clip, bits, lattice) => {
  for (let j = 0; j < lattice.length; j++) lattice[j] = Math.round((gradients[start + j]! / clip) * 2 ** bits)
}

const clippedAtTwice: MechanismParts['clip'] = (gradients, start, clip, bits, lattice) => {
  clipToLattice(gradients, start, 2 * clip, bits, lattice)
  for (let j = 0; j < lattice.length; j++) lattice[j]! *= 2
}

const clippedPerCoordinate: MechanismParts['clip'] = (gradients, start, clip, bits, lattice) => {
  const one = new Float64Array(1)
  for (let j = 0; j < lattice.length; j++) {
    clipToLattice(gradients, start + j, clip, bits, one)
    lattice[j] = one[0]!
  }
}

/** Moves `count` randomly chosen entries of `order` to its front (Fisher and Yates). */
const shuffleFront = (order: number[], count: number, words: () => number): void => {
  for (let i = 0; i < count; i++) {
    const j = i + (words() % (order.length - i))
    ;[order[i], order[j]] = [order[j]!, order[i]!]
  }
}

const everyone = (records: number) => Array.from({ length: records }, (_, i) => i)

const fixedSize: MechanismParts['sample'] = (records, rate, words) => {
  const order = everyone(records)
  const size = Math.round(records * rateValue(rate))
  shuffleFront(order, size, words)
  return order.slice(0, size).sort((a, b) => a - b)
}

const shuffledEpochs = (): MechanismParts['sample'] => {
  let left: number[] = []
  return (records, rate, words) => {
    const size = Math.round(records * rateValue(rate))
    if (left.length < size) {
      left = everyone(records)
      shuffleFront(left, records, words)
    }
    return left.splice(0, size)
  }
}

const doubledRate: MechanismParts['sample'] = (records, rate, words) =>
  poisson(records, { ...rate, numerator: Math.min(2 * rate.numerator, RATE_DENOMINATOR) }, words)

const neverEmpty: MechanismParts['sample'] = (records, rate, words) => {
  for (;;) {
    const sample = poisson(records, rate, words)
    if (sample.length > 0) return sample
  }
}

/** Clips the mean of a micro-batch instead of each gradient: a graph without per-example gradients. */
const clipsTheMean = (mechanism: GradientMechanism): GradientMechanism => ({
  ...mechanism,
  accumulate: (gradients, count) => {
    const dimension = gradients.length / count
    const means = new Float32Array(dimension)
    gradients.forEach((value, i) => {
      means[i % dimension]! += value / count
    })
    mechanism.accumulate(
      gradients.map((_, i) => means[i % dimension]!),
      count,
    )
  },
})

/** Averages over the examples that were drawn, as every ordinary loss does. */
const dividesByRealisedBatch = (mechanism: GradientMechanism, plan: PrivacyPlan): GradientMechanism => {
  let size = 0
  return {
    ...mechanism,
    sample: () => {
      const sample = mechanism.sample()
      size = sample.length
      return sample
    },
    release: () => mechanism.release().map(value => (value * plan.expectedBatch) / Math.max(1, size)),
  }
}

export const NO_FAULT: Fault = { name: 'none' }

export const FAULTS: readonly Fault[] = [
  { name: 'no noise', noticedBy: 'N', parts: () => ({ gaussian: silent }) },
  { name: 'noise halved', noticedBy: 'N', parts: () => ({ gaussian: noiseScaledBy(0.5) }) },
  { name: 'noise x 0.8', noticedBy: 'N', parts: () => ({ gaussian: noiseScaledBy(0.8) }) },
  {
    name: 'same noise every step',
    noticedBy: 'N',
    parts: dimension => ({ gaussian: sameNoise(dimension) }),
  },
  { name: 'no clipping', noticedBy: 'S', parts: () => ({ clip: unclipped }) },
  { name: 'clip at 2C', noticedBy: 'S', parts: () => ({ clip: clippedAtTwice }) },
  { name: 'per-coordinate clip', noticedBy: 'S', parts: () => ({ clip: clippedPerCoordinate }) },
  { name: 'clip the batch mean', noticedBy: 'S', loop: clipsTheMean },
  { name: 'divide by realised batch', noticedBy: 'S', loop: dividesByRealisedBatch },
  { name: 'shuffled epochs', noticedBy: 'P', parts: () => ({ sample: shuffledEpochs() }) },
  { name: 'fixed-size batches', noticedBy: 'P', parts: () => ({ sample: fixedSize }) },
  { name: 'q doubled', noticedBy: 'P', parts: () => ({ sample: doubledRate }) },
  { name: 'resampled empty batches', noticedBy: 'P', parts: () => ({ sample: neverEmpty }) },
]

/** A mechanism with the fault; without one, the real mechanism on a test's bytes. */
export const implement = (
  fault: Fault,
  plan: PrivacyPlan,
  examples: number,
  dimension: number,
  seed: string,
  options: { noise: boolean } = { noise: true },
): GradientMechanism => {
  const changes = { ...fault.parts?.(dimension), ...(!options.noise && { gaussian: silent }) }
  const parts = Object.keys(changes).length > 0 ? { ...REAL_PARTS, ...changes } : REAL_PARTS
  const mechanism = createMechanismWith(parts, plan, examples, dimension, seededBytes(seed))
  return fault.loop?.(mechanism, plan) ?? mechanism
}
