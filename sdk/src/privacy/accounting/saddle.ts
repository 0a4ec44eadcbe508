/**
 * Where to look: about how large the answer is, and how far the steps' losses reach below it. These are estimates and choose
 * grids, windows and tilts only; what is proven does not depend on them.
 * @module
 */
import { logHinge, totalCumulant } from './compose.js'
import type { Part } from './convolve.js'
import { minimise, pairCumulant } from './cumulant.js'
import { type Releases, stepsIn } from './events.js'
import type { Direction, DominatingPair } from './pair.js'

/** What is asked: epsilon at a delta, or delta at an epsilon. */
export type Query = { readonly logDelta: number } | { readonly epsilon: number }

/** Where an answer is expected: a point of the curve, and the tilt that is best there. */
export type Place = { readonly epsilon: number; readonly logDelta: number; readonly theta: number }

/** Tilts that occur: an epsilon of 10^9 asks for the least, one of 10^-12 for the largest. */
const TILTS = { least: 1e-9, most: 1e14 }

/** log of how unlikely it may be, beside delta, that all other losses together fall further. */
const UNLIKELY = -12

/** log((1 - p) e^a + p e^b). */
const logBlend = (a: number, b: number, p: number): number => {
  const largest = Math.max(a, b)
  return largest + Math.log((1 - p) * Math.exp(a - largest) + p * Math.exp(b - largest))
}

/** The cumulant of the sum of all losses, for any power. */
const cumulantOf = (releases: readonly Releases[], direction: Direction, power: number): number =>
  releases.reduce((sum, { pair, rare, steps }) => {
    const of = (kind: DominatingPair): number => pairCumulant(kind, power, direction)
    const usual = of(pair)
    return sum + steps * (rare ? logBlend(usual, of(rare.pair), rare.probability) : usual)
  }, 0)

/** The tilt that proves most by itself (the Renyi bound), and what it proves. */
export const renyiPlace = (releases: readonly Releases[], direction: Direction, query: Query): Place => {
  const total = (theta: number): number => cumulantOf(releases, direction, theta) + logHinge(theta)
  const { at, value } = minimise(
    'logDelta' in query
      ? theta => (total(theta) - query.logDelta) / theta
      : theta => total(theta) - theta * query.epsilon,
    TILTS.least,
    TILTS.most,
    1e-2,
  )
  return 'logDelta' in query
    ? { theta: at, epsilon: Math.max(value, 0), logDelta: query.logDelta }
    : { theta: at, epsilon: query.epsilon, logDelta: Math.max(-700, Math.min(0, value)) }
}

/** The tilt under which the bound on delta at epsilon is least: the saddle of the composed loss. */
export const bestTilt = (parts: readonly Part[], epsilon: number, { least, most } = TILTS): number =>
  minimise(theta => totalCumulant(parts, theta) - theta * epsilon + logHinge(theta), least, most, 1e-2).at

/** The tilt that proves most by itself on a grid. */
export const searchTilt = (parts: readonly Part[], query: Query): number =>
  'epsilon' in query
    ? bestTilt(parts, query.epsilon)
    : minimise(
        theta => (totalCumulant(parts, theta) + logHinge(theta) - query.logDelta) / theta,
        TILTS.least,
        TILTS.most,
        1e-2,
      ).at

/** How far from 0 the sum of all losses hardly ever lies, above (1) or below (-1), nats (Chernoff). */
export const reachOf = (
  releases: readonly Releases[],
  direction: Direction,
  side: 1 | -1,
  logDelta: number,
): number => {
  const steps = stepsIn(releases)
  const logUnlikely = logDelta - Math.log(steps) + UNLIKELY
  const { value } = minimise(
    power => (cumulantOf(releases, direction, side * power) - logUnlikely) / power,
    TILTS.least,
    TILTS.most,
    1e-2,
  )
  return Math.max(0, value)
}
