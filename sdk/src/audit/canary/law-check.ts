/**
 * Whether noise and canaries came out as the accountant takes for granted. The bound on epsilon is sure but weak: at epsilon
 * 8 a thousand canaries cannot prove that noise was left out. What is left over of an absent canary is nothing but noise,
 * and what a present one adds is its sampling rate on average; a few thousand values show at once where either is wrong.
 * @module
 */
import { upperTail } from '../../privacy/accounting/normal.js'

export type LawCheck = {
  readonly claimed: number
  readonly measured: number
  /** Two-sided: of a deviation as large as this, if the claim is right. */
  readonly p: number
}

/** Below it a check raises the alarm: a sound run does so once in a million. */
export const LEAST_P = 1e-6

const twoSided = (score: number): number =>
  Number.isNaN(score) ? 0 : Math.min(1, 2 * upperTail(Math.abs(score)))

/**
 * The standard deviation of the noise, over the clipping norm.
 *
 * @param squares sum of `values` squared deviations, in standard deviations of the claimed noise: chi-square, taken for normal
 *   by its cube root (Wilson and Hilferty 1931)
 */
export const checkNoise = (claimed: number, squares: number, values: number): LawCheck => {
  const spread = 2 / (9 * values)
  const score = (Math.cbrt(squares / values) - (1 - spread)) / Math.sqrt(spread)
  return { claimed, measured: claimed * Math.sqrt(squares / values), p: twoSided(score) }
}

/**
 * What a present canary adds to a step on average, over the clipping norm: 1 when it is drawn, so its rate. A rate or a clip
 * larger than claimed shows here.
 *
 * @param sum of `values` outcomes, each with variance rate (1 - rate) + noise^2
 */
export const checkSignal = (rate: number, noise: number, sum: number, values: number): LawCheck => {
  const error = Math.sqrt((rate * (1 - rate) + noise ** 2) / values)
  const measured = sum / values
  return { claimed: rate, measured, p: twoSided((measured - rate) / error) }
}
