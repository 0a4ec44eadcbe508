/**
 * The whole guarantee of a history, not one point of it: delta at every epsilon, what an attacker who tests membership can
 * reach, and the Gaussian mechanism it resembles.
 * @module
 */
import { requireThat } from '../validate.js'
import { closedForm, gaussianDelta } from './closed-form.js'
import { directionBound } from './direction.js'
import {
  type Neighbours,
  type PrivacyEvent,
  releasedEvents,
  releasesOf,
  requireNeighbours,
} from './events.js'
import { profileLogDelta } from './profile.js'

/** An upper bound on delta for a range of epsilons, and what follows from it. */
export type PrivacyCurve = {
  /** log of an upper bound on delta at epsilon >= 0. */
  readonly logDelta: (epsilon: number) => number
  /** Where delta has fallen to `LEAST_DELTA`: beyond, the curve says no more. */
  readonly lastEpsilon: number
}

/** The deltas at which the composed loss is looked at most closely. */
const VIEWS = [0.2, 1e-2, 1e-4, 1e-6, 1e-9]
const LEAST_DELTA = 1e-12

/** The curve of a history with noise in every step. */
export const privacyCurve = (history: readonly PrivacyEvent[], neighbours: Neighbours = {}): PrivacyCurve => {
  requireNeighbours(neighbours)
  const events = releasedEvents(history)
  requireThat(
    events.length > 0 && events.every(({ noiseMultiplier }) => noiseMultiplier > 0),
    'history',
    'must hold at least one release, and noise in each',
    history,
  )
  const releases = releasesOf(events, neighbours)
  const closed = closedForm(events, releases, neighbours)
  if (closed) return withEnd(epsilon => Math.log(Math.max(1e-300, closed(epsilon))))
  const directions = releases.every(({ pair }) => pair.isSymmetric)
    ? (['remove'] as const)
    : (['remove', 'add'] as const)
  const views = directions.map(direction =>
    [...VIEWS, LEAST_DELTA].map(
      delta => directionBound(releases, direction, { logDelta: Math.log(delta) }).profile,
    ),
  )
  return withEnd(epsilon =>
    Math.max(
      ...views.map(profiles => Math.min(...profiles.map(profile => profileLogDelta(profile, epsilon)))),
    ),
  )
}

const withEnd = (logDelta: (epsilon: number) => number): PrivacyCurve => {
  let lastEpsilon = 1e-3
  while (logDelta(lastEpsilon) > Math.log(LEAST_DELTA * 1.01) && lastEpsilon < 1e6) lastEpsilon *= 1.1
  return { logDelta, lastEpsilon }
}

/** Epsilons at which a curve is read: more where it bends. */
const readings = ({ lastEpsilon }: PrivacyCurve, count = 400): number[] =>
  Array.from({ length: count }, (_, i) => lastEpsilon * (i / (count - 1)) ** 2)

/**
 * The most true positives, as a share, that any test of membership with at most this share of false positives can have:
 * TPR <= e^epsilon FPR + delta and 1 - TPR >= e^-epsilon (1 - delta - FPR), at every epsilon (Kairouz, Oh, Viswanath 2015,
 * arXiv 1311.0776, theorem 2.1).
 */
export const truePositiveBound = (curve: PrivacyCurve, falsePositives: number): number => {
  requireThat(
    falsePositives >= 0 && falsePositives <= 1,
    'falsePositives',
    'must be from 0 to 1',
    falsePositives,
  )
  let least = 1
  for (const epsilon of readings(curve)) {
    const delta = Math.exp(curve.logDelta(epsilon))
    least = Math.min(
      least,
      Math.exp(epsilon) * falsePositives + delta,
      1 - Math.exp(-epsilon) * (1 - delta - falsePositives),
    )
  }
  return Math.min(1, Math.max(falsePositives, least))
}

/**
 * The least mu for which the Gaussian mechanism of that sensitivity (mu-GDP; Dong, Roth, Su 2022, arXiv 1905.02383) is at
 * least as revealing at every delta from `leastDelta` up: a summary in one number, an upper bound within that range.
 */
export const gaussianMu = (curve: PrivacyCurve, leastDelta = 1e-6): number => {
  const matching = (epsilon: number, delta: number): number => {
    let low = 1e-6
    let high = 1
    while (gaussianDelta(high, epsilon) < delta && high < 1e4) high *= 2
    for (let round = 0; round < 60; round++) {
      const middle = (low + high) / 2
      if (gaussianDelta(middle, epsilon) >= delta) high = middle
      else low = middle
    }
    return high
  }
  let largest = 0
  for (const epsilon of readings(curve, 200)) {
    const delta = Math.exp(curve.logDelta(epsilon))
    if (delta >= leastDelta && delta < 1) largest = Math.max(largest, matching(epsilon, delta))
  }
  return largest
}
