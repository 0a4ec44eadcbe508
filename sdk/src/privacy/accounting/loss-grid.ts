/**
 * The privacy loss of one step on a grid, by connecting the dots: a distribution of losses k d that is at least as
 * revealing as the true one (Doroshenko, Ghazi, Kamath, Kumar, Manurangsi 2022, arXiv 2207.04380).
 *
 * A bin of outcomes with losses from k d to (k+1) d becomes two atoms, a at k d and b at (k+1) d, that keep its
 * probability under both hypotheses: a + b = P and a e^(-kd) + b e^(-(k+1)d) = Q. That spreads e^(-loss) without moving its
 * mean, so every delta can only grow, in both directions and after any composition.
 *
 * Rounding. b = integral of p(x) (1 - e^(kd - loss(x))) / (1 - e^-d) has a positive integrand, so it keeps its digits where
 * a difference of distribution functions would lose them. What remains is a relative error of each mass (`MASS_ERROR`) and
 * an error of each loss (`lossError`), which the composition adds up.
 * @module
 */
import type { DominatingPair } from './pair.js'

/** Losses of one step: `mass[i]` at (first + i) spacing, and what has no finite loss. */
export type LossGrid = {
  /** Nats between neighbouring losses. */
  readonly spacing: number
  readonly first: number
  readonly mass: Float64Array
  /** Probability of an infinite loss. */
  readonly infinite: number
  /** The same for the other direction, see {@link dual}. */
  readonly infiniteDual: number
  /** Largest error of a loss, nats, from rounding. */
  readonly lossError: number
}

/** Relative error of a mass: quadrature, normal tails and exponentials. */
export const MASS_ERROR = 2e-11

const UNIT = 2 ** -53

/** Error of a computed loss, in units of rounding of the largest figure it is made of. */
export const LOSS_UNITS = 8

type Rule = { readonly nodes: readonly number[]; readonly weights: readonly number[] }

/** Gauss-Legendre on [-1, 1], positive nodes of the symmetric rule. */
const rule = (nodes: readonly number[], weights: readonly number[]): Rule => ({
  nodes: [...nodes.map(node => -node), ...nodes],
  weights: [...weights, ...weights],
})

/**
 * Relative error c (w z)^(2n) for a bin of w standard deviations at z of them from a component's mean, c = 6e-10 for four
 * nodes and 2e-23 for eight: at z = 14 below 1e-11 up to these widths. Eight nodes integrate e^(c x) over a piece within
 * 1e-16 up to c w = `exponent`.
 */
const FOUR = {
  rule: rule([0.33998104358485626, 0.8611363115940526], [0.6521451548625461, 0.34785484513745385]),
  width: 0.04,
}
const EIGHT = {
  rule: rule(
    [0.1834346424956498, 0.525532409916329, 0.7966664774136267, 0.9602898564975363],
    [0.362683783378362, 0.31370664587788727, 0.22238103445337448, 0.10122853629037626],
  ),
  width: 0.4,
  exponent: 2,
}

/**
 * @param spacing d, nats, greater than 0 and at most 1.
 * @param stride points between the dots of a bin that begins at a loss and a place: a whole number, 1 or more.
 * @param reach standard deviations kept beyond the outermost component means; what lies outside becomes an infinite loss.
 */
export const lossGrid = (
  pair: DominatingPair,
  spacing: number,
  reach: number,
  stride: (loss: number, x: number) => number = () => 1,
): LossGrid => {
  const { sigma, means, loss, position } = pair
  const lowest = Math.min(means[0]!, pair.isSymmetric ? -means.at(-1)! : 0) - reach * sigma
  const highest = means.at(-1)! + reach * sigma
  const first = Math.floor(loss(lowest) / spacing)
  const last = Math.max(first + 1, Math.ceil(loss(highest) / spacing))
  const mass = new Float64Array(last - first + 1)
  // What lies below is moved up to the first point that no loss down there exceeds.
  mass[1] = pair.upperMass(Number.NEGATIVE_INFINITY, lowest)
  let start = lowest
  for (let i = 0, next = 0; i + 1 < mass.length; i = next) {
    const low = (first + i) * spacing
    next = Math.min(mass.length - 1, i + (i === 0 ? 1 : stride(low, start)))
    const end = position((first + next) * spacing, start)
    if (!(end > start)) continue
    const { whole, raised } = balance(pair, start, end, low)
    const above = Math.min(whole, Math.max(0, raised) / -Math.expm1((i - next) * spacing))
    mass[i] = mass[i]! + (whole - above)
    mass[next] = mass[next]! + above
    start = end
  }
  const infinite = pair.upperAbove(start) * (1 + MASS_ERROR)
  const largestLoss = Math.max(Math.abs(first), Math.abs(last)) * spacing
  return {
    spacing,
    first,
    mass,
    infinite,
    infiniteDual: pair.isSymmetric
      ? infinite
      : (pair.lowerMass(Number.NEGATIVE_INFINITY, lowest) + pair.lowerAbove(start)) * (1 + MASS_ERROR),
    lossError: LOSS_UNITS * UNIT * (1 + largestLoss + Math.max(Math.abs(lowest), highest) / (sigma * sigma)),
  }
}

/** P of an interval, and P - e^level Q of it, the integral of p(x) (1 - e^(level - loss(x))): by pieces narrow enough for the rule. */
export const balance = (
  { sigma, means, loss, upperDensity }: DominatingPair,
  start: number,
  end: number,
  level: number,
): { whole: number; raised: number } => {
  const width = (end - start) / sigma
  // Where e^loss begins to rise it does so as e^(x rate).
  const rate = Math.max(...means.map(Math.abs)) / (sigma * sigma)
  const pieces = Math.ceil(Math.max(width / EIGHT.width, ((end - start) * rate) / EIGHT.exponent))
  const { nodes, weights } = width <= FOUR.width && pieces === 1 ? FOUR.rule : EIGHT.rule
  const half = (end - start) / pieces / 2
  let whole = 0
  let raised = 0
  for (let piece = 0; piece < pieces; piece++) {
    const middle = start + (2 * piece + 1) * half
    for (let n = 0; n < nodes.length; n++) {
      const x = middle + half * nodes[n]!
      const share = weights[n]! * half * upperDensity(x)
      whole += share
      raised -= share * Math.expm1(level - loss(x))
    }
  }
  return { whole, raised }
}

/** The other direction: Q against P has loss -k d with probability p e^(-kd). Only for losses that are bounded below. */
export const dual = (grid: LossGrid): LossGrid => {
  const { spacing, first, mass, infinite, infiniteDual } = grid
  const last = first + mass.length - 1
  return {
    ...grid,
    first: -last,
    mass: Float64Array.from(mass, (_, i) => mass[mass.length - 1 - i]! * Math.exp(-(last - i) * spacing)),
    infinite: infiniteDual,
    infiniteDual: infinite,
  }
}

/** A step that is of the second kind with a probability that does not depend on which of the neighbours is at hand. */
export const mixture = (usual: LossGrid, rare: LossGrid, probability: number): LossGrid => {
  const first = Math.min(usual.first, rare.first)
  const last = Math.max(usual.first + usual.mass.length, rare.first + rare.mass.length)
  const mass = new Float64Array(last - first)
  const blend = (a: number, b: number): number => (1 - probability) * a + probability * b
  for (const [grid, weight] of [
    [usual, 1 - probability],
    [rare, probability],
  ] as const)
    for (let i = 0; i < grid.mass.length; i++) {
      const place = grid.first + i - first
      mass[place] = mass[place]! + weight * grid.mass[i]!
    }
  return {
    spacing: usual.spacing,
    first,
    mass,
    infinite: blend(usual.infinite, rare.infinite),
    infiniteDual: blend(usual.infiniteDual, rare.infiniteDual),
    lossError: Math.max(usual.lossError, rare.lossError),
  }
}
