/**
 * The error function in double precision, to about 1e-15.
 * @module
 */

/** Beyond this the series loses digits and the continued fraction is quick. */
const SERIES_LIMIT = 2

/**
 * erf(x) = 2 / sqrt(pi) times the integral of exp(-t^2) from 0 to x.
 * A series of positive terms near 0 (Abramowitz and Stegun 7.1.6), Laplace's continued fraction of erfc beyond (7.1.14).
 */
export const erf = (x: number): number => {
  if (x < 0) return -erf(-x)
  if (x <= SERIES_LIMIT) {
    let term = x
    let sum = 0
    for (let n = 0; sum + term !== sum; n++) {
      sum += term
      term *= (2 * x * x) / (2 * n + 3)
    }
    return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum
  }
  let tail = x
  for (let n = 120; n >= 1; n--) tail = x + n / 2 / tail
  return 1 - Math.exp(-x * x) / (Math.sqrt(Math.PI) * tail)
}
