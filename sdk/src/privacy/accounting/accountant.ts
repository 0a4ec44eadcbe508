/**
 * What a history of steps costs: the smallest epsilon, or delta, that is proven. Every figure is an upper bound: it may be
 * looser than the truth, never tighter. Steps may be chosen by what earlier ones released.
 *
 * By closed form where there is one, else by the privacy loss distribution, with Renyi accounting beside it: both are
 * bounds, so the smaller one holds.
 * @module
 */
import { requireDelta, requireThat } from '../validate.js'
import { closedForm, curveEpsilon } from './closed-form.js'
import {
  type Neighbours,
  type PrivacyEvent,
  releasedEvents,
  releasesOf,
  requireNeighbours,
} from './events.js'
import { pldDelta, pldEpsilon } from './pld.js'
import { renyiEpsilon } from './renyi.js'

/** Room for the last roundings of a claim. */
const outward = (epsilon: number): number => (epsilon === 0 ? 0 : epsilon * (1 + 1e-9) + 1e-12)

/** Renyi bounds exist here for one record more or less and whole samples. */
const hasRenyi = (events: readonly PrivacyEvent[], { adjacency, records = 1 }: Neighbours): boolean =>
  adjacency !== 'replace-one' && records === 1 && events.every(({ truncation }) => !truncation)

/**
 * The epsilon that may be claimed for a history at `delta`.
 *
 * @param history events in any order.
 * @param delta between 0 and 1, both excluded.
 * @returns nats, 0 or more; `Infinity` when a step carried no noise.
 * @throws PromptPostError `invalid-argument` for a value out of range.
 *
 * @example
 * epsilonFor([{ samplingRate: 0.01, noiseMultiplier: 1, steps: 1000 }], 1e-5) // 1.8285…
 */
export const epsilonFor = (
  history: readonly PrivacyEvent[],
  delta: number,
  neighbours: Neighbours = {},
): number => {
  requireDelta(delta)
  requireNeighbours(neighbours)
  const events = releasedEvents(history)
  if (events.length === 0) return 0
  if (events.some(({ noiseMultiplier }) => noiseMultiplier === 0)) return Number.POSITIVE_INFINITY
  const key = JSON.stringify([events, delta, neighbours.adjacency, neighbours.records])
  const known = recent.get(key)
  if (known !== undefined) return known
  const epsilon = composedEpsilon(events, delta, neighbours)
  if (recent.size >= MOST_RECENT) recent.clear()
  recent.set(key, epsilon)
  return epsilon
}

/** Answers of late: a ledger asks for the same composition several times in a row. */
const recent = new Map<string, number>()
const MOST_RECENT = 256

const composedEpsilon = (events: readonly PrivacyEvent[], delta: number, neighbours: Neighbours): number => {
  const releases = releasesOf(events, neighbours)
  const curve = closedForm(events, releases, neighbours)
  if (curve) return outward(curveEpsilon(curve, delta))
  const epsilon = pldEpsilon(releases, delta)
  return outward(
    hasRenyi(events, neighbours) ? Math.min(epsilon, renyiEpsilon(events, delta).epsilon) : epsilon,
  )
}

/**
 * The delta that may be claimed for a history at `epsilon`.
 *
 * @param epsilon nats, 0 or more.
 * @returns from 0 to 1; values below 1e-300 are returned as 1e-300.
 * @throws PromptPostError `invalid-argument` for a value out of range.
 */
export const deltaFor = (
  history: readonly PrivacyEvent[],
  epsilon: number,
  neighbours: Neighbours = {},
): number => {
  requireThat(
    epsilon >= 0 && epsilon < Number.POSITIVE_INFINITY,
    'epsilon',
    'must be finite, 0 or more',
    epsilon,
  )
  requireNeighbours(neighbours)
  const events = releasedEvents(history)
  if (events.length === 0) return 0
  if (events.some(({ noiseMultiplier }) => noiseMultiplier === 0)) return 1
  const releases = releasesOf(events, neighbours)
  const curve = closedForm(events, releases, neighbours)
  const delta = curve ? curve(epsilon) : pldDelta(releases, epsilon)
  return Math.min(1, Math.max(1e-300, delta * (1 + 1e-9)))
}
