/**
 * One direction's answer: the least epsilon, or delta, that is proven of a record removed, or of one added, on a grid as fine
 * as the answer needs: refined until what it adds to epsilon is a `TOLERANCE` of it, or the transform gets long. Every answer
 * on the way is an upper bound; the best is kept.
 * @module
 */
import { compose, MOST_POINTS } from './compose.js'
import { type Releases, stepsIn } from './events.js'
import type { Direction } from './pair.js'
import { bearableParts } from './parts.js'
import { bestTilt, type Query, searchTilt } from './saddle.js'
import {
  type Asked,
  type Clue,
  type Found,
  isBetter,
  isEnough,
  type Seen,
  search,
  seen,
  viewOf,
} from './search.js'
import { spacingFor } from './spacing.js'

/**
 * Relative excess of epsilon aimed at, those that are good enough where it would take more points, and the last of them. The
 * points are somewhat fewer than a power of two, for a window may be wider than the one before and is not to need the next.
 */
const TOLERANCE = 3e-5
const GOOD_ENOUGH = [
  { tolerance: 1e-4, points: 0.85 * 2 ** 16 },
  { tolerance: 1.5e-4, points: 0.85 * 2 ** 18 },
  { tolerance: 5e-4, points: 0.85 * 2 ** 20 },
]
const ROUGH_TOLERANCE = 5e-4

/** Most points, and for more steps than 10^8 more. */
const SIZE = { bins: 2 ** 20, points: 2 ** 21 }
const MANY_STEPS = 1e8

/** The most that is spent while the place is not known well. */
const UNSETTLED_SIZE = { bins: 2 ** 17, points: 2 ** 18 }

const ROUNDS = 6

/** Share of delta that mass outside the window may cost, log; else it is composed again in another. */
const MOST_OUTSIDE = Math.log(3e-4)

/** As precise as is worth the work. */
const refine = (asked: Asked, about: Seen, start: Clue, isSettled: boolean): Seen => {
  const { releases, direction, query } = asked
  const size = stepsIn(releases) > MANY_STEPS ? { ...SIZE, points: MOST_POINTS } : SIZE
  let clue = start
  let best = about
  let last = about
  /** How often in turn more lay outside the window than was thought. */
  let missed = 0
  for (let round = 0; round < ROUNDS; round++) {
    const view = viewOf(asked, clue)
    const spacings = spacingFor(releases, direction, query, { ...view, epsilon: clue.epsilon })
    const rough = spacings(ROUGH_TOLERANCE)
    const width = last.profile.logDelta.length * last.view.spacing
    const wanted = GOOD_ENOUGH.reduce(
      (spacing, { tolerance, points }) =>
        Math.max(spacing, Math.min(spacings(tolerance).spacing, width / points)),
      spacings(TOLERANCE).spacing,
    )
    if (round > 0 && missed === 0 && last.view.spacing <= Math.max(1.25 * wanted, rough.spacing)) break
    const { counted } = rough
    const aim = { ...view, counted, spacing: Math.min(last.view.spacing / (missed > 0 ? 1 : 1.4), wanted) }
    // With the answer that is known now a window is wide enough, or else one that does not ask where it lies.
    const target = missed > 1 ? undefined : { epsilon: clue.epsilon, logDelta: clue.logDelta - clue.slack }
    const isFirst = round === 0 && !isSettled
    const { spacing, parts } = bearableParts(
      releases,
      direction === 'add',
      aim,
      target,
      isFirst ? UNSETTLED_SIZE : size,
    )
    const profile = compose(parts, aim.theta, target)
    last = seen(asked, { ...aim, spacing }, parts, profile)
    if (isBetter(last, best)) best = last
    if (isEnough(asked, best) || !Number.isFinite(last.epsilon)) break
    const isOutside = profile.logOutside - aim.theta * last.epsilon > last.logDelta + MOST_OUTSIDE
    if (!isFirst && !isOutside && spacing > aim.spacing) break
    missed = isOutside && target ? missed + 1 : 0
    const { epsilon, logDelta, kappa } = best
    // On a coarse grid the answer may be worse than what is expected without one.
    clue = isBetter(best, clue)
      ? { epsilon, logDelta, kappa, theta: bestTilt(parts, epsilon), slack: 0 }
      : { ...clue, theta: searchTilt(parts, { logDelta: clue.logDelta }) }
  }
  return best
}

/**
 * @param enough an answer (epsilon, or log delta) below which no better bound is wanted.
 */
export const directionBound = (
  releases: readonly Releases[],
  direction: Direction,
  query: Query,
  enough = Number.NEGATIVE_INFINITY,
): Found => {
  const asked = { releases, direction, query, enough }
  const { about, clue, isSettled } = search(asked)
  const { epsilon, logDelta, profile, view } = isEnough(asked, about)
    ? about
    : refine(asked, about, clue, isSettled)
  // The parts are large, and done with.
  return { epsilon, logDelta, profile, view }
}

/** The same on coarse grids alone: a bound too, but a hundredth looser. */
export const directionEstimate: typeof directionBound = (releases, direction, query, enough) =>
  search({ releases, direction, query, enough: enough ?? Number.NEGATIVE_INFINITY }).about
