/**
 * The tilted convolution of many steps by Fourier transform, with a bound on what rounding did to it.
 * @module
 */
import { type Complex, spectrumOf, transformError, valuesOf } from './fft.js'
import type { LossGrid } from './loss-grid.js'

/** Releases of one kind. */
export type Part = { readonly grid: LossGrid; readonly steps: number }

const UNIT = 2 ** -53

/** The tilted masses of one step, folded to the length of the transform, from the largest on; its place, and log M. */
const tilt = ({ mass, first, spacing }: LossGrid, theta: number, length: number) => {
  let largest = Number.NEGATIVE_INFINITY
  let peak = 0
  const exponents = new Float64Array(mass.length)
  for (let i = 0; i < mass.length; i++) {
    const exponent = Math.log(mass[i]!) + theta * (first + i) * spacing
    exponents[i] = exponent
    if (exponent > largest) {
      largest = exponent
      peak = i
    }
  }
  let sum = 0
  let carry = 0
  for (const exponent of exponents) {
    const term = Math.exp(exponent - largest) - carry
    const next = sum + term
    carry = next - sum - term
    sum = next
  }
  const logMoment = largest + Math.log(sum)
  const rest = new Float64Array(length)
  for (let i = 0; i < mass.length; i++) {
    const place = (((i - peak) % length) + length) % length
    rest[place] = rest[place]! + Math.exp(exponents[i]! - logMoment)
  }
  return { rest, peak: (((first + peak) % length) + length) % length, logMoment }
}

/** Places on each side of the peak whose transform is formed term by term. */
const NEAR = 12

/** The log of a coefficient that is zero for all purposes, whatever is added to it. */
const VANISHED = Number.NEGATIVE_INFINITY

/** From here on rounding of the spectrum near 1 would be felt. */
const MANY_STEPS = 1000

/**
 * Running sums over the kinds of steps for frequencies 0 to N/2, the others being their conjugates: log and angle of the
 * product; `own`, a bound on the relative error that each coefficient has by itself; `inverse`, the 2-norm of the
 * transforms' errors over the size of the coefficient, times the steps: an error e of one factor has a relative e/size
 * there, and the 2-norm of all e is known; `grown`, how far both could enlarge the coefficient, log.
 */
type Sums = Record<'logs' | 'angles' | 'own' | 'inverse' | 'grown', Float64Array>

/**
 * `rest` are the masses from the largest on. Adds steps x log of the spectrum to the running sums, and bounds on its error.
 *
 * With many steps only coefficients close to 1 matter, and there rounding a coefficient costs steps x u. So the largest
 * place is taken as origin (its shift is kept apart), and the spectrum less 1 is formed: w(j) (e^(i phi j) - 1) term
 * by term from sines for the places near the peak, where nearly all mass lies, and by the transform for the rest.
 */
const accumulate = (rest: Float64Array, steps: number, sums: Sums): void => {
  const length = rest.length
  rest[0] = 0
  /** Mean distance from the peak, either way round. */
  let spread = 1e-3
  for (let i = 1; i < length; i++) spread += rest[i]! * Math.min(i, length - i)
  // Sums and differences of the places on either side of the peak.
  const even: number[] = []
  const odd: number[] = []
  if (steps >= MANY_STEPS && length > 4 * NEAR)
    for (let offset = 1; offset <= NEAR; offset++) {
      const right = rest[offset]!
      const left = rest[length - offset]!
      even.push(right + left)
      odd.push(right - left)
      rest[offset] = 0
      rest[length - offset] = 0
    }
  let squares = 0
  let mass = 0
  for (const value of rest) {
    squares += value * value
    mass += value
  }
  // The 2-norm over all coefficients of the transform's error.
  const transformNorm = transformError(length) * Math.sqrt(length * squares)
  const { re: real, im: imaginary } = spectrumOf(rest)
  const half = length / 2
  // Squared coefficients below this are far below anything a float64 holds, with room for every error: most of many steps.
  const vanishing = steps >= 4000 ? 1 - 1700 / steps : -1
  for (let j = 0; j <= half; j++) {
    let a = real[j]! - mass
    let b = imaginary[j]!
    // Sine and cosine of pi j offset/N, by rotation from one offset to the next.
    const turn = (Math.PI * j) / length
    const sine = Math.sin(turn)
    const cosine = Math.cos(turn)
    let s = 0
    let c = 1
    for (let offset = 0; offset < even.length; offset++) {
      const next = s * cosine + c * sine
      c = c * cosine - s * sine
      s = next
      a -= 2 * even[offset]! * s * s
      b -= 2 * odd[offset]! * s * c
    }
    // log |1 + a + ib|, from 2a + a^2 + b^2.
    const excess = 2 * a + a * a + b * b
    if (1 + excess < vanishing) {
      // The neighbours are not larger by more than the mean distance from the peak allows.
      const spare = Math.sqrt(vanishing) - Math.sqrt(Math.max(0, 1 + excess))
      const last = Math.min(half, j + Math.floor((spare * length) / (2 * Math.PI * spread)))
      sums.logs.fill(VANISHED, j, last + 1)
      j = last
      continue
    }
    const isNear = excess > -0.75
    const size = isNear ? Math.sqrt(1 + excess) : Math.max(Math.hypot(1 + a, b), 1e-150)
    const log = isNear ? Math.log1p(excess) / 2 : Math.log(size)
    const angle = Math.atan2(b, 1 + a)
    const error = 32 * UNIT * (mass + Math.abs(a) + Math.abs(b))
    sums.logs[j] = sums.logs[j]! + steps * log
    sums.angles[j] = sums.angles[j]! + steps * angle
    const rounding = 8 * UNIT * (Math.abs(log) + Math.abs(angle))
    sums.own[j] = sums.own[j]! + steps * (error / size + rounding)
    sums.inverse[j] = sums.inverse[j]! + (steps * transformNorm) / size
    const growth = (error + transformNorm) / size
    // A logarithm takes time, and is not missed where it takes nothing off.
    sums.grown[j] = sums.grown[j]! + steps * ((growth < 1e-6 ? growth : Math.log1p(growth)) + rounding)
  }
}

/** The tilted, composed distribution. */
export type Convolved = {
  /** Cyclic, beginning at `shift`. */
  readonly r: Float64Array
  readonly shift: number
  readonly logMoment: number
  /** The sizes of all steps' log M: what rounding of them is relative to. */
  readonly exponents: number
  /**
   * A bound on what rounding took from sum over j >= 1 of r(k + j) e^(-a j) (1 - e^(-b j)), for any k: by the largest
   * error of an entry and by the 2-norm of all, whichever is less, for each source of errors.
   */
  readonly rounding: (a: number, b: number) => number
}

/** Convolves all steps of all parts. `length` is a power of two, and longer than the window of the result. */
export const convolve = (parts: readonly Part[], theta: number, length: number): Convolved => {
  const frequencies = (): Float64Array => new Float64Array(length / 2 + 1)
  const sums: Sums = {
    logs: frequencies(),
    angles: frequencies(),
    own: frequencies(),
    inverse: frequencies(),
    grown: frequencies(),
  }
  let logMoment = 0
  let exponents = 0
  let shift = 0
  for (const { grid, steps } of parts) {
    const tilted = tilt(grid, theta, length)
    logMoment += steps * tilted.logMoment
    exponents += steps * Math.abs(tilted.logMoment)
    shift = Number((BigInt(shift) + BigInt(tilted.peak) * BigInt(steps)) % BigInt(length))
    accumulate(tilted.rest, steps, sums)
  }
  const half = length / 2
  const power: Complex = { re: frequencies(), im: frequencies() }
  // Sum and sum of squares of the errors of the product's coefficients, by source.
  let own = 0
  let ownSquares = 0
  let sharedSquares = 0
  let sharedMost = 0
  let wide = 0
  for (let j = 0; j <= half; j++) {
    const log = sums.logs[j]!
    if (log + sums.grown[j]! < -745) continue
    wide = j + 1
    const inverse = sums.inverse[j]!
    const times = j === 0 || j === half ? 1 : 2
    // Bounds whatever lies between the computed and the true product.
    const most = Math.exp(log + sums.grown[j]!)
    if (most > 0) {
      const error = most * (inverse < 1 ? Math.min(1, sums.own[j]!) : 1)
      own += times * error
      ownSquares += times * error * error
      if (inverse < 1) {
        const shared = most * inverse
        sharedSquares += times * shared * shared
        sharedMost = Math.max(sharedMost, shared)
      }
    }
    const size = Math.exp(log)
    const angle = sums.angles[j]!
    power.re[j] = size * Math.cos(angle)
    power.im[j] = times === 1 ? 0 : size * Math.sin(angle)
  }
  const r = valuesOf(power, wide)
  let squares = 0
  for (const value of r) squares += value * value
  // Cauchy-Schwarz over the coefficients for the largest error of r; Parseval for the 2-norm.
  const back = transformError(length) * Math.sqrt(squares)
  const kinds = Math.sqrt(parts.length)
  const largest = (own + kinds * Math.sqrt(sharedSquares)) / length + back
  const norm = (Math.sqrt(2 * ownSquares) + kinds * sharedMost) / Math.sqrt(length) + back
  return {
    r,
    shift,
    logMoment,
    exponents,
    rounding: (a, b) => {
      const sum = (rate: number): number => 1 / Math.expm1(rate)
      const first = sum(a) - sum(a + b)
      const second = sum(2 * a) - 2 * sum(2 * a + b) + sum(2 * a + 2 * b)
      return Math.min(largest * first, norm * Math.sqrt(Math.max(0, second) + 1e-12 * sum(2 * a)))
    },
  }
}
