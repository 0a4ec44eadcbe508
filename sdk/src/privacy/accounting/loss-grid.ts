/**
 * The privacy loss of one step on a grid, by connecting the dots: a distribution of losses k d that is at least as
 * revealing as the true one (Doroshenko, Ghazi, Kamath, Kumar, Manurangsi 2022, arXiv 2207.04380).
 *
 * A bin of outcomes with losses from k d to (k+1) d becomes two atoms, a at k d and b at (k+1) d, that keep its
 * probability under both hypotheses: a + b = P and a e^(-kd) + b e^(-(k+1)d) = Q. That spreads e^(-loss) without moving its
 * mean, so every delta can only grow, in both directions and after any composition.
 *
 * Rounding. b = integral of p(x) (1 - e^(kd - loss(x))) / (1 - e^-d) and a = integral of p(x) (e^((k+1)d - loss(x)) - 1) /
 * (e^d - 1) have positive integrands, so they keep their digits where differences would lose them. What remains is a relative error of each mass (`MASS_ERROR`) and
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
const LOSS_UNITS = 8

/** How much a loss exceeds another where e^-loss vanishes beside it. */
export const CERTAIN = 40

/**
 * Largest error of a loss up to `largest` at places up to `farthest`. Exponents x/s^2 are off by units of themselves; where the
 * loss is bounded below by log(1 - c), hence log(1 + c(e^a - 1)) or a mixture of such, it changes by at most its own size
 * plus c/(1 - c) times that.
 */
export const lossErrorOf = (
  { sigma, means, infimum }: DominatingPair,
  largest: number,
  farthest: number,
): number => {
  const variance = sigma * sigma
  const absolute = 1 + largest + farthest / variance
  const top = Math.max(...means.map(Math.abs))
  const relative = largest + (largest + Math.expm1(-infimum)) * (1 + (top * (farthest + top)) / variance)
  return LOSS_UNITS * UNIT * Math.min(absolute, relative)
}

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

/** Which outcomes of a step are told apart: from the lowest on, those of losses up to the cap, up to the highest. */
export type Extent = { readonly lowest: number; readonly highest: number; readonly cap: number }

/** Outcomes within so many standard deviations of the outermost component means. */
export const extentWithin = (
  pair: DominatingPair,
  reach: number,
  cap = Number.POSITIVE_INFINITY,
): Extent => ({
  lowest: Math.min(pair.means[0]!, pair.isSymmetric ? -pair.means.at(-1)! : 0) - reach * pair.sigma,
  highest: pair.means.at(-1)! + reach * pair.sigma,
  cap,
})

/**
 * @param spacing d, nats, greater than 0.
 * @param extent outcomes below it are moved up to a loss that none of them exceeds; those above `highest` become an
 * infinite loss; what a loss above the cap stands for is divided between the cap and an infinite loss, the last two dots.
 * @param stride points between the dots of a bin that begins at a loss and a place: a whole number, 1 or more.
 */
export const lossGrid = (
  pair: DominatingPair,
  spacing: number,
  { lowest, highest, cap }: Extent,
  stride: (loss: number, x: number) => number = () => 1,
): LossGrid => {
  const { loss, position } = pair
  const first = Math.floor(loss(lowest) / spacing)
  const top = Math.ceil(loss(highest) / spacing)
  const isCapped = cap < (top - 1) * spacing
  const last = Math.max(first + 1, isCapped ? Math.ceil(cap / spacing) : top)
  const mass = new Float64Array(last - first + 1)
  // What lies below is moved up to the first point that no loss down there exceeds.
  mass[1] = pair.upperMass(Number.NEGATIVE_INFINITY, lowest)
  let start = lowest
  for (let i = 0, next = 0; i + 1 < mass.length; i = next) {
    const low = (first + i) * spacing
    next = Math.min(mass.length - 1, i + (i === 0 ? 1 : stride(low, start)))
    const high = (first + next) * spacing
    const end = position(high, start)
    if (!(end > start)) continue
    const { raised, lowered } = balance(pair, start, end, low, high)
    const range = -Math.expm1(low - high)
    mass[i] = mass[i]! + Math.max(0, lowered) / range
    mass[next] = mass[next]! + Math.max(0, raised) / range
    start = end
  }
  let infinite = pair.upperAbove(start) * (1 + MASS_ERROR)
  let lost = pair.lowerAbove(start)
  if (isCapped && start < highest) {
    // All of Q up there stands at the cap, and of P as much as that makes e^cap times; the rest of P has no finite loss.
    const level = last * spacing
    const end = Math.min(highest, position(level + CERTAIN, highest))
    const { whole, raised } = balance(pair, start, end, level)
    infinite = raised + MASS_ERROR * whole + pair.upperAbove(end) * (1 + MASS_ERROR)
    if (lost > 0) mass[last - first] = mass[last - first]! + Math.exp(last * spacing + Math.log(lost))
    lost = 0
  }
  const largestLoss = Math.max(Math.abs(first), Math.abs(last)) * spacing
  return {
    spacing,
    first,
    mass,
    infinite,
    infiniteDual: pair.isSymmetric
      ? infinite
      : (pair.lowerMass(Number.NEGATIVE_INFINITY, lowest) + lost) * (1 + MASS_ERROR),
    lossError: lossErrorOf(pair, largestLoss, Math.max(Math.abs(lowest), Math.abs(start))),
  }
}

/**
 * P of an interval; `raised`, P - e^low Q, the integral of p(x) (1 - e^(low - loss(x))); and `lowered`, e^(low - high) (e^high Q - P): by
 * pieces narrow enough for the rule.
 */
export const balance = (
  { sigma, means, loss, upperDensity }: DominatingPair,
  start: number,
  end: number,
  low: number,
  high = low,
): { whole: number; raised: number; lowered: number } => {
  const width = (end - start) / sigma
  // Where e^loss begins to rise it does so as e^(x rate).
  const rate = Math.max(...means.map(Math.abs)) / (sigma * sigma)
  const pieces = Math.ceil(Math.max(width / EIGHT.width, ((end - start) * rate) / EIGHT.exponent))
  const { nodes, weights } = width <= FOUR.width && pieces === 1 ? FOUR.rule : EIGHT.rule
  const half = (end - start) / pieces / 2
  let whole = 0
  let raised = 0
  let lowered = 0
  const least = Math.exp(low - high)
  // Far below 1 the difference is as good, and nothing overflows.
  const isWide = high - low > 30
  for (let piece = 0; piece < pieces; piece++) {
    const middle = start + (2 * piece + 1) * half
    for (let n = 0; n < nodes.length; n++) {
      const x = middle + half * nodes[n]!
      const share = weights[n]! * half * upperDensity(x)
      const at = loss(x)
      whole += share
      raised -= share * Math.expm1(low - at)
      lowered += share * (isWide ? Math.max(0, Math.exp(low - at) - least) : least * Math.expm1(high - at))
    }
  }
  return { whole, raised, lowered }
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
