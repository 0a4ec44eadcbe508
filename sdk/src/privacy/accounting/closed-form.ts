/**
 * Compositions whose delta has a closed form: full batches, of any number of steps, and single steps of any kind. Each is
 * rounded to the side asked for: up for a claim, down for what no claim can get under.
 * @module
 */
import type { Side } from './compose.js'
import type { Neighbours, PrivacyEvent, Releases } from './events.js'
import { scaledErfc } from './normal.js'
import type { DominatingPair } from './pair.js'

/** delta as a function of epsilon, not increasing. */
export type DeltaCurve = (epsilon: number) => number

const UNIT = 2 ** -53

const signOf = (side: Side): 1 | -1 => (side === 'upper' ? 1 : -1)

/**
 * delta of the Gaussian mechanism with sensitivity over standard deviation mu, or of any composition of such:
 * Phi(-epsilon/mu + mu/2) - e^epsilon Phi(-epsilon/mu - mu/2) (Balle, Wang 2018, arXiv 1805.06530, theorem 8), a bound.
 * Both terms share e^(-a^2/2), since e^epsilon is the ratio of the two densities.
 */
export const gaussianDelta = (mu: number, epsilon: number, side: Side = 'upper'): number => {
  if (mu === Number.POSITIVE_INFINITY) return 1
  const a = epsilon / mu - mu / 2
  const b = epsilon / mu + mu / 2
  const scale = 0.5 * Math.exp((-a * a) / 2)
  const far = scaledErfc(b * Math.SQRT1_2)
  const near = scaledErfc(Math.abs(a) * Math.SQRT1_2)
  const rounding = signOf(side) * (16 + 2 * a * a) * UNIT * (near + far)
  if (a >= 0) return Math.min(1, scale * Math.max(0, near - far + rounding))
  return Math.min(1, 1 - scale * (near + far) + scale * rounding + signOf(side) * UNIT)
}

/** delta of one step in either direction, for any epsilon, negative ones too: bounds. */
export const oneStepDeltas = (
  pair: DominatingPair,
  epsilon: number,
  side: Side = 'upper',
): { remove: number; add: number } => {
  const weigh = (mass: number, other: number): number => {
    const scaled = other === 0 ? 0 : Math.exp(epsilon + Math.log(other))
    const rounding = signOf(side) * (16 + 4 * Math.abs(epsilon)) * UNIT * (mass + scaled)
    return Math.min(1, Math.max(0, Math.max(0, mass - scaled) + rounding))
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
  side: Side = 'upper',
): DeltaCurve | undefined => {
  if (releases.some(({ rare }) => rare)) return undefined
  if (events.every(({ samplingRate }) => samplingRate === 1)) {
    const sensitivity = adjacency === 'replace-one' ? 2 : records
    const squares = events.reduce(
      (sum, { noiseMultiplier, steps }) => sum + steps * (sensitivity / noiseMultiplier) ** 2,
      0,
    )
    // A few ulp aside: delta grows with mu.
    const mu = Math.sqrt(squares) * (1 + signOf(side) * 16 * UNIT)
    return epsilon => gaussianDelta(mu, epsilon, side)
  }
  const [only, ...others] = releases
  if (only && others.length === 0 && only.steps === 1) {
    return epsilon => {
      const { remove, add } = oneStepDeltas(only.pair, epsilon, side)
      return Math.max(remove, add)
    }
  }
  return undefined
}

/**
 * The least epsilon, at least 0, at which a curve is at or below delta: rounded up to where it is, or down to where it is
 * not yet.
 */
export const curveEpsilon = (curve: DeltaCurve, delta: number, side: Side = 'upper'): number => {
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
  return side === 'upper' ? high : low
}
