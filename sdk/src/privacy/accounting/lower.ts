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
import { strideOf } from './parts.js'
import { profileLeastEpsilon, profileLeastLogDelta, type Sight } from './pld.js'

/** A lower bound on delta around the place in sight, and what is to be added to its epsilons. */
const lowerProfile = (
  releases: readonly Releases[],
  { epsilon, logDelta, view }: Sight,
): { profile: Profile; offset: number } | undefined => {
  const parts: Part[] = []
  let offset = 0
  let rounding = 0
  for (const { pair, steps } of releases) {
    const grid = lowerGrid(pair, view.spacing, view.reach, strideOf(pair, false, view))
    // Steps left out only reveal less.
    if (!grid) continue
    parts.push({ grid, steps })
    offset += steps * grid.offset
    rounding += 1e-15 * steps * Math.abs(grid.offset)
  }
  if (parts.length === 0) return undefined
  const profile = compose(parts, view.theta, { epsilon: epsilon - offset, logDelta }, 'lower')
  return { profile: { ...profile, lossError: profile.lossError + rounding }, offset }
}

/** An epsilon that is not exceeded by the true one; 0 where none is known. */
export const leastEpsilon = (releases: readonly Releases[], logDelta: number, sight: Sight): number => {
  if (!Number.isFinite(sight.epsilon) || sight.epsilon <= 0) return 0
  const lower = lowerProfile(releases, sight)
  const epsilon = lower ? profileLeastEpsilon(lower.profile, logDelta) + lower.offset : 0
  return epsilon > 0 ? epsilon : 0
}

/** The log of a delta that is not exceeded by the true one; -Infinity where none is known. */
export const leastLogDelta = (releases: readonly Releases[], epsilon: number, sight: Sight): number => {
  const lower = lowerProfile(releases, sight)
  const logDelta = lower
    ? profileLeastLogDelta(lower.profile, epsilon - lower.offset)
    : Number.NEGATIVE_INFINITY
  return logDelta <= 0 ? logDelta : Number.NEGATIVE_INFINITY
}
