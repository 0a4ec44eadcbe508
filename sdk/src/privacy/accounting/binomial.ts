/**
 * Tails of the binomial distribution.
 * @module
 */

/** P(X = k + 1) over P(X = k). */
const ratio = (trials: number, p: number, k: number): number => ((trials - k) / (k + 1)) * (p / (1 - p))

/**
 * P(X >= least) for X ~ Binomial(trials, p), 0 < p < 1, rounded up by a relative 1e-9: terms are summed outwards from the
 * mode, relative to it, and divided by the sum of all.
 */
export const binomialUpperTail = (trials: number, p: number, least: number): number => {
  if (least <= 0) return 1
  if (least > trials) return 0
  if (p >= 1) return 1
  const mode = Math.min(trials, Math.floor((trials + 1) * p))
  let all = 1
  let tail = mode >= least ? 1 : 0
  for (let k = mode, term = 1; k < trials; k++) {
    term *= ratio(trials, p, k)
    if (term < 1e-300) break
    all += term
    if (k + 1 >= least) tail += term
  }
  for (let k = mode - 1, term = 1; k >= 0; k--) {
    term /= ratio(trials, p, k)
    if (term < 1e-300) break
    all += term
    if (k >= least) tail += term
  }
  return Math.min(1, (tail / all) * (1 + 1e-9))
}
