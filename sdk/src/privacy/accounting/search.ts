/**
 * About where an answer is, on coarse grids. Each answer tells how large a loss decides by itself ({@link View}); the next grid
 * leaves out what lies beyond, and is as much finer. Every answer is an upper bound, whatever was estimated on the way.
 * @module
 */
import { compose, type Profile } from './compose.js'
import type { Part } from './convolve.js'
import { type Releases, stepsIn } from './events.js'
import type { Direction } from './pair.js'
import { bearableParts, type View } from './parts.js'
import { crossing, profileEpsilon, profileLogDelta, steepness } from './profile.js'
import { bestTilt, type Place, type Query, reachOf, renyiPlace, searchTilt } from './saddle.js'
import { spacingFor } from './spacing.js'

/** What is asked of which composition. */
export type Asked = {
  readonly releases: readonly Releases[]
  readonly direction: Direction
  readonly query: Query
  /** An answer (epsilon, or log delta) below which no better bound is wanted. */
  readonly enough: number
}

/** An upper bound on what was asked, and the other one of the two as given; the profile it comes from and how that was seen. */
export type Found = {
  readonly epsilon: number
  readonly logDelta: number
  readonly profile: Profile
  readonly view: View
}

/** An answer, the composition it comes from, and -d log delta/d epsilon there. */
export type Seen = Found & { readonly parts: readonly Part[]; readonly kappa: number }

/** Where to look for an answer, and how far below log delta it may be there. */
export type Clue = Place & { readonly kappa: number; readonly slack: number }

/** Relative excess of epsilon aimed at, and how many points may be spent on that. */
const TOLERANCE = 1e-2
const SIZE = { bins: 2 ** 13, points: 2 ** 16 }

/** Times the square root of the steps: as many points as a sum of steps may spread over whose losses hardly differ on the grid. */
const SPREAD = 32
const ROUNDS = 12

/** How much of the epsilon that was expected makes it the one found; the same of delta, log. */
const NEAR = { epsilon: 0.8, logDelta: 1 }

/** log of how much smaller delta may well be than its Renyi bound. */
const RENYI_SLACK = 5

/** How to look, but for the spacing. */
export const viewOf = ({ releases, direction }: Asked, clue: Clue): Omit<View, 'spacing' | 'counted'> => {
  const { epsilon, logDelta, theta, kappa } = clue
  return {
    theta,
    kappa,
    // Beyond, all steps' outcomes together may cost a few hundred-thousandths of delta.
    reach: Math.sqrt(2 * (Math.log(stepsIn(releases)) - logDelta + 10)),
    decided:
      direction === 'add'
        ? reachOf(releases, 'add', 1, logDelta)
        : epsilon + reachOf(releases, 'remove', -1, logDelta),
  }
}

/** What a composition answers. */
export const seen = ({ query }: Asked, view: View, parts: readonly Part[], profile: Profile): Seen => {
  const answer =
    'logDelta' in query
      ? { epsilon: Math.max(0, profileEpsilon(profile, query.logDelta)), logDelta: query.logDelta }
      : { epsilon: query.epsilon, logDelta: profileLogDelta(profile, query.epsilon) }
  const at = Math.min(crossing(profile, answer.logDelta), profile.logDelta.length - 1)
  return { ...answer, profile, view, parts, kappa: steepness(profile, at) }
}

export const isBetter = (found: Place | Found, best: Place | Found): boolean =>
  found.epsilon < best.epsilon || found.logDelta < best.logDelta

export const isEnough = ({ query, enough }: Asked, { epsilon, logDelta }: Found): boolean =>
  'logDelta' in query ? epsilon <= Math.max(0, enough) : logDelta <= enough

/** A first answer, where a better one is to be looked for, and whether that is known well. */
export const search = (asked: Asked): { about: Seen; clue: Clue; isSettled: boolean } => {
  const { releases, direction, query } = asked
  const place = renyiPlace(releases, direction, query)
  const steps = stepsIn(releases)
  let clue: Clue = { ...place, kappa: place.theta, slack: RENYI_SLACK }
  let about: Seen | undefined
  let isSettled = false
  let largest = Number.POSITIVE_INFINITY
  for (let round = 0; round < ROUNDS; round++) {
    const view = viewOf(asked, clue)
    const near = { ...view, epsilon: clue.epsilon }
    const fineness = spacingFor(releases, direction, query, near)(TOLERANCE)
    const wanted = { ...view, ...fineness, spacing: Math.min(fineness.spacing, largest) }
    const size = { ...SIZE, points: Math.max(SIZE.points, SPREAD * Math.sqrt(steps)) }
    const made = bearableParts(releases, direction === 'add', wanted, undefined, size)
    const { spacing, parts } = made
    const theta = searchTilt(parts, query)
    const found = seen(asked, { ...wanted, spacing, theta }, parts, compose(parts, theta))
    if (!about || isBetter(found, about)) about = found
    if (isEnough(asked, found)) break
    if (!Number.isFinite(found.epsilon)) {
      // What was taken to decide by itself was too little.
      clue = { ...clue, epsilon: 4 * clue.epsilon + spacing }
      continue
    }
    const isNear =
      'logDelta' in query
        ? found.epsilon > NEAR.epsilon * clue.epsilon
        : found.logDelta > clue.logDelta - NEAR.logDelta
    if (isBetter(found, clue)) {
      const { epsilon, logDelta, kappa } = found
      clue = { epsilon, logDelta, kappa, theta: bestTilt(parts, epsilon), slack: 0 }
    }
    isSettled = isNear && spacing < 1.5 * fineness.spacing
    largest = spacing / 2
    if (isNear) break
  }
  return { about: about!, clue, isSettled }
}
