/**
 * The statistics that privacy is tested with: goodness of fit, exact binomial tails, confidence bounds.
 * @module
 */
import { binomialTails } from '../audit/bounds/binomial.js'

export { binomial, binomialTails, clopperPearson, largestThat } from '../audit/bounds/binomial.js'

/** The standard normal distribution function, to about 1e-7 relative (Numerical Recipes, erfcc). */
export const normalCdf = (z: number): number => {
  const x = Math.abs(z) / Math.SQRT2
  const t = 1 / (1 + x / 2)
  const series = [
    -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587,
    -0.82215223, 0.17087277,
  ]
  const tail = (t / 2) * Math.exp(-x * x + series.reduceRight((sum, coefficient) => sum * t + coefficient, 0))
  return z < 0 ? tail : 1 - tail
}

/** Two-sided p-value of a standard score; 0 for a score that is not a number, which nothing sound produces. */
export const normalP = (score: number): number => (Number.isNaN(score) ? 0 : 2 * normalCdf(-Math.abs(score)))

/** sqrt(n) times the Kolmogorov-Smirnov distance to `cdf`; above 2.2 with probability 1e-4. Reorders `values`. */
export const kolmogorovSmirnov = (values: Float64Array, cdf: (value: number) => number): number => {
  values.sort()
  const n = values.length
  const gaps = Array.from(values, (value, index) =>
    Math.max((index + 1) / n - cdf(value), cdf(value) - index / n),
  )
  return Math.sqrt(n) * gaps.reduce((largest, gap) => Math.max(largest, gap), 0)
}

/**
 * The two-sample statistic: sqrt(n m / (n + m)) times the largest distance of the two empirical distribution functions,
 * equal values taken together. Reorders both.
 */
export const kolmogorovSmirnovBetween = (one: Float64Array, other: Float64Array): number => {
  one.sort()
  other.sort()
  const [n, m] = [one.length, other.length]
  let [i, j, largest] = [0, 0, 0]
  while (i < n && j < m) {
    const value = Math.min(one[i]!, other[j]!)
    while (i < n && one[i]! <= value) i++
    while (j < m && other[j]! <= value) j++
    largest = Math.max(largest, Math.abs(i / n - j / m))
  }
  return Math.sqrt((n * m) / (n + m)) * largest
}

/** Asymptotic p-value of either statistic: 2 sum (-1)^(k-1) e^(-2 k^2 s^2) (Kolmogorov 1933); good from n = 100 on. */
export const kolmogorovP = (statistic: number): number => {
  if (statistic < 0.3) return 1
  let sum = 0
  for (let k = 1; k <= 20; k++) sum -= (-1) ** k * Math.exp(-2 * k * k * statistic * statistic)
  return Math.min(1, 2 * sum)
}

/** A chi-square statistic as a standard score (Wilson and Hilferty 1931): beyond 4 with probability 3e-5. */
export const chiSquareToNormal = (statistic: number, freedom: number): number =>
  (Math.cbrt(statistic / freedom) - (1 - 2 / (9 * freedom))) / Math.sqrt(2 / (9 * freedom))

/** The chi-square statistic of counts whose sum is fixed, as a standard score. */
export const chiSquareScore = (counts: readonly number[], expected: readonly number[]): number =>
  chiSquareToNormal(
    counts.reduce((sum, count, index) => sum + (count - expected[index]!) ** 2 / expected[index]!, 0),
    counts.length - 1,
  )

/** Two-sided p-value of `k` successes in n trials: twice the smaller tail. */
export const binomialP = (k: number, n: number, p: number): number => {
  const { atMost, atLeast } = binomialTails(k, n, p)
  return Math.min(1, 2 * Math.min(atMost, atLeast))
}
