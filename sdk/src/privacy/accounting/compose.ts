/**
 * Composition: the loss of many steps is the sum of theirs, and its distribution a convolution, taken by Fourier transform
 * under an exponential tilt so that rounding is relative to delta itself and not to 1.
 *
 * With w(k) = p(k) e^(theta k d)/M the T-fold product p*(k) is M^T e^(-theta k d) r(k), r = w * ... * w, and
 *
 *     delta(epsilon) = M^T e^(-theta epsilon) sum over k d > epsilon of r(k) (1 - e^(epsilon - k d)) e^(theta (epsilon - k d)).
 *
 * Everything neglected is added back: what rounding may have taken from r (`rounding`), what lies above the window (at
 * most `beyond`), infinite losses, relative errors of the masses, errors of the losses. What wraps around from below the
 * window only adds.
 * @module
 */
import { convolve, type Part } from './convolve.js'
import { gridCumulant, minimise } from './cumulant.js'
import { MASS_ERROR } from './loss-grid.js'

/** Share of delta that what lies above the window may cost. */
const BEYOND_SHARE = 2e-5

/** Least tilted mass left outside on each side, of few steps and per step: less than rounding is in vain. */
const LEAST_BEYOND = { few: 1e-14, step: 1e-18 }

/** Longest transform. */
export const MOST_POINTS = 2 ** 22

const UNIT = 2 ** -53

/** A bound on delta, from above or from below, as a function of epsilon, on the grid of the composed loss. */
export type Profile = {
  readonly spacing: number
  /** Index of the first point; point i is epsilon = (first + i) spacing. */
  readonly first: number
  /** log of the bound on delta at each point, infinite losses included; it does not increase. */
  readonly logDelta: Float64Array
  /** Errors of the losses: to be added to every epsilon for an upper bound, taken off for a lower one. */
  readonly lossError: number
  /** log of what the bound allows for mass outside the window at epsilon 0; at epsilon it is `theta` epsilon less. */
  readonly logOutside: number
}

/** Which way errors go: an upper bound, or a lower one. */
export type Side = 'upper' | 'lower'

/** Where an answer is expected. */
export type Target = { readonly epsilon: number; readonly logDelta: number }

/** max over y of (1 - e^-y) e^(-theta y), log: what delta's hinge leaves of a tilted mass at most. */
export const logHinge = (theta: number): number => -theta * Math.log1p(1 / theta) - Math.log1p(theta)

export const totalCumulant = (parts: readonly Part[], power: number): number =>
  parts.reduce((sum, { grid, steps }) => sum + steps * gridCumulant(grid, power), 0)

/** Where the tilted, composed loss lies, in points, but for a mass of `beyond` on each side (Chernoff). */
export const windowOf = (
  parts: readonly Part[],
  theta: number,
  target?: Target,
): { low: number; high: number; beyond: number } => {
  const spacing = parts[0]!.grid.spacing
  const total = (power: number): number => totalCumulant(parts, power)
  const centre = total(theta)
  const logShare = target
    ? Math.log(BEYOND_SHARE) + target.logDelta - (centre - theta * target.epsilon) - logHinge(theta)
    : Number.NEGATIVE_INFINITY
  const steps = parts.reduce((sum, part) => sum + part.steps, 0)
  const least = Math.log(Math.max(LEAST_BEYOND.few, steps * LEAST_BEYOND.step))
  const logBeyond = Math.min(Math.log(1e-4), Math.max(least, logShare))
  // Room for the rounding of the cumulants, and of the exponents in them.
  const room = 1e-3 + 2e-10 * steps
  const roomOf = (cumulant: number): number => room + 16 * UNIT * (Math.abs(cumulant) + Math.abs(centre))
  const chernoff = (cumulant: number, shift: number): number =>
    (cumulant - centre - logBeyond + roomOf(cumulant)) / shift
  const reach = (sign: 1 | -1): number =>
    minimise(
      shift => chernoff(total(theta + sign * shift), shift),
      1e-3 * Math.max(theta, 1e-3),
      1e3 * Math.max(theta, 1) + 1e3,
      1e-2,
    ).value / spacing
  const highest = parts.reduce((sum, { grid, steps }) => sum + steps * (grid.first + grid.mass.length - 1), 0)
  const lowest = parts.reduce((sum, { grid, steps }) => sum + steps * grid.first, 0)
  return {
    high: Math.min(highest, Math.ceil(reach(1))),
    low: Math.max(lowest, Math.floor(-reach(-1))),
    beyond: Math.exp(logBeyond),
  }
}

/**
 * A bound on delta at every point of the window. The lower one takes off what the upper one adds, and twice what lies
 * outside the window, for that wraps around into it.
 *
 * @param parts all of one spacing and one direction; for a lower bound, at most as revealing as the steps.
 * @param theta the tilt, greater than 0: best where the derivative of the total cumulant is the epsilon of interest.
 */
export const compose = (
  parts: readonly Part[],
  theta: number,
  target?: Target,
  side: Side = 'upper',
): Profile => {
  const sign = side === 'upper' ? 1 : -1
  const spacing = parts[0]!.grid.spacing
  const { low, high, beyond } = windowOf(parts, theta, target)
  let length = 2
  while (length < high - low + 2) length *= 2
  const { r, shift, rounding, logMoment, exponents } = convolve(parts, theta, length)
  const steps = parts.reduce((sum, part) => sum + part.steps, 0)
  const allFinite = parts.reduce((sum, { grid, steps }) => sum + steps * Math.log1p(-grid.infinite), 0)
  const infinite = -Math.expm1(allFinite) * (1 + 1e-9)

  // D(k) = sum over j > k of r(j) e^(-theta (j-k) d) (1 - e^(-(j-k) d)), by a recursion of positive terms.
  const decay = Math.exp(-theta * spacing)
  const step = Math.exp(-spacing)
  const shrink = -Math.expm1(-spacing)
  const outside = (side === 'upper' ? 1 : 2) * beyond
  const logOutside = Math.log(outside) + logHinge(theta)
  const error = sign * (rounding(theta * spacing, spacing) + Math.exp(logOutside))
  const points = high - low + 1
  // Tilting loses a few units of the exponents, which exceed log M by less than 1000 wherever it matters; so does taking the tilt
  // away again; the recursion one an addition.
  const most = theta * spacing * Math.max(Math.abs(low), Math.abs(high))
  const tilting = steps * 4e3 * UNIT + 8 * UNIT * (exponents + most)
  const room = sign * (steps * MASS_ERROR + tilting + 8 * points * UNIT)
  const logInfinite = Math.log(infinite)
  const logDelta = new Float64Array(points)
  let sum = 0
  let tail = 0
  let least = Number.NEGATIVE_INFINITY
  let place = (((high - shift) % length) + length) % length
  for (let i = points - 1; i >= 0; i--) {
    const scale = logMoment - theta * (low + i) * spacing + room
    const finite = Math.min(0, scale + Math.log(Math.max(0, sum + error)))
    // A sum of two, unless one is lost in the other's room.
    const both = finite - 40 > logInfinite ? finite : Math.log(Math.exp(finite) + infinite)
    // What holds at a larger epsilon holds at a smaller one: far below the tilt's place a lower bound is lost in errors.
    least = Math.max(least, Math.min(0, both))
    logDelta[i] = least
    const value = Math.max(0, r[place]!)
    sum = decay * (sum + shrink * (value + tail))
    tail = decay * step * (tail + value)
    place = place === 0 ? length - 1 : place - 1
  }
  const lossError = parts.reduce((total, { grid, steps }) => total + steps * grid.lossError, 0)
  return { spacing, first: low, logDelta, lossError, logOutside: logOutside + logMoment }
}
