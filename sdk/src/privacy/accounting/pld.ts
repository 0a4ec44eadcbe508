/**
 * The privacy loss distribution accountant: the smallest epsilon (or delta) that a composition of subsampled Gaussian steps
 * is proven to satisfy, by {@link lossGrid} and {@link compose}, in both directions, on a grid as fine as the answer needs.
 *
 * Connecting dots d apart adds at most about d^2/6 to the variance of a step's loss, which raises epsilon by
 * T d^2 (kappa + 1)/12 with kappa = -d log delta/d epsilon. The grid is refined until that is below `TOLERANCE` of epsilon, or
 * the transform gets long; either way the result is an upper bound.
 * @module
 */
import { compose, logHinge, MOST_POINTS, type Profile, totalCumulant } from './compose.js'
import type { Part } from './convolve.js'
import { minimise, pairCumulant } from './cumulant.js'
import type { Releases } from './events.js'
import type { DominatingPair } from './pair.js'
import { bearableParts, type View } from './parts.js'

/** P against Q (a record removed), or Q against P (a record added). */
export type Direction = 'remove' | 'add'

/** Relative excess of epsilon aimed at, and the one that is good enough when the transform would be long. */
const TOLERANCE = 1e-4
const ROUGH_TOLERANCE = 1e-3

/** The one that the lesser of two directions begins with. */
const LESSER_TOLERANCE = 3e-3

/** Excess that is not worth more work, nats. */
const NEGLIGIBLE = 1e-8

/** Points of a transform that is not long yet. */
const SHORT = 2 ** 18

/** Points that a better answer is worth: in longer ones rounding grows faster than the grid gets finer. */
const LONG = 2 ** 20

const ROUNDS = 6

/** log of how much smaller delta may well be than its Renyi bound where the composed loss is nearly normal. */
const RENYI_SLACK = 5

/** Share of delta that mass outside the window may cost, log; else it is composed again in a wide one. */
const MOST_OUTSIDE = Math.log(3e-4)
const LARGEST_SPACING = 0.5

/** What is asked: epsilon at a delta, or delta at an epsilon. */
export type Query = { readonly logDelta: number } | { readonly epsilon: number }

/** An upper bound on what was asked, and the other one of the two as given; the profile it comes from and how that was seen. */
export type Found = {
  readonly epsilon: number
  readonly logDelta: number
  readonly profile: Profile
  readonly view: View
}

/** Standard deviations beyond which all steps' outcomes together may cost a few hundred-thousandths of delta. */
const reachOf = (steps: number, logDelta: number): number => Math.sqrt(2 * (Math.log(steps) - logDelta + 10))

/** log((1 - p) e^a + p e^b). */
const logBlend = (a: number, b: number, p: number): number => {
  const largest = Math.max(a, b)
  return largest + Math.log((1 - p) * Math.exp(a - largest) + p * Math.exp(b - largest))
}

/** The tilt that proves most by itself (the Renyi bound), and what it proves. */
const renyi = (
  releases: readonly Releases[],
  direction: Direction,
  query: Query,
): { theta: number; epsilon: number; logDelta: number; isNormal: boolean } => {
  const total = (theta: number): number =>
    releases.reduce((sum, { pair, rare, steps }) => {
      const of = (kind: DominatingPair): number =>
        pairCumulant(kind, theta, direction === 'remove' || kind.isSymmetric ? 1 : -1)
      const usual = of(pair)
      return sum + steps * (rare ? logBlend(usual, of(rare.pair), rare.probability) : usual)
    }, 0)
  const bound = (theta: number): number =>
    'logDelta' in query
      ? (total(theta) + logHinge(theta) - query.logDelta) / theta
      : total(theta) + logHinge(theta) - theta * query.epsilon
  const { at, value } = minimise(bound, 1e-4, 1e7, 1e-2)
  /** The variance of the tilted loss, up to a factor: hardly larger than with a tenth of the tilt unless losses are rare and large. */
  const variance = (theta: number): number =>
    (total(1.1 * theta) - 2 * total(theta) + total(0.9 * theta)) / theta ** 2
  return {
    theta: at,
    isNormal: variance(at) < 1.5 * variance(at / 10),
    epsilon: 'epsilon' in query ? query.epsilon : Math.max(value, 0),
    logDelta: 'logDelta' in query ? query.logDelta : Math.max(-700, Math.min(0, value)),
  }
}

/** The tilt under which the bound on delta at epsilon is least: the saddle of the composed loss. */
const bestTilt = (parts: readonly Part[], epsilon: number, near: number): number =>
  minimise(
    theta => totalCumulant(parts, theta) - theta * epsilon + logHinge(theta),
    near / 50,
    near * 50,
    1e-2,
  ).at

/** -d log delta/d epsilon around a point. */
const steepness = ({ logDelta, spacing }: Profile, i: number): number => {
  const a = Math.max(0, i - 2)
  const b = Math.min(logDelta.length - 1, i + 1)
  return b > a ? Math.max(0, (logDelta[a]! - logDelta[b]!) / ((b - a) * spacing)) : 0
}

/** The first point at or below log delta; the number of points if there is none. */
const crossing = ({ logDelta }: Profile, target: number): number => {
  let low = 0
  let high = logDelta.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (logDelta[middle]! <= target) high = middle
    else low = middle + 1
  }
  return low
}

/** Epsilon at log delta; within a cell delta is at most linear in e^epsilon. Infinity above the window. */
const profileEpsilon = (profile: Profile, target: number): number => {
  const { spacing, first, logDelta, lossError } = profile
  const i = crossing(profile, target)
  if (i === logDelta.length) return Number.POSITIVE_INFINITY
  if (i === 0) return first * spacing + lossError
  return within(profile, i, target) + lossError
}

/** The same of a lower bound: -Infinity below the window, its end above it. */
export const profileLeastEpsilon = (profile: Profile, target: number): number => {
  const { spacing, first, logDelta, lossError } = profile
  const i = crossing(profile, target)
  if (i === 0) return Number.NEGATIVE_INFINITY
  if (i === logDelta.length) return (first + i - 1) * spacing - lossError
  return within(profile, i, target) - lossError
}

/** Where delta falls to the target between the points i - 1 and i. */
const within = ({ spacing, first, logDelta }: Profile, i: number, target: number): number => {
  const above = Math.exp(logDelta[i - 1]! - target)
  const below = Math.exp(logDelta[i]! - target)
  const share = (above - 1) / (above - below)
  // From the right end: e^epsilon = e^end (1 - (1 - share)(1 - e^-d)).
  return (first + i) * spacing + Math.log1p((1 - share) * Math.expm1(-spacing))
}

/** log of a bound on delta at epsilon: 0 below the window, the last point's above it. */
export const profileLogDelta = (profile: Profile, epsilon: number): number => {
  const { spacing, first, logDelta, lossError } = profile
  const at = (epsilon - lossError) / spacing - first
  if (at < 0) return 0
  if (at >= logDelta.length - 1) return logDelta[logDelta.length - 1]!
  return between(profile, at)
}

/** The same of a lower bound: the first point's below the window, -Infinity above it. */
export const profileLeastLogDelta = (profile: Profile, epsilon: number): number => {
  const { spacing, first, logDelta, lossError } = profile
  const at = (epsilon + lossError) / spacing - first
  if (at < 0) return logDelta[0]!
  return at >= logDelta.length - 1 ? Number.NEGATIVE_INFINITY : between(profile, at)
}

/** log delta between two points: delta is at most linear in e^epsilon, and so is the bound of a grid. */
const between = ({ spacing, logDelta }: Profile, at: number): number => {
  const i = Math.floor(at)
  if (logDelta[i] === Number.NEGATIVE_INFINITY) return Number.NEGATIVE_INFINITY
  const share = Math.expm1((at - i) * spacing) / Math.expm1(spacing)
  const drop = Math.expm1(logDelta[i + 1]! - logDelta[i]!)
  return logDelta[i]! + Math.log1p(share * drop)
}

/**
 * One direction's answer.
 *
 * @param enough an answer (epsilon, or log delta) below which no better bound is wanted.
 */
export const directionBound = (
  releases: readonly Releases[],
  direction: Direction,
  query: Query,
  enough = Number.NEGATIVE_INFINITY,
): Found => {
  const steps = releases.reduce((sum, release) => sum + release.steps, 0)
  const start = renyi(releases, direction, query)
  let { theta, logDelta } = start
  let kappa = theta
  const spacingFor = (relative: number, epsilon: number): number => {
    // An error of delta is one of epsilon times kappa.
    const allowed = 'logDelta' in query ? relative * epsilon : (10 * relative) / (kappa + 1)
    return Math.min(LARGEST_SPACING, Math.sqrt((12 * Math.max(allowed, NEGLIGIBLE)) / (steps * (kappa + 1))))
  }
  // To see that an answer is not needed takes no more than the distance to what is enough.
  const isLesser = enough > Number.NEGATIVE_INFINITY
  const distance = isLesser && 'logDelta' in query ? 0.3 * (enough / start.epsilon - 1) : 0
  let spacing = spacingFor(isLesser ? Math.max(LESSER_TOLERANCE, distance) : TOLERANCE, start.epsilon)
  let best: Found | undefined
  let isWide = false
  for (let round = 0; round < ROUNDS; round++) {
    // Near the Renyi bound, delta is some times smaller than it.
    const target = best
      ? { epsilon: best.epsilon, logDelta: best.logDelta }
      : start.isNormal && !isWide
        ? { epsilon: start.epsilon, logDelta: start.logDelta - RENYI_SLACK }
        : undefined
    const view = { spacing, theta, kappa, reach: reachOf(steps, logDelta) }
    const made = bearableParts(releases, direction === 'add', view, target, best ? LONG : MOST_POINTS)
    const isCoarsest = made.spacing > spacing
    spacing = made.spacing
    const profile = compose(made.parts, theta, target)
    const seen = { profile, view: { ...view, spacing } }
    const found: Found =
      'logDelta' in query
        ? { epsilon: Math.max(0, profileEpsilon(profile, logDelta)), logDelta, ...seen }
        : { epsilon: query.epsilon, logDelta: profileLogDelta(profile, query.epsilon), ...seen }
    if (
      target &&
      !best &&
      !isWide &&
      profile.logOutside - theta * found.epsilon > found.logDelta + MOST_OUTSIDE
    ) {
      isWide = true
      round--
      continue
    }
    if (!best || found.epsilon < best.epsilon || found.logDelta < best.logDelta) best = found
    if (!Number.isFinite(best.epsilon)) break
    const answer = 'logDelta' in query ? best.epsilon : best.logDelta
    if (answer <= enough || ('logDelta' in query && best.epsilon === 0) || isCoarsest) break
    const wasDeep = best.logDelta >= logDelta - 1
    logDelta = best.logDelta
    kappa = steepness(profile, Math.min(crossing(profile, best.logDelta), profile.logDelta.length - 1))
    const short = (profile.logDelta.length * spacing) / SHORT
    const wanted = Math.max(
      spacingFor(TOLERANCE, best.epsilon),
      Math.min(spacingFor(ROUGH_TOLERANCE, best.epsilon), short),
    )
    if (spacing <= 1.25 * wanted && wasDeep) break
    spacing = Math.min(spacing / 1.4, wanted)
    theta = bestTilt(made.parts, best.epsilon, theta)
  }
  return best!
}

/** What adding a record can reveal at most, however it comes out: the loss of each step has a largest value. */
const mostByAdding = (releases: readonly Releases[]): number =>
  releases.reduce((sum, { pair, rare, steps }) => {
    const least = Math.min(pair.loss(-1e300), rare ? rare.pair.loss(-1e300) : 0)
    return sum - steps * least * (1 + 1e-12)
  }, 0)

/** Whether adding a record is known to reveal less without composing: delta is at most 1 - e^(epsilon - the largest loss). */
const isLesserAdding = (releases: readonly Releases[], { epsilon, logDelta }: Found): boolean => {
  const spare = mostByAdding(releases) - epsilon
  return spare <= 0 || Math.log(-Math.expm1(-spare)) <= logDelta
}

/** A record removed, and the worse of both directions; the other is only made as precise as it takes to see that it is the lesser. */
const bothDirections = (releases: readonly Releases[], query: Query): { worse: Found; remove: Found } => {
  const remove = directionBound(releases, 'remove', query)
  const isEpsilon = 'logDelta' in query
  if (
    releases.every(({ pair, rare }) => pair.isSymmetric && !rare) ||
    // At epsilon 0 both directions are the total variation distance.
    remove.epsilon === 0 ||
    isLesserAdding(releases, remove)
  )
    return { worse: remove, remove }
  const add = directionBound(releases, 'add', query, isEpsilon ? remove.epsilon : remove.logDelta)
  const isWorse = isEpsilon ? add.epsilon > remove.epsilon : add.logDelta > remove.logDelta
  return { worse: isWorse ? add : remove, remove }
}

/** Bounds without the profiles they come from, which are large. */
export type Proven = {
  /** Of both directions. */
  readonly epsilon: number
  readonly logDelta: number
  /** Where a lower bound is to be looked for: a record removed. */
  readonly sight: Sight
}

/** Where an upper bound was found, and how it was seen. */
export type Sight = Pick<Found, 'epsilon' | 'logDelta' | 'view'>

/** The least epsilon proven at delta, nats, at least 0; or the least delta proven at epsilon. */
export const pldBound = (releases: readonly Releases[], query: Query): Proven => {
  const { worse, remove } = bothDirections(releases, query)
  const { epsilon, logDelta, view } = remove
  return { epsilon: worse.epsilon, logDelta: worse.logDelta, sight: { epsilon, logDelta, view } }
}
