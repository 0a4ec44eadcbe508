/**
 * The privacy loss of one step on a grid, by merging outcomes: a distribution of losses that is at most as revealing as the
 * true one, the counterpart of {@link lossGrid} from below.
 *
 * Whoever sees only which bin an outcome fell into knows less. The loss of a bin is log(P(bin)/Q(bin)), and bins are made so
 * that it lies on the grid: the line is cut into bins around the points of the grid, a bin whose loss is too small takes
 * an outcome of the next higher bin with some probability, and one whose loss is too great takes from the next lower
 * (randomised post-processing). Only the variance within bins is lost, about d^2/12 of a step's loss, where rounding losses
 * down would cost d/2 of its mean. The grid begins at the loss of its lowest bin, which may hold most outcomes (`offset`).
 *
 * Where errors go. Outcomes beyond the reach are dropped: delta is a sum over outcomes of terms that are not negative. A bin
 * that can take from nowhere goes to the point below all its losses. A mass is lowered by its error (`MASS_ERROR`). A bin's
 * balance P - e^loss Q is made positive by more than its error (`BALANCE_ERROR`), so that its true loss is at least the one
 * stated. Errors of the loss function itself are in `lossError`, which the composition takes off epsilon.
 * @module
 */
import { balance, LOSS_UNITS, type LossGrid, MASS_ERROR } from './loss-grid.js'
import type { DominatingPair } from './pair.js'

/** Losses of one step at (first + i) spacing + offset. Masses do not add up to 1: what is dropped is nowhere. */
export type LowerGrid = LossGrid & { readonly offset: number }

/** Error of a bin's balance relative to its mass times the width of its losses: quadrature, with room. */
const BALANCE_ERROR = 1e-10

/** Bins from left to right: the point of each, in spacings above the first, its mass, its balance, and what that may be off. */
type Bins = Record<'point' | 'mass' | 'balance' | 'error', Float64Array> & { count: number }

/** Where the lowest bin ends, its mass and its loss, rounded down: about half a spacing below its end. */
const lowestBin = (pair: DominatingPair, lowest: number, spacing: number) => {
  const bottom = pair.loss(lowest)
  let width = spacing
  for (let round = 0; ; round++) {
    const end = pair.position(bottom + width, lowest)
    const { whole, raised } = balance(pair, lowest, end, bottom)
    const share = whole > 0 ? Math.max(0, raised / whole - BALANCE_ERROR * Math.expm1(width)) : 0
    const loss = bottom - Math.log1p(-share)
    if (round === 3 || !(end > lowest)) return { end: Math.max(end, lowest), mass: whole, loss }
    width = loss - bottom + spacing / 2
  }
}

/**
 * The width in spacings of a bin that begins at a loss and a place: an odd number on either side of a point, so that the bin
 * ends half way between two. Over a wide one the density must not fall much, or outcomes far above would have to be merged in.
 */
const widthOf = (pair: DominatingPair, spacing: number, wanted: number, loss: number, x: number): number => {
  if (wanted < 3) return 1
  const { sigma, means } = pair
  const near = 0.5 * sigma * Math.min(1, sigma / Math.max(sigma, x - means[0]!))
  const width = Math.min(wanted, Math.floor((pair.loss(x + near) - loss) / spacing))
  return Math.max(1, width - 1 + (width % 2))
}

const binsOf = (
  pair: DominatingPair,
  spacing: number,
  reach: number,
  stride: (loss: number, x: number) => number,
): { bins: Bins; loss: number } => {
  const { sigma, means } = pair
  const lowest = Math.min(means[0]!, pair.isSymmetric ? -means.at(-1)! : 0) - reach * sigma
  const highest = means.at(-1)! + reach * sigma
  const { end, mass, loss } = lowestBin(pair, lowest, spacing)
  const most = Math.max(2, Math.ceil((pair.loss(highest) - loss) / spacing) + 3)
  const column = (): Float64Array => new Float64Array(most)
  const bins: Bins = { point: column(), mass: column(), balance: column(), error: column(), count: 1 }
  bins.mass[0] = mass
  let point = 0
  let width = 1
  for (let start = end; start < highest && bins.count < most; ) {
    const from = loss + (point + width / 2) * spacing
    const next = widthOf(pair, spacing, Math.floor(stride(from, start)), from, start)
    point += (width + next) / 2
    width = next
    const stop = pair.position(loss + (point + width / 2) * spacing, start)
    if (!(stop > start)) continue
    const at = loss + point * spacing
    const { whole, raised } = balance(pair, start, stop, at)
    const i = bins.count++
    bins.point[i] = point
    bins.mass[i] = whole
    bins.balance[i] = raised
    bins.error[i] = BALANCE_ERROR * whole * Math.expm1(2 * width * spacing)
    start = stop
  }
  return { bins, loss }
}

/** Makes the loss of every bin at least that of its point: the mass at each point. */
const merge = ({ point, mass, balance, error, count }: Bins, spacing: number): Float64Array => {
  const merged = new Float64Array(point[count - 1]! + 1)
  /** Bins done that still hold something. */
  const done: number[] = []
  for (let i = 0; i < count; i++) {
    let own = mass[i]!
    let surplus = balance[i]! - error[i]!
    // Too small a loss: shares of the bins above.
    for (let j = i + 1; surplus < 0 && j < count; j++) {
      const distance = (point[j]! - point[i]!) * spacing
      const rise = -Math.expm1(-distance)
      const gain = mass[j]! * rise * (1 - BALANCE_ERROR) + Math.exp(-distance) * balance[j]! - error[j]!
      if (!(gain > 0)) continue
      const share = Math.min(1, (-surplus / gain) * (1 + 1e-14))
      own += share * mass[j]!
      surplus = share < 1 ? 0 : surplus + gain
      for (const column of [mass, balance, error]) column[j] = column[j]! * (1 - share)
    }
    own *= 1 - MASS_ERROR
    if (surplus < 0) {
      // Nothing left above. All of this bin's losses exceed the point below.
      const below = point[i - 1]!
      merged[below] = merged[below]! + own
      if (done.at(-1) !== i - 1) done.push(i - 1)
      continue
    }
    // Too great a loss: outcomes of the bins below, whose losses are those of their points or more.
    while (surplus > 0 && done.length > 0) {
      const below = done.at(-1)!
      const distance = (point[i]! - point[below]!) * spacing
      const wanted = (surplus / Math.expm1(distance)) * (1 - 1e-14)
      const held = merged[point[below]!]!
      const taken = Math.min(wanted, held)
      own += taken
      merged[point[below]!] = held - taken
      if (taken < held) break
      surplus -= taken * Math.expm1(distance)
      done.pop()
    }
    if (!(own > 0)) continue
    merged[point[i]!] = own
    done.push(i)
  }
  return merged
}

/**
 * @param spacing d, nats, greater than 0 and at most 1.
 * @param reach standard deviations kept beyond the outermost component means.
 * @param stride most points that a bin which begins at a loss and a place may be wide.
 * @returns undefined when nothing is left.
 */
export const lowerGrid = (
  pair: DominatingPair,
  spacing: number,
  reach: number,
  stride: (loss: number, x: number) => number = () => 1,
): LowerGrid | undefined => {
  const { bins, loss } = binsOf(pair, spacing, reach, stride)
  const merged = merge(bins, spacing)
  const held = merged.findIndex(value => value > 0)
  if (held < 0) return undefined
  const mass = merged.slice(held, merged.findLastIndex(value => value > 0) + 1)
  const origin = Math.round(loss / spacing)
  const first = origin + held
  const { sigma, means } = pair
  const largestLoss = Math.max(Math.abs(first), Math.abs(first + mass.length)) * spacing
  const farthest = Math.max(...means.map(Math.abs)) + reach * sigma
  return {
    spacing,
    first,
    offset: loss - origin * spacing,
    mass,
    infinite: 0,
    infiniteDual: 0,
    lossError: LOSS_UNITS * 2 ** -53 * (1 + largestLoss + farthest / (sigma * sigma)),
  }
}
