/**
 * Compositions whose delta has a closed form: full batches, of any number of steps, and single steps of any kind. Each is
 * rounded outwards.
 * @module
 */
import type { Neighbours, PrivacyEvent, Releases } from './events.js'
import { scaledErfc } from './normal.js'
import type { DominatingPair } from './pair.js'

/** delta as a function of epsilon, not increasing. */
export type DeltaCurve = (epsilon: number) => number

const UNIT = 2 ** -53

/**
 * delta of the Gaussian mechanism with sensitivity over standard deviation mu, or of any composition of such:
 * Phi(-epsilon/mu + mu/2) - e^epsilon Phi(-epsilon/mu - mu/2) (Balle, Wang 2018, arXiv 1805.06530, theorem 8), an upper bound.
 * Both terms share e^(-a^2/2), since e^epsilon is the ratio of the two densities.
 */
export const gaussianDelta = (mu: number, epsilon: number): number => {
  if (mu === Number.POSITIVE_INFINITY) return 1
  const a = epsilon / mu - mu / 2
  const b = epsilon / mu + mu / 2
  const scale = 0.5 * Math.exp((-a * a) / 2)
  const far = scaledErfc(b * Math.SQRT1_2)
  const near = scaledErfc(Math.abs(a) * Math.SQRT1_2)
  const rounding = (16 + 2 * a * a) * UNIT * (near + far)
  if (a >= 0) return Math.min(1, scale * Math.max(0, near - far + rounding))
  return Math.min(1, 1 - scale * (near + far) + scale * rounding + UNIT)
}

/** delta of one step in either direction, for any epsilon, negative ones too: upper bounds. */
export const oneStepDeltas = (pair: DominatingPair, epsilon: number): { remove: number; add: number } => {
  const weigh = (mass: number, other: number): number => {
    const scaled = other === 0 ? 0 : Math.exp(epsilon + Math.log(other))
    return Math.min(1, Math.max(0, mass - scaled) + (16 + 4 * Math.abs(epsilon)) * UNIT * (mass + scaled))
  }
  const x = pair.position(epsilon, 0)
  const y = pair.position(-epsilon, 0)
  const { NEGATIVE_INFINITY } = Number
  return {
    remove: weigh(pair.upperAbove(x), pair.lowerAbove(x)),
    add:
      y === NEGATIVE_INFINITY
        ? 0
        : weigh(pair.lowerMass(NEGATIVE_INFINITY, y), pair.upperMass(NEGATIVE_INFINITY, y)),
  }
}

/** The closed form of a composition; undefined when it has none. */
export const closedForm = (
  events: readonly PrivacyEvent[],
  releases: readonly Releases[],
  { adjacency, records = 1 }: Neighbours,
): DeltaCurve | undefined => {
  if (releases.some(({ rare }) => rare)) return undefined
  if (events.every(({ samplingRate }) => samplingRate === 1)) {
    const sensitivity = adjacency === 'replace-one' ? 2 : records
    const squares = events.reduce(
      (sum, { noiseMultiplier, steps }) => sum + steps * (sensitivity / noiseMultiplier) ** 2,
      0,
    )
    // A few ulp up: delta grows with mu.
    const mu = Math.sqrt(squares) * (1 + 16 * UNIT)
    return epsilon => gaussianDelta(mu, epsilon)
  }
  const [only, ...others] = releases
  if (only && others.length === 0 && only.steps === 1) {
    return epsilon => {
      const { remove, add } = oneStepDeltas(only.pair, epsilon)
      return Math.max(remove, add)
    }
  }
  return undefined
}

/** The least epsilon, at least 0 and rounded up, at which a curve is at or below delta. */
export const curveEpsilon = (curve: DeltaCurve, delta: number): number => {
  if (curve(0) <= delta) return 0
  let low = 0
  let high = 1
  while (curve(high) > delta) {
    low = high
    high *= 2
    if (high > 1e300) return Number.POSITIVE_INFINITY
  }
  for (let round = 0; round < 200; round++) {
    const middle = low + (high - low) / 2
    if (middle <= low || middle >= high) break
    if (curve(middle) <= delta) high = middle
    else low = middle
  }
  return high
}
