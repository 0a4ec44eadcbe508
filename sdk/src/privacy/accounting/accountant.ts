/**
 * What a history of steps costs: the smallest epsilon, or delta, that is proven. Such a figure is an upper bound: it may be
 * looser than the truth, never tighter. Steps may be chosen by what earlier ones released.
 *
 * By closed form where there is one, else by the privacy loss distribution, with Renyi accounting beside it: both are
 * bounds, so the smaller one holds. The lower bounds beside them tell how much of a claim is the accounting's own: no claim
 * about these steps can be smaller.
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
import { leastEpsilon, leastLogDelta } from './lower.js'
import { pldBound, pldEstimate, type Sight } from './pld.js'
import { renyiEpsilon } from './renyi.js'

/** Room for the last roundings of a claim. */
const outward = (epsilon: number): number => (epsilon === 0 ? 0 : epsilon * (1 + 1e-9) + 1e-12)

/** Renyi bounds exist here for one record more or less and whole samples. */
const hasRenyi = (events: readonly PrivacyEvent[], { adjacency, records = 1 }: Neighbours): boolean =>
  adjacency !== 'replace-one' && records === 1 && events.every(({ truncation }) => !truncation)

/** And downwards. */
const inward = (epsilon: number): number => Math.max(0, epsilon * (1 - 1e-9) - 1e-12)

const hasNoise = ({ noiseMultiplier }: PrivacyEvent): boolean => noiseMultiplier > 0

/** The events that lower bounds are for: what others reveal comes on top. */
const boundedBelow = (events: readonly PrivacyEvent[], neighbours: Neighbours): PrivacyEvent[] =>
  events.filter(event => hasNoise(event) && !releasesOf([event], neighbours)[0]!.rare)

/**
 * The epsilon that may be claimed for a history at `delta`.
 *
 * @param history events in any order.
 * @param delta between 0 and 1, both excluded.
 * @returns nats, 0 or more; `Infinity` when a step carried no noise.
 * @throws PromptPostError `invalid-argument` for a value out of range.
 *
 * @example
 * const epsilon = epsilonFor([{ samplingRate: 0.01, noiseMultiplier: 1, steps: 1000 }], 1e-5) // 1.8284…
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
  return events.every(hasNoise) ? composed(events, delta, neighbours).epsilon : Number.POSITIVE_INFINITY
}

/**
 * About what {@link epsilonFor} gives, a hundredth more or so, in a small part of its time: tells searches where to look.
 *
 * @throws PromptPostError `invalid-argument` for a value out of range.
 */
export const epsilonEstimate = (
  history: readonly PrivacyEvent[],
  delta: number,
  neighbours: Neighbours = {},
): number => {
  const events = releasedEvents(history)
  if (events.length === 0 || !events.every(hasNoise)) return epsilonFor(history, delta, neighbours)
  requireDelta(delta)
  requireNeighbours(neighbours)
  const releases = releasesOf(events, neighbours)
  const curve = closedForm(events, releases, neighbours)
  if (curve) return curveEpsilon(curve, delta)
  return pldEstimate(releases, { logDelta: Math.log(delta) }).epsilon
}

/**
 * An epsilon that no claim for a history at `delta` can be smaller than: the true one lies between it and {@link epsilonFor}.
 * Costs about one round of the upper bound more.
 *
 * @returns nats, 0 or more; 0 where nothing better is known, as for truncated samples. `Infinity` when steps without noise
 * are more likely than `delta` to take in the record.
 * @throws PromptPostError `invalid-argument` for a value out of range.
 *
 * @example
 * const least = epsilonLowerBound([{ samplingRate: 0.01, noiseMultiplier: 1, steps: 1000 }], 1e-5) // 1.8281…
 */
export const epsilonLowerBound = (
  history: readonly PrivacyEvent[],
  delta: number,
  neighbours: Neighbours = {},
): number => {
  requireDelta(delta)
  requireNeighbours(neighbours)
  const all = releasedEvents(history)
  if (shownOutright(all) > delta) return Number.POSITIVE_INFINITY
  const events = boundedBelow(all, neighbours)
  if (events.length === 0) return 0
  const releases = releasesOf(events, neighbours)
  const curve = closedForm(events, releases, neighbours, 'lower')
  if (curve) return inward(curveEpsilon(curve, delta, 'lower'))
  const { sight } = composed(events, delta, neighbours)
  return sight ? inward(leastEpsilon(releases, Math.log(delta), sight)) : 0
}

/** How likely it is, at least, that a step without noise takes in a given record: its result shows it. */
const shownOutright = (events: readonly PrivacyEvent[]): number => {
  const logHidden = events.reduce(
    (sum, { samplingRate, noiseMultiplier, steps, truncation }) =>
      noiseMultiplier === 0 && !truncation ? sum + steps * Math.log1p(-samplingRate) : sum,
    0,
  )
  return logHidden < 0 ? -Math.expm1(logHidden) * (1 - 1e-9) : 0
}

/** What was proven, and where a lower bound is to be looked for, if by composing. */
type Composed = { readonly epsilon: number; readonly sight?: Sight }

/** Answers of late: a ledger asks for the same composition several times in a row. */
const recent = new Map<string, Composed>()
const MOST_RECENT = 256

const composed = (events: readonly PrivacyEvent[], delta: number, neighbours: Neighbours): Composed => {
  const key = JSON.stringify([events, delta, neighbours.adjacency, neighbours.records])
  const known = recent.get(key)
  if (known !== undefined) return known
  const found = compute(events, delta, neighbours)
  if (recent.size >= MOST_RECENT) recent.clear()
  recent.set(key, found)
  return found
}

const compute = (events: readonly PrivacyEvent[], delta: number, neighbours: Neighbours): Composed => {
  const releases = releasesOf(events, neighbours)
  const curve = closedForm(events, releases, neighbours)
  if (curve) return { epsilon: outward(curveEpsilon(curve, delta)) }
  const { epsilon, sight } = pldBound(releases, { logDelta: Math.log(delta) })
  const least = hasRenyi(events, neighbours)
    ? Math.min(epsilon, renyiEpsilon(events, delta).epsilon)
    : epsilon
  return { epsilon: outward(least), sight }
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
  requireEpsilon(epsilon)
  requireNeighbours(neighbours)
  const events = releasedEvents(history)
  if (events.length === 0) return 0
  if (!events.every(hasNoise)) return 1
  const releases = releasesOf(events, neighbours)
  const curve = closedForm(events, releases, neighbours)
  const delta = curve ? curve(epsilon) : Math.exp(pldBound(releases, { epsilon }).logDelta)
  return Math.min(1, Math.max(1e-300, delta * (1 + 1e-9)))
}

const requireEpsilon = (epsilon: number): void =>
  requireThat(
    epsilon >= 0 && epsilon < Number.POSITIVE_INFINITY,
    'epsilon',
    'must be finite, 0 or more',
    epsilon,
  )

/**
 * A delta that no claim for a history at `epsilon` can be smaller than: see {@link epsilonLowerBound}.
 *
 * @param epsilon nats, 0 or more.
 * @returns from 0 to 1; 0 where nothing better is known.
 * @throws PromptPostError `invalid-argument` for a value out of range.
 */
export const deltaLowerBound = (
  history: readonly PrivacyEvent[],
  epsilon: number,
  neighbours: Neighbours = {},
): number => {
  requireEpsilon(epsilon)
  requireNeighbours(neighbours)
  const all = releasedEvents(history)
  const outright = shownOutright(all)
  const events = boundedBelow(all, neighbours)
  if (events.length === 0) return outright
  const releases = releasesOf(events, neighbours)
  const curve = closedForm(events, releases, neighbours, 'lower')
  const delta = curve
    ? curve(epsilon)
    : Math.exp(leastLogDelta(releases, epsilon, pldBound(releases, { epsilon }).sight))
  return Math.max(outright, delta * (1 - 1e-9))
}
