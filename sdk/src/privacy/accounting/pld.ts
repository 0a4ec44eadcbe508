/**
 * The privacy loss distribution accountant: the smallest epsilon (or delta) that a composition of subsampled Gaussian steps
 * is proven to satisfy, by {@link lossGrid} and {@link compose}, in both directions.
 * @module
 */
import { directionBound, directionEstimate } from './direction.js'
import type { Releases } from './events.js'
import type { Query } from './saddle.js'
import type { Found } from './search.js'

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
const bothDirections = (
  releases: readonly Releases[],
  query: Query,
  bound: typeof directionBound = directionBound,
): { worse: Found; remove: Found } => {
  const remove = bound(releases, 'remove', query)
  const isEpsilon = 'logDelta' in query
  if (
    releases.every(({ pair, rare }) => pair.isSymmetric && !rare) ||
    // At epsilon 0 both directions are the total variation distance.
    remove.epsilon === 0 ||
    isLesserAdding(releases, remove)
  )
    return { worse: remove, remove }
  const add = bound(releases, 'add', query, isEpsilon ? remove.epsilon : remove.logDelta)
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

/** The same to a hundredth or so, much faster. */
export const pldEstimate = (
  releases: readonly Releases[],
  query: Query,
): Pick<Proven, 'epsilon' | 'logDelta'> => bothDirections(releases, query, directionEstimate).worse
