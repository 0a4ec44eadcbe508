/**
 * The statistics that privacy is tested with: goodness of fit, exact binomial tails, confidence bounds.
 * @module
 */

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

const logFactorials = [0]
const logFactorial = (n: number): number => {
  for (let i = logFactorials.length; i <= n; i++) logFactorials.push(logFactorials[i - 1]! + Math.log(i))
  return logFactorials[n]!
}

/** Probabilities of 0 to n successes in n trials, each with probability p. */
export const binomial = (n: number, p: number): Float64Array =>
  Float64Array.from({ length: n + 1 }, (_, k) => {
    if (p === 0 || p === 1) return k === n * p ? 1 : 0
    const ways = logFactorial(n) - logFactorial(k) - logFactorial(n - k)
    return Math.exp(ways + k * Math.log(p) + (n - k) * Math.log1p(-p))
  })

/** The probabilities of `k` successes or fewer, and of `k` or more; small ones keep their relative accuracy. */
export const binomialTails = (k: number, n: number, p: number): { atMost: number; atLeast: number } => {
  const masses = binomial(n, p)
  const sum = (part: Float64Array) => part.reduce((total, mass) => total + mass, 0)
  return {
    atMost: Math.min(1, sum(masses.subarray(0, k + 1))),
    atLeast: Math.min(1, sum(masses.subarray(k))),
  }
}

/** Two-sided p-value of `k` successes in n trials: twice the smaller tail. */
export const binomialP = (k: number, n: number, p: number): number => {
  const { atMost, atLeast } = binomialTails(k, n, p)
  return Math.min(1, 2 * Math.min(atMost, atLeast))
}

/** The largest `x` from `low` to `high` for which `holds`, by halving; `holds` must not become true again. */
export const largestThat = (low: number, high: number, holds: (x: number) => boolean): number => {
  if (!holds(low)) return low
  let [yes, no] = [low, high]
  for (let i = 0; i < 50; i++) {
    const middle = (yes + no) / 2
    if (holds(middle)) yes = middle
    else no = middle
  }
  return yes
}

/**
 * Bounds on a success probability after `k` successes in n trials, each wrong with probability at most `alpha`
 * (Clopper and Pearson 1934).
 */
export const clopperPearson = (k: number, n: number, alpha: number): { lower: number; upper: number } => ({
  lower: k === 0 ? 0 : largestThat(0, 1, p => binomialTails(k, n, p).atLeast <= alpha),
  upper: k === n ? 1 : largestThat(0, 1, p => binomialTails(k, n, p).atMost >= alpha),
})
