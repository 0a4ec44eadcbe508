/**
 * Reading a bound on delta that is known at the points of a grid: between them delta is at most linear in e^epsilon.
 * @module
 */
import type { Profile } from './compose.js'

/** -d log delta/d epsilon around a point. */
export const steepness = ({ logDelta, spacing }: Profile, i: number): number => {
  const a = Math.max(0, i - 2)
  const b = Math.min(logDelta.length - 1, i + 1)
  return b > a ? Math.max(0, (logDelta[a]! - logDelta[b]!) / ((b - a) * spacing)) : 0
}

/** The first point at or below log delta; the number of points if there is none. */
export const crossing = ({ logDelta }: Profile, target: number): number => {
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
export const profileEpsilon = (profile: Profile, target: number): number => {
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
