/**
 * Bounds from below: an epsilon at delta, or a delta at epsilon, that no analysis of these steps can get under, since two
 * neighbouring data sets are at least that easy to tell apart.
 *
 * For one record more or less, a group or a replaced record the dominating pair is a case that occurs: gradients of the
 * clipping norm where the data sets differ, zero elsewhere, in every step. Its losses are merged ({@link lowerGrid}) and
 * composed with every error taken off ({@link compose}), seen as the upper bound was. One direction, a record removed,
 * is enough: the guarantee is the worse of both. Not for truncated samples: their pair is not known to occur.
 * @module
 */
import { compose, type Profile } from './compose.js'
import type { Part } from './convolve.js'
import type { Releases } from './events.js'
import { lowerGrid } from './lower-grid.js'
import { extentOf, lossSpan, MOST_BINS, strideOf } from './parts.js'
import type { Sight } from './pld.js'
import { profileLeastEpsilon, profileLeastLogDelta } from './profile.js'
import { bestTilt } from './saddle.js'

/**
 * How to look, in turn, until the bound is close to the upper one: as the upper one was seen; with more losses told apart, for to
 * merge all that decide outcomes a little below are needed, which must decide as well; and on a finer grid, where the
 * density falls so steeply that a bin's outcomes lie near its lower end.
 */
const LOOKS = [
  { decided: 1, finer: 1 },
  { decided: 2, finer: 1 },
  { decided: 2, finer: 5 },
  { decided: 4, finer: 1 },
  { decided: 8, finer: 1 },
]
type Look = (typeof LOOKS)[number]
const CLOSE = { epsilon: 1.5e-3, logDelta: 5e-3 }

/** Points that another look is worth. */
const MOST_WORTH = 2 ** 21

/** A lower bound on delta around the place in sight, and what is to be added to its epsilons. */
const lowerProfile = (
  releases: readonly Releases[],
  { epsilon, logDelta, view }: Sight,
  { decided, finer }: Look,
): { profile: Profile; offset: number } | undefined => {
  const wide = { ...view, decided: decided * view.decided }
  const span = releases.reduce((sum, { pair, steps }) => sum + lossSpan(pair, false, steps, wide), 0)
  const spacing = Math.max(view.spacing / finer, span / MOST_BINS)
  const at = { ...wide, spacing }
  const parts: Part[] = []
  let offset = 0
  let rounding = 0
  for (const { pair, steps } of releases) {
    const grid = lowerGrid(pair, spacing, extentOf(pair, false, steps, at), strideOf(pair, false, at))
    // Steps left out only reveal less.
    if (!grid) continue
    parts.push({ grid, steps })
    offset += steps * grid.offset
    rounding += 1e-15 * steps * Math.abs(grid.offset)
  }
  if (parts.length === 0) return undefined
  const target = { epsilon: epsilon - offset, logDelta }
  // More losses are told apart than above, and of a sum that lies lower the answer lies less far out.
  const theta = Math.min(view.theta, bestTilt(parts, target.epsilon))
  const profile = compose(parts, theta, target, 'lower')
  return { profile: { ...profile, lossError: profile.lossError + rounding }, offset }
}

/** The largest of the bounds that `read` finds, and at least `none`; `upper` is what it lies below, `close` how near is enough. */
const largest = (
  releases: readonly Releases[],
  sight: Sight,
  { none, upper, close }: { none: number; upper: number; close: number },
  read: (profile: Profile, offset: number) => number,
): number => {
  let best = none
  let points = 0
  for (const look of LOOKS) {
    if (points * look.decided * look.finer > MOST_WORTH) continue
    const lower = lowerProfile(releases, sight, look)
    if (!lower) break
    points = Math.max(points, lower.profile.logDelta.length / look.decided / look.finer)
    best = Math.max(best, read(lower.profile, lower.offset))
    if (best > upper - close) break
  }
  return best
}

/** An epsilon that is not exceeded by the true one; 0 where none is known. */
export const leastEpsilon = (releases: readonly Releases[], logDelta: number, sight: Sight): number => {
  const upper = sight.epsilon
  if (!Number.isFinite(upper) || upper <= 0) return 0
  return largest(
    releases,
    sight,
    { none: 0, upper, close: CLOSE.epsilon * upper },
    (profile, offset) => profileLeastEpsilon(profile, logDelta) + offset,
  )
}

/** The log of a delta that is not exceeded by the true one; -Infinity where none is known. */
export const leastLogDelta = (releases: readonly Releases[], epsilon: number, sight: Sight): number =>
  largest(
    releases,
    sight,
    { none: Number.NEGATIVE_INFINITY, upper: sight.logDelta, close: CLOSE.logDelta },
    (profile, offset) => {
      const logDelta = profileLeastLogDelta(profile, epsilon - offset)
      return logDelta <= 0 ? logDelta : Number.NEGATIVE_INFINITY
    },
  )
