/**
 * Gaussian noise on the integers: round(scale Z) with Z a standard normal, drawn exactly.
 *
 * Floating-point samplers leak through the values they cannot produce (Mironov, CCS 2012; arXiv 2112.05307). Here every
 * coin is exact and the result is the rounding of an ideal real Gaussian; added to an integer it is the rounding of the
 * ideal mechanism's output, that is post-processing, and the continuous analysis applies unchanged.
 * Karney, Sampling exactly from the normal distribution, ACM TOMS 42(1) 2016, arXiv 1303.6257, algorithm N.
 * @module
 */

import { requireInteger, requireThat } from '../validate.js'
import type { WordSource } from './random.js'

/** Largest scale: results stay below 2^52 unless |Z| > 256, an event of probability e^-32768. */
export const MOST_SCALE = 2 ** 44

/** A uniform number in [0, 1) by its digits in base 2^digitBits, most significant first, drawn when first needed. */
type LazyUniform = number[]

/** Splits a positive float64 into `mantissa * 2^exponent` with a whole mantissa; the exponent is negative or zero. */
const dyadic = (value: number): { mantissa: bigint; exponent: number } => {
  let mantissa = value
  let exponent = 0
  while (!Number.isInteger(mantissa)) {
    mantissa *= 2
    exponent--
  }
  return { mantissa: BigInt(mantissa), exponent }
}

/**
 * A function that draws round(scale Z), halves upward, independently at each call.
 *
 * @param scale standard deviation in lattice steps, from 2^-20 to 2^44, taken exactly as the float64 it is.
 * @param nextWord uniform 32-bit words.
 * @param digitBits tests shrink the digits from 32 bits so that ties, once in 2^32 otherwise, become common.
 * @returns whole numbers, exact in float64.
 * @throws PromptPostError `invalid-argument` for a scale out of range.
 */
export const createLatticeGaussian = (
  scale: number,
  nextWord: WordSource,
  digitBits = 32,
): (() => number) => {
  requireThat(scale >= 2 ** -20 && scale <= MOST_SCALE, 'scale', 'must be from 2^-20 to 2^44', scale)
  requireInteger('digitBits', digitBits, 1, 32)
  const { mantissa, exponent } = dyadic(scale)
  const half = 2 ** (digitBits - 1)
  const unit = 2 ** -digitBits
  const draw = digitBits === 32 ? nextWord : () => nextWord() >>> (32 - digitBits)

  const digit = (uniform: LazyUniform, index: number): number => {
    while (uniform.length <= index) uniform.push(draw())
    return uniform[index]!
  }
  const tieBreak = (left: LazyUniform, right: LazyUniform): boolean => {
    for (let index = 1; ; index++) {
      const a = digit(left, index)
      const b = digit(right, index)
      if (a !== b) return a < b
    }
  }
  const less = (left: LazyUniform, right: LazyUniform): boolean => {
    const a = left[0]!
    const b = right[0]!
    return a === b ? tieBreak(left, right) : a < b
  }

  /** True with probability e^(-1/2): the length of a falling run of uniforms that starts below one half is even. */
  const halfCoin = (): boolean => {
    const first = draw()
    if (first >= half) return true
    let previous: LazyUniform = [first]
    for (let even = false; ; even = !even) {
      const next: LazyUniform = [draw()]
      if (!less(next, previous)) return even
      previous = next
    }
  }

  /** A uniform whole number below `count` (at most 2^32), without bias. */
  const below = (count: number): number => {
    const limit = 2 ** 32 - (2 ** 32 % count)
    for (;;) {
      const word = nextWord()
      if (word < limit) return word % count
    }
  }

  /** True with probability (2k + x)/(2k + 2). */
  const stepCoin = (k: number, x: LazyUniform): boolean => {
    const choice = below(2 * k + 2)
    return choice > 1 || (choice === 1 && less([draw()], x))
  }

  /** True with probability e^(-x (2k + x)/(2k + 2)): a falling run from x, each step also passing its coin. */
  const tailCoin = (k: number, x: LazyUniform): boolean => {
    let previous = x
    for (let even = true; ; even = !even) {
      const next: LazyUniform = [draw()]
      if (!less(next, previous) || !stepCoin(k, x)) return even
      previous = next
    }
  }

  const repeat = (times: number, coin: () => boolean): boolean => {
    for (let i = 0; i < times; i++) if (!coin()) return false
    return true
  }

  /** round(scale (k + x)) in integers: more digits of x until both ends of its interval round alike. */
  const roundExactly = (k: number, x: LazyUniform): number => {
    let numerator = BigInt(k)
    for (let digits = 1; ; digits++) {
      numerator = (numerator << BigInt(digitBits)) + BigInt(digit(x, digits - 1))
      const shift = BigInt(digitBits * digits - exponent)
      const bias = 1n << shift
      const lower = (2n * mantissa * numerator + bias) >> (shift + 1n)
      const upper = (2n * mantissa * (numerator + 1n) + bias) >> (shift + 1n)
      if (lower === upper) return Number(lower)
    }
  }

  /** round(scale (k + x)): float64 from two digits, unless a half-integer lies within the error bound. */
  const round = (k: number, x: LazyUniform): number => {
    const value = scale * (k + (x[0]! + digit(x, 1) * unit) * unit)
    const error = scale * ((k + 1) * 2 ** -50 + unit * unit)
    const nearest = Math.floor(value + 0.5)
    return Math.abs(value - nearest) + error < 0.5 ? nearest : roundExactly(k, x)
  }

  return () => {
    for (;;) {
      let k = 0
      while (halfCoin()) k++
      if (!repeat(k * (k - 1), halfCoin)) continue
      const x: LazyUniform = [draw()]
      if (!repeat(k + 1, () => tailCoin(k, x))) continue
      const magnitude = round(k, x)
      return nextWord() < 2 ** 31 ? magnitude : 0 - magnitude
    }
  }
}
