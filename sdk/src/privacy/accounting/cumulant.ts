/**
 * Cumulants of the privacy loss, log E[e^(theta loss)], which are theta times the Renyi divergence of order theta + 1:
 * they choose the exponential tilt and bound how far a composed loss can reach.
 * @module
 */
import type { LossGrid } from './loss-grid.js'
import type { Direction, DominatingPair } from './pair.js'

/** log of the density of P, which does not vanish far out. */
const logDensity = ({ sigma, means, weights }: DominatingPair, x: number): number => {
  let largest = Number.NEGATIVE_INFINITY
  for (const mean of means) largest = Math.max(largest, -((x - mean) ** 2))
  let sum = 0
  for (let i = 0; i < means.length; i++)
    sum += weights[i]! * Math.exp((-((x - means[i]!) ** 2) - largest) / (2 * sigma * sigma))
  return largest / (2 * sigma * sigma) + Math.log(sum / (sigma * Math.sqrt(2 * Math.PI)))
}

/** Points of the trapezoid rule over x for E_P[e^(power loss)]. */
const rangeOf = ({ sigma, means, isSymmetric }: DominatingPair, power: number) => {
  const reach = 10 * sigma
  const top = means.at(-1)!
  // Q against P saturates to the left, where P is at least its own share of Q.
  const low = Math.min(0, means[0]!, isSymmetric ? -top : 0) - reach
  const high = top + reach + Math.max(0, power) * top
  return { low, high, step: Math.max(Math.min(sigma / 4, (sigma * sigma) / 2), (high - low) / 4000) }
}

/** Q against P: E_Q[(Q/P)^theta] = E_P[e^(-(theta + 1) loss)]. */
const powerOf = (pair: DominatingPair, theta: number, direction: Direction): number =>
  direction === 'remove' || pair.isSymmetric ? theta : -(theta + 1)

/** Of a pair, an estimate, used for choices only. */
export const pairCumulant = (pair: DominatingPair, theta: number, direction: Direction): number => {
  // E_P[e^(theta loss)] = E_Q[e^((theta + 1) loss)], which is E_P[e^(-(theta + 1) loss)] of a symmetric pair.
  const power = powerOf(pair, pair.isSymmetric && theta < -0.5 ? -1 - theta : theta, direction)
  const { low, high, step } = rangeOf(pair, power)
  let largest = Number.NEGATIVE_INFINITY
  let sum = 0
  for (let x = low; x <= high; x += step) {
    const term = logDensity(pair, x) + power * pair.loss(x)
    if (Number.isNaN(term) || term === Number.NEGATIVE_INFINITY) continue
    if (term > largest) {
      sum = sum * Math.exp(largest - term) + 1
      largest = term
    } else sum += Math.exp(term - largest)
  }
  return largest + Math.log(sum * step)
}

/** Losses of a pair up to a cap, and how likely they are under a tilt: estimates. */
export const pairWeights = (
  pair: DominatingPair,
  theta: number,
  direction: Direction,
  cap: number,
): { losses: Float64Array; weights: Float64Array } => {
  const power = powerOf(pair, theta, direction)
  const { low, high, step } = rangeOf(pair, 0)
  const count = Math.floor((high - low) / step) + 1
  const losses = Float64Array.from({ length: count }, (_, i) => Math.min(cap, pair.loss(low + i * step)))
  const logs = losses.map((loss, i) => logDensity(pair, low + i * step) + power * loss)
  const largest = logs.reduce((most, log) => Math.max(most, log), Number.NEGATIVE_INFINITY)
  const weights = logs.map(log => Math.exp(log - largest))
  const sum = weights.reduce((total, weight) => total + weight, 0)
  return { losses, weights: weights.map(weight => weight / sum) }
}

/** Of a grid, for a power of any sign: exact but for rounding, a relative 1e-10 of the moment. */
export const gridCumulant = ({ mass, first, spacing }: LossGrid, power: number): number => {
  // Horner's rule towards the end where the terms are largest, the last that are not zero, so that nothing overflows or is lost.
  const ratio = Math.exp(-Math.abs(power) * spacing)
  let [begin, end] = [0, mass.length - 1]
  while (begin < end && mass[begin] === 0) begin++
  while (end > begin && mass[end] === 0) end--
  let sum = 0
  if (power >= 0) for (let i = begin; i <= end; i++) sum = sum * ratio + mass[i]!
  else for (let i = end; i >= begin; i--) sum = sum * ratio + mass[i]!
  const outermost = first + (power >= 0 ? end : begin)
  return Math.log(sum) + power * outermost * spacing
}

/** The minimum of a function of one positive number with one valley, by golden section on the logarithm. */
export const minimise = (
  value: (at: number) => number,
  low: number,
  high: number,
  width: number,
): { at: number; value: number } => {
  const golden = (Math.sqrt(5) - 1) / 2
  let a = Math.log(low)
  let b = Math.log(high)
  let c = b - golden * (b - a)
  let d = a + golden * (b - a)
  let atC = value(Math.exp(c))
  let atD = value(Math.exp(d))
  while (b - a > width) {
    if (atC <= atD) {
      b = d
      d = c
      atD = atC
      c = b - golden * (b - a)
      atC = value(Math.exp(c))
    } else {
      a = c
      c = d
      atC = atD
      d = a + golden * (b - a)
      atD = value(Math.exp(d))
    }
  }
  return atC <= atD ? { at: Math.exp(c), value: atC } : { at: Math.exp(d), value: atD }
}
