/**
 * How much noise there was where no canary stood. The bound on epsilon is sure but weak: at epsilon 8 a thousand canaries
 * cannot prove that noise was left out. What is left over of an absent canary is nothing but noise, and a few thousand
 * values of it show a wrong scale at once.
 * @module
 */
import { upperTail } from '../../privacy/accounting/normal.js'

export type NoiseCheck = {
  readonly claimed: number
  /** Standard deviation found, over the clipping norm. */
  readonly measured: number
  /** Two-sided: of a deviation as large as this, if the noise is what was claimed. */
  readonly p: number
}

/** Below it the check raises the alarm: a sound run does so once in a million. */
export const LEAST_P = 1e-6

/**
 * @param squares sum of `values` squared deviations, in standard deviations of the claimed noise: chi-square, taken for normal
 *   by its cube root (Wilson and Hilferty 1931)
 */
export const checkNoise = (claimed: number, squares: number, values: number): NoiseCheck => {
  const spread = 2 / (9 * values)
  const score = (Math.cbrt(squares / values) - (1 - spread)) / Math.sqrt(spread)
  const p = Number.isNaN(score) ? 0 : Math.min(1, 2 * upperTail(Math.abs(score)))
  return { claimed, measured: claimed * Math.sqrt(squares / values), p }
}
