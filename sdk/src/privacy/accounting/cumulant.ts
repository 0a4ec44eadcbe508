/**
 * Cumulants of the privacy loss, log E[e^(theta loss)], which are theta times the Renyi divergence of order theta + 1:
 * they choose the exponential tilt and bound how far a composed loss can reach.
 * @module
 */
import type { LossGrid } from './loss-grid.js'
import type { DominatingPair } from './pair.js'

/** Of a pair, by the trapezoid rule over x: an estimate, used for choices only. `direction` -1 is Q against P. */
export const pairCumulant = (pair: DominatingPair, theta: number, direction: 1 | -1): number => {
  const { sigma, means, loss, upperDensity } = pair
  // Q against P: E_Q[(Q/P)^theta] = E_P[e^(-(theta + 1) loss)].
  const power = direction === 1 ? theta : -(theta + 1)
  const reach = 10 * sigma
  // Q against P saturates to the left, where P is at least its own share of Q.
  const low = Math.min(0, means[0]!) - reach
  const high = means.at(-1)! + reach + Math.max(0, power) * means.at(-1)!
  const step = Math.max(Math.min(sigma / 4, (sigma * sigma) / 2), (high - low) / 4000)
  let largest = Number.NEGATIVE_INFINITY
  let sum = 0
  for (let x = low; x <= high; x += step) {
    const term = Math.log(upperDensity(x)) + power * loss(x)
    if (Number.isNaN(term) || term === Number.NEGATIVE_INFINITY) continue
    if (term > largest) {
      sum = sum * Math.exp(largest - term) + 1
      largest = term
    } else sum += Math.exp(term - largest)
  }
  return largest + Math.log(sum * step)
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
