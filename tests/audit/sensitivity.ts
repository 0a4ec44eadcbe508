/**
 * S: one example more never moves a sum by more than the clipping norm, exactly. Noise off, every example in every step,
 * the same steps with and without an adversary whose gradient has norm 10^-3 to 10^6 C, or is not finite.
 *
 * In both worlds the trainer computes the others' gradients afresh, from a prompt that stands still. If they depended on
 * the adversary in their last bits only, a gradient that is not finite, which counts as zero, would be seen to change
 * something.
 * @module
 */
import { makePrivacyPlan } from '../../sdk/src/privacy/index.js'
import { type Fault, implement } from './faults.js'
import type { Finding } from './findings.js'
import { normals, uniforms } from './law.js'
import { DIMENSION, type Trainer } from './trainer.js'
import { newRun, type Run, takeTurns } from './turns.js'

/**
 * Texts of many lengths; the adversary's is of a middle one. It shares a micro-batch with some of the others, and if padding
 * depended on neighbours, some would be padded differently for its presence.
 */
const OTHERS = [0, 7, 16, 23, 60, 90, 130, 140]
const ADVERSARY = 75
const MICRO_BATCH = 3
const PAIRS = 64

/** Clip and batch are powers of two, so that released values are exact multiples of the lattice step. */
const PLAN = makePrivacyPlan({
  examples: OTHERS.length,
  expectedBatch: OTHERS.length,
  steps: PAIRS,
  noiseMultiplier: 1,
  clip: 2 ** -3,
})

/** One squared clipping norm in squared lattice steps. */
const UNIT = 2 ** (2 * PLAN.latticeBits)
const STEP = PLAN.clip / 2 ** PLAN.latticeBits / PLAN.expectedBatch

/** What an adversary's gradient holds in one place, in the first of every sixteen pairs. */
const ODD_VALUES = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 3e38]
const oddValue = (pair: number) => ODD_VALUES[pair % 16]

const scaledTo = (norm: number, direction: ArrayLike<number>): Float32Array => {
  const own = Math.hypot(...Array.from(direction))
  return Float32Array.from(direction, value => (value / own) * norm)
}

/** The sum of gradients, clipped roughly. */
const sumOf = (gradients: Iterable<Float32Array>): Float64Array => {
  const sum = new Float64Array(DIMENSION)
  for (const gradient of gradients) {
    const factor = Math.min(1, PLAN.clip / Math.hypot(...gradient))
    for (let j = 0; j < DIMENSION; j++) sum[j]! += gradient[j]! * factor
  }
  return sum
}

/** The squared norm of a change in lattice steps: exact when both vectors are on the lattice, as they are to be. */
const squaredChange = (one: Float64Array, other: Float64Array): bigint | number => {
  const changes = Array.from(one, (value, j) => (value - other[j]!) / STEP)
  return changes.every(Number.isSafeInteger)
    ? changes.reduce((sum, change) => sum + BigInt(change) ** 2n, 0n)
    : changes.reduce((sum, change) => sum + change ** 2, 0)
}

/** What becomes of the gradients on their way: the others' are scaled, alike in both worlds, the adversary's is made up. */
const attack = (seed: string): Run['edit'] => {
  const uniform = uniforms(`${seed} sensitivity`)
  const normal = normals(`${seed} directions`)
  const power = (low: number, high: number) => PLAN.clip * 10 ** (low + (high - low) * uniform())
  const norms = Array.from({ length: PAIRS }, () => OTHERS.map(() => power(-2, 2)))
  const seen = new Map<number, Float32Array>()
  const adversary = (pair: number): Float32Array => {
    // Against the others' sum, what rescales the others shows; in any direction, what treats coordinates apart.
    const direction =
      pair % 2 === 0
        ? sumOf(seen.values()).map(value => -value)
        : Float64Array.from({ length: DIMENSION }, normal)
    const gradient = scaledTo(power(-3, 6), direction)
    const odd = oddValue(pair)
    if (odd !== undefined) gradient[Math.floor(uniform() * DIMENSION)] = odd
    return gradient
  }
  return (gradient, example, pair) => {
    if (example === ADVERSARY) gradient.set(adversary(pair))
    else {
      gradient.set(scaledTo(norms[pair]![OTHERS.indexOf(example)]!, gradient))
      seen.set(example, gradient.slice())
    }
  }
}

/** The largest change over C, at most 1; and what a gradient that counts as zero changes, which is nothing. */
export const testSensitivity = async (trainer: Trainer, fault: Fault, seed: string): Promise<Finding[]> => {
  const edit = attack(seed)
  const world = (data: readonly number[]) => {
    const mechanism = implement(fault, PLAN, data.length, DIMENSION, `${seed} S`, { noise: false })
    return newRun({ mechanism, data, edit })
  }
  const without = world(OTHERS)
  const withOne = world([...OTHERS, ADVERSARY])
  const turns = Array.from({ length: PAIRS }, () => [without, withOne]).flat()
  await trainer.train(takeTurns(turns), { steps: turns.length, microBatch: MICRO_BATCH, still: true })
  const squares = withOne.steps.map(({ released }, pair) =>
    squaredChange(released, without.steps[pair]!.released),
  )
  const finding = (what: string, chosen: readonly (bigint | number)[], limit: number): Finding => {
    const largest = Math.max(...chosen.map(square => Math.sqrt(Number(square) / UNIT)))
    const value = Number.isNaN(largest) ? Number.POSITIVE_INFINITY : largest
    return { test: 'S', what, value, alarm: !chosen.every(square => square <= limit) }
  }
  const ofNothing = squares.filter((_, pair) => !Number.isFinite(oddValue(pair) ?? 0))
  return [finding('change', squares, UNIT), finding('change by a gradient that counts as zero', ofNothing, 0)]
}
