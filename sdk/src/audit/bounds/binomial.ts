/**
 * The binomial distribution, exactly, and what follows from its tails.
 * @module
 */

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
