/**
 * Dominating pairs: two distributions on the line that are at least as easy to tell apart as the outputs of one step on
 * any two neighbouring data sets, so that whatever is proven of the pair holds for the mechanism.
 *
 * All are mixtures of normals of one standard deviation, in units of the clipping norm, whose privacy loss
 * log(P(x)/Q(x)) increases with x.
 * @module
 */
import { density, interval, upperTail } from './normal.js'

/** P against Q (a record removed), or Q against P (a record added). */
export type Direction = 'remove' | 'add'

/** A pair (P, Q); "remove" accounts P against Q, "add" Q against P. */
export type DominatingPair = {
  /** Standard deviation of every component. */
  readonly sigma: number
  /** Means from least to greatest of P's components, and their weights. */
  readonly means: readonly number[]
  readonly weights: readonly number[]
  /** log(P(x)/Q(x)) in nats, increasing in x. */
  readonly loss: (x: number) => number
  /** Where the loss has this value: -Infinity at or below its infimum. `near` is a guess. */
  readonly position: (loss: number, near: number) => number
  /** P and Q of the interval from a to b, and above b. */
  readonly upperMass: (a: number, b: number) => number
  readonly lowerMass: (a: number, b: number) => number
  readonly upperAbove: (b: number) => number
  readonly lowerAbove: (b: number) => number
  /** Density of P. */
  readonly upperDensity: (x: number) => number
  /** Losses of P against Q are distributed as those of Q against P. */
  readonly isSymmetric: boolean
  /** What no loss is below: -Infinity if there is no such value. */
  readonly infimum: number
}

type Mixture = {
  readonly means: readonly number[]
  readonly weights: readonly number[]
  readonly sigma: number
}

const sumOf = ({ means, weights }: Mixture, value: (mean: number) => number): number => {
  let sum = 0
  for (let i = 0; i < means.length; i++) sum += weights[i]! * value(means[i]!)
  return sum
}

const massOf = (mixture: Mixture, a: number, b: number): number =>
  sumOf(mixture, mean => interval((a - mean) / mixture.sigma, (b - mean) / mixture.sigma))

const aboveOf = (mixture: Mixture, b: number): number =>
  sumOf(mixture, mean => upperTail((b - mean) / mixture.sigma))

const pairOf = (
  upper: Mixture,
  lower: Mixture,
  rest: Pick<DominatingPair, 'loss' | 'position' | 'isSymmetric' | 'infimum'>,
): DominatingPair => ({
  ...upper,
  ...rest,
  upperMass: (a, b) => massOf(upper, a, b),
  lowerMass: (a, b) => massOf(lower, a, b),
  upperAbove: b => aboveOf(upper, b),
  lowerAbove: b => aboveOf(lower, b),
  upperDensity: x => sumOf(upper, mean => density((x - mean) / upper.sigma)) / upper.sigma,
})

/** log(1 + q (e^a - 1)) without cancellation, for any a. */
const logMixed = (q: number, a: number): number => {
  if (q === 1) return a
  // In logarithms digits are lost where q e^a is small.
  if (a > 700) return a + Math.log(q) + Math.log1p(((1 - q) / q) * Math.exp(-a))
  return a < 0 && q > 0.5 ? Math.log(1 - q + q * Math.exp(a)) : Math.log1p(q * Math.expm1(a))
}

/**
 * One record more or less (also: one record's gradient zeroed), joining with probability q:
 * P = (1-q) N(0, s^2) + q N(1, s^2), Q = N(0, s^2) (Zhu, Dong, Wang 2022, arXiv 2106.08567, theorem 11).
 */
export const oneRecord = (q: number, sigma: number): DominatingPair => {
  const variance = sigma * sigma
  const infimum = Math.log1p(-q)
  const upper = q === 1 ? { means: [1], weights: [1], sigma } : { means: [0, 1], weights: [1 - q, q], sigma }
  return pairOf(
    upper,
    { means: [0], weights: [1], sigma },
    {
      loss: x => logMixed(q, (x - 0.5) / variance),
      position: loss => {
        if (loss <= infimum) return Number.NEGATIVE_INFINITY
        if (q === 1) return 0.5 + variance * loss
        const a =
          loss > 30
            ? loss - Math.log(q) + Math.log1p(-(1 - q) * Math.exp(-loss))
            : Math.log1p(Math.expm1(loss) / q)
        return 0.5 + variance * a
      },
      isSymmetric: q === 1,
      infimum,
    },
  )
}

/** log of the sum of e^t. */
const logSum = (terms: readonly number[]): number => {
  const largest = Math.max(...terms)
  return largest + Math.log(terms.reduce((sum, term) => sum + Math.exp(term - largest), 0))
}

/**
 * All `count` records of one user (or of a group), each joining on its own with probability q:
 * P = sum over j of Binomial(count, q)(j) N(j, s^2), Q = N(0, s^2) (Charles et al. 2024, arXiv 2407.07737, section 4).
 * Components that weigh less than 1e-300 are moved up to the next that does not, which only helps the attacker.
 */
export const manyRecords = (q: number, sigma: number, count: number): DominatingPair => {
  if (count === 1) return oneRecord(q, sigma)
  const variance = sigma * sigma
  const means: number[] = []
  const weights: number[] = []
  let logChoose = 0
  for (let j = 0; j <= count; j++) {
    if (j > 0) logChoose += Math.log((count - j + 1) / j)
    const weight =
      q === 1 ? Number(j === count) : Math.exp(logChoose + j * Math.log(q) + (count - j) * Math.log1p(-q))
    if (weight < 1e-300) continue
    means.push(j)
    weights.push(weight)
  }
  const logWeights = weights.map(Math.log)
  const exponent = (mean: number, x: number): number => (mean * x - (mean * mean) / 2) / variance
  const top = means.at(-1)!
  const loss = (x: number): number => {
    const terms = means.map(mean => exponent(mean, x))
    if (Math.max(...terms) > 700) return logSum(terms.map((term, i) => term + logWeights[i]!))
    return Math.log1p(terms.reduce((sum, term, i) => sum + weights[i]! * Math.expm1(term), 0))
  }
  /** Slope of the loss: the mean of the component means under the posterior at x, over the variance. */
  const slope = (x: number): number => {
    const terms = means.map((mean, i) => logWeights[i]! + exponent(mean, x))
    const total = logSum(terms)
    return terms.reduce((sum, term, i) => sum + means[i]! * Math.exp(term - total), 0) / variance
  }
  const infimum = means[0] === 0 ? count * Math.log1p(-q) : Number.NEGATIVE_INFINITY
  return pairOf(
    { means, weights, sigma },
    { means: [0], weights: [1], sigma },
    {
      loss,
      position: (target, near) => {
        if (target <= infimum) return Number.NEGATIVE_INFINITY
        // The loss is convex in x: from anywhere, Newton's second point and all later ones lie to the right of the root.
        const farthest = top + variance * (Math.abs(target) + 800)
        let x = Number.isFinite(near) ? near : 0
        for (let round = 0; round < 200; round++) {
          const rate = slope(x)
          const next = rate > 1e-290 ? Math.min(farthest, x - (loss(x) - target) / rate) : x + sigma
          const isDone = Math.abs(next - x) <= 4e-16 * (sigma + Math.abs(x))
          x = next
          if (isDone) break
        }
        return x
      },
      isSymmetric: q === 1,
      infimum,
    },
  )
}

/**
 * One record replaced by another: P = (1-q) N(0, s^2) + q N(1, s^2), Q = (1-q) N(0, s^2) + q N(-1, s^2)
 * (Lebeda, Regehr, Kamath, Steinke 2024, arXiv 2405.20769, proposition 13).
 */
export const replacedRecord = (q: number, sigma: number): DominatingPair => {
  const variance = sigma * sigma
  /** log of (1-q)/q e^(1/(2 s^2)): how much the shared component outweighs the moved one at 0. */
  const logOdds = Math.log1p(-q) - Math.log(q) + 1 / (2 * variance)
  const side = (sign: 1 | -1): Mixture =>
    q === 1 ? { means: [sign], weights: [1], sigma } : { means: [0, sign], weights: [1 - q, q], sigma }
  const upper = side(1)
  return pairOf({ ...upper, means: [...upper.means] }, side(-1), {
    loss: x =>
      q === 1 ? (2 * x) / variance : logMixed(q, (x - 0.5) / variance) - logMixed(q, (-x - 0.5) / variance),
    // With x = v y: e^l = (A + B e^y)/(A + B e^-y), which is sinh(y - l/2) = (A/B) sinh(l/2).
    position: loss => {
      if (q === 1) return (variance * loss) / 2
      const half = Math.abs(loss) / 2
      const logSinh = half > 20 ? half - Math.LN2 : Math.log(Math.sinh(half))
      const logArgument = logOdds + logSinh
      const y = half + (logArgument > 20 ? logArgument + Math.LN2 : Math.asinh(Math.exp(logArgument)))
      return loss === 0 ? 0 : Math.sign(loss) * variance * y
    },
    isSymmetric: true,
    infimum: Number.NEGATIVE_INFINITY,
  })
}
