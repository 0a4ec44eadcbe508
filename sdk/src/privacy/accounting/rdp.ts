/**
 * Renyi differential privacy of the Poisson-subsampled Gaussian mechanism, always rounded outwards (never too low).
 *
 * One step: every record joins with probability q, vectors of norm at most 1 are summed, N(0, sigma^2 I) is added.
 * Under add/remove adjacency the worst pair is P = (1-q) N(0, sigma^2) + q N(1, sigma^2) against Q = N(0, sigma^2), and
 * D(P||Q) >= D(Q||P) at every order, so this one direction covers both (Mironov, Talwar, Zhang 2019, arXiv 1908.10530,
 * theorem 5 and section 3.1).
 * @module
 */
import { requireDelta, requireThat } from '../validate.js'

/** Below this noise multiplier (and above zero) sums may overflow; the loss is reported as infinite, which is an upper bound. */
const LEAST_NOISE = 1e-6

/** Most points of one quadrature; an order that would need more is not used (infinite). */
const MOST_POINTS = 20_000

/** Unit roundoff of float64 with room for the few roundings behind each logarithm of a term. */
const ROUNDING = 1e-15

/** log(e^y - 1) for y > 0, for any magnitude. */
const logExpm1 = (y: number): number => (y > 30 ? y + Math.log1p(-Math.exp(-y)) : Math.log(Math.expm1(y)))

/** A running log(sum of e^t): the largest t so far and the sum relative to it. */
const logSum = () => {
  let largest = Number.NEGATIVE_INFINITY
  let sum = 0
  return {
    add(term: number): void {
      if (term > largest) {
        sum = sum * Math.exp(largest - term) + 1
        largest = term
      } else sum += Math.exp(term - largest)
    },
    value: (): number => largest + Math.log(sum),
  }
}

/**
 * Whole order a: E_Q[(P/Q)^a] - 1 = sum over k >= 2 of C(a,k) (1-q)^(a-k) q^k (e^(k(k-1)/(2 sigma^2)) - 1).
 * Equation of arXiv 1908.10530 section 3.3, less the binomial identity that sums the weights to 1: all terms are
 * positive and the leading 1 is gone, so even divergences of 1e-15 keep their digits.
 */
const wholeOrder = (q: number, sigma: number, order: number): number => {
  const logStay = Math.log1p(-q)
  const logOdds = Math.log(q) - logStay
  const inverse = 1 / (2 * sigma * sigma)
  const total = logSum()
  let logBinomial = 0
  let carry = 0
  for (let k = 1; k <= order; k++) {
    const next = Math.log((order - k + 1) / k) - carry
    const moved = logBinomial + next
    carry = moved - logBinomial - next
    logBinomial = moved
    if (k > 1) total.add(logBinomial + order * logStay + k * logOdds + logExpm1(k * (k - 1) * inverse))
  }
  const magnitude = order * (1 - logStay + Math.abs(logOdds)) + order * order * inverse
  const logExcess = total.value() + ROUNDING * (32 + magnitude)
  const logMoment =
    logExcess > 0 ? logExcess + Math.log1p(Math.exp(-logExcess)) : Math.log1p(Math.exp(logExcess))
  return logMoment / (order - 1)
}

/**
 * Any real order a: the integral of N(x; 0, sigma^2) r(x)^a with r(x) = 1 - q + q e^((x - 1/2)/sigma^2), by the
 * trapezoid rule. The integrand is analytic for |Im x| < pi sigma^2, where |r(x + iy)| <= r(x), so with spacing h the
 * relative error is at most 2 e^(y^2/(2 sigma^2)) / (e^(2 pi y/h) - 1) for every y in the strip (Trefethen and
 * Weideman 2014, theorem 5.1): h below makes it 1e-17. The integral is at least 1 and at least
 * q^a e^(a(a-1)/(2 sigma^2)), so what lies beyond the two ends is below 1e-17 of it as well.
 */
const realOrder = (q: number, sigma: number, order: number): number => {
  const variance = sigma * sigma
  const strip = Math.min(8 * sigma, 3 * variance)
  const spacing = (2 * Math.PI * strip) / (40 + (strip * strip) / (2 * variance))
  const first = -9 * sigma
  const last = order + sigma * Math.sqrt(2 * (45 - order * Math.log(q)))
  const points = Math.ceil((last - first) / spacing)
  if (points > MOST_POINTS) return Number.POSITIVE_INFINITY
  const logOdds = Math.log1p(-q) - Math.log(q)
  const total = logSum()
  for (let i = 0; i <= points; i++) {
    const x = first + i * spacing
    const w = (x - 0.5) / variance
    const logRatio =
      w > 30 ? w + Math.log(q) + Math.log1p(Math.exp(logOdds - w)) : Math.log1p(q * Math.expm1(w))
    total.add(order * logRatio - (x * x) / (2 * variance))
  }
  const magnitude = (last * last + order * last) / variance + order * (1 + Math.abs(Math.log(q)))
  const logMoment = total.value() + Math.log(spacing / (sigma * Math.sqrt(2 * Math.PI)))
  return Math.max(0, logMoment + ROUNDING * (32 + magnitude + points)) / (order - 1)
}

/**
 * An upper bound, tight to rounding, on the Renyi divergence of one step of the Poisson-subsampled Gaussian.
 *
 * @param samplingRate q, from 0 to 1.
 * @param noiseMultiplier sigma: standard deviation of the noise over the clipping norm, 0 or more.
 * @param order greater than 1; whole orders by the exact binomial sum, others by quadrature.
 * @returns nats; `Infinity` without noise, or where this method gives no finite bound.
 * @throws PromptPostError `invalid-argument` for a value out of range.
 */
export const rdpSubsampledGaussian = (
  samplingRate: number,
  noiseMultiplier: number,
  order: number,
): number => {
  requireThat(samplingRate >= 0 && samplingRate <= 1, 'samplingRate', 'must be from 0 to 1', samplingRate)
  requireThat(
    noiseMultiplier >= 0 && noiseMultiplier < Number.POSITIVE_INFINITY,
    'noiseMultiplier',
    'must be a finite number, 0 or more',
    noiseMultiplier,
  )
  requireThat(order > 1 && order <= 2 ** 24, 'order', 'must be greater than 1 and at most 2^24', order)
  if (samplingRate === 0) return 0
  if (noiseMultiplier < LEAST_NOISE) return Number.POSITIVE_INFINITY
  if (samplingRate === 1) return (order / (2 * noiseMultiplier * noiseMultiplier)) * (1 + ROUNDING)
  const bound = Number.isInteger(order) ? wholeOrder : realOrder
  return bound(samplingRate, noiseMultiplier, order)
}

/**
 * The epsilon implied by a Renyi divergence at one order:
 * rdp + log(1 - 1/order) - log(delta order)/(order - 1), and at least 0
 * (Canonne, Kamath, Steinke 2020, arXiv 2004.00010, proposition 12; Balle et al. 2020, arXiv 1905.09982, theorem 21).
 *
 * @param rdp composed divergence in nats, 0 or more, `Infinity` allowed.
 * @param delta between 0 and 1, both excluded.
 * @throws PromptPostError `invalid-argument` for a delta out of range.
 */
export const epsilonFromRdp = (rdp: number, order: number, delta: number): number => {
  requireDelta(delta)
  return Math.max(0, rdp + Math.log1p(-1 / order) - Math.log(delta * order) / (order - 1))
}
