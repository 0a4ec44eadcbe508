/**
 * A lower bound on epsilon from one run: many canaries, a fair coin for each, and how many coins can be guessed from what
 * the run gave out (Steinke, Nasr, Jagielski 2023, arXiv 2305.08846).
 * @module
 */
import { binomial, largestThat } from './binomial.js'

/** One canary: whether its coin put it into the data, and a score that is larger the more it seems to have been there. */
export type CanaryScore = { readonly present: boolean; readonly score: number }

/** Which coins are guessed: the share of all canaries with the largest scores as present, that with the least as absent. */
export type Guessing = { readonly present: number; readonly absent: number }

export type GuessCounts = { readonly right: number; readonly guesses: number; readonly canaries: number }

export type OneRunBound = GuessCounts & {
  /** Refuted: the mechanism is not (epsilon, delta)-DP for any smaller epsilon, up to `alpha`. */
  readonly epsilon: number
  readonly guessing: Guessing
}

/** Probability that a bound is wrong. */
export const ALPHA = 0.05

/** Larger bounds than any that numbers of canaries in use can prove. */
const MOST_EPSILON = 30

/**
 * The shares that are tried. Which is best depends on the run: few present canaries are drawn when the rate is low, and then
 * the largest scores alone say something.
 */
export const GUESSINGS: readonly Guessing[] = [
  ...[0.025, 0.05, 0.1, 0.2, 0.4].map(present => ({ present, absent: 0 })),
  ...[0.05, 0.15, 0.35].map(share => ({ present: share, absent: share })),
]

/**
 * p-value of `right` of `guesses` guesses about `canaries` fair coins under (epsilon, delta) (theorem 5.2):
 * beta + 2 m delta max_i (P[Bin(r, p) >= v - i] - beta) / i, p = e^eps/(1 + e^eps), beta = P[Bin(r, p) >= v].
 */
export const oneRunP = (
  { right, guesses, canaries }: GuessCounts,
  epsilon: number,
  delta: number,
): number => {
  const masses = binomial(guesses, 1 / (1 + Math.exp(-epsilon)))
  let tail = masses.subarray(right).reduce((sum, mass) => sum + mass, 0)
  const beta = tail
  let most = 0
  for (let i = 1; i <= right; i++) {
    tail += masses[right - i]!
    most = Math.max(most, (tail - beta) / i)
  }
  return Math.min(1, beta + 2 * canaries * delta * most)
}

const countRight = (descending: readonly CanaryScore[], { present, absent }: Guessing): GuessCounts => {
  const canaries = descending.length
  const first = descending.slice(0, Math.round(canaries * present))
  const last = descending.slice(canaries - Math.round(canaries * absent))
  const right = first.filter(seen => seen.present).length + last.filter(seen => !seen.present).length
  return { right, guesses: first.length + last.length, canaries }
}

/** The largest epsilon refuted at `delta` by one way of guessing, fixed beforehand. Wrong with probability `alpha`. */
export const oneRunBound = (
  scores: readonly CanaryScore[],
  delta: number,
  guessing: Guessing,
  alpha = ALPHA,
): OneRunBound => {
  const counts = countRight(
    [...scores].sort((a, b) => b.score - a.score),
    guessing,
  )
  const epsilon = largestThat(0, MOST_EPSILON, value => oneRunP(counts, value, delta) <= alpha)
  return { epsilon, guessing, ...counts }
}

/** The best of {@link GUESSINGS}, each at its part of `alpha`, so that the best may be chosen after the fact. */
export const bestOneRunBound = (scores: readonly CanaryScore[], delta: number, alpha = ALPHA): OneRunBound =>
  GUESSINGS.map(guessing => oneRunBound(scores, delta, guessing, alpha / GUESSINGS.length)).reduce(
    (best, bound) => (bound.epsilon > best.epsilon ? bound : best),
  )
