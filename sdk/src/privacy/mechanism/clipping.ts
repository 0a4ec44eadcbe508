/**
 * Clipping onto the integer lattice: one example's gradient becomes whole numbers whose L2 norm is at most K, exactly.
 *
 * Floating-point sums make the true sensitivity larger than the intended one (Casacuberta et al. 2022, arXiv
 * 2207.10635). Here the bound is checked on integers, so it holds whatever the gradient, the device or the order was.
 * @module
 */

/** Room below the clipping norm for the rounding of the scaled coordinates, so that a second try is rare. */
const FLOAT_SLACK = 1e-12

/** Each further try shrinks by this factor. */
const SHRINK = 1 - 2 ** -20

/** Adding and subtracting 1.5 * 2^52 rounds a float64 below 2^51 in magnitude to the nearest whole number. */
const ROUNDER = 1.5 * 2 ** 52

/** The L2 norm of a row, in float64 with four running sums; not finite exactly when an entry is not. */
const normOf = (gradients: Float32Array, start: number, end: number): number => {
  let a = 0
  let b = 0
  let c = 0
  let d = 0
  let i = start
  for (; i + 3 < end; i += 4) {
    a += gradients[i]! * gradients[i]!
    b += gradients[i + 1]! * gradients[i + 1]!
    c += gradients[i + 2]! * gradients[i + 2]!
    d += gradients[i + 3]! * gradients[i + 3]!
  }
  for (; i < end; i++) a += gradients[i]! * gradients[i]!
  return Math.sqrt(a + b + (c + d))
}

/**
 * Rounds `row * factor` to whole numbers and returns the sum of their squares.
 *
 * Comparing the result with K^2 <= 2^52 is exact: it is a float64 sum of whole numbers, without error while it stays
 * below 2^53, and once the true sum reaches 2^53 the computed one, rounded monotonically, cannot fall below it.
 */
const roundRow = (gradients: Float32Array, start: number, factor: number, lattice: Float64Array): number => {
  let squares = 0
  for (let j = 0; j < lattice.length; j++) {
    const whole = gradients[start + j]! * factor + ROUNDER - ROUNDER
    lattice[j] = whole
    squares += whole * whole
  }
  return squares
}

/**
 * Rounds `row * factor` to `lattice`, with as many small shrinks of `factor` as the exact check sum z^2 <= 2^(2 bits)
 * asks for: the last word on sensitivity, whatever was computed in floating point before.
 */
export const roundToFit = (
  gradients: Float32Array,
  start: number,
  factor: number,
  bits: number,
  lattice: Float64Array,
): void => {
  let fitting = factor
  while (!(roundRow(gradients, start, fitting, lattice) <= 2 ** (2 * bits))) fitting *= SHRINK
}

/**
 * Writes the clipped lattice image of one row of `gradients` to `lattice`: whole numbers z with sum z^2 <= 2^(2 bits),
 * where 2^bits lattice steps make one clipping norm. A row with a value that is not finite becomes zero. Depends on
 * nothing but the row.
 *
 * @param gradients row-major; the row starts at `start` and has `lattice.length` entries.
 * @param clip the clipping norm, in the gradients' unit.
 * @param bits from 1 to 26, with 2^bits well above the square root of the row's length.
 */
export const clipToLattice = (
  gradients: Float32Array,
  start: number,
  clip: number,
  bits: number,
  lattice: Float64Array,
): void => {
  const steps = 2 ** bits
  const norm = normOf(gradients, start, start + lattice.length)
  if (!Number.isFinite(norm)) {
    lattice.fill(0)
    return
  }
  const room = 1 - Math.sqrt(lattice.length) / (2 * steps) - FLOAT_SLACK
  roundToFit(gradients, start, Math.min(1, (clip * room) / norm) * (steps / clip), bits, lattice)
}
