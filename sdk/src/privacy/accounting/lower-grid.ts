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
import { balance, CERTAIN, type Extent, type LossGrid, lossErrorOf, MASS_ERROR } from './loss-grid.js'
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
  { lowest, highest, cap }: Extent,
  stride: (loss: number, x: number) => number,
): { bins: Bins; loss: number } => {
  const { end, mass, loss } = lowestBin(pair, lowest, spacing)
  const isCapped = cap < pair.loss(highest)
  const last = isCapped ? pair.position(cap, lowest) : highest
  const most = Math.max(2, Math.ceil((Math.min(cap, pair.loss(highest)) - loss) / spacing) + 4)
  const column = (): Float64Array => new Float64Array(most)
  const bins: Bins = { point: column(), mass: column(), balance: column(), error: column(), count: 1 }
  bins.mass[0] = mass
  let point = 0
  let width = 1
  let start = end
  while (start < last && bins.count < most - 1) {
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
  if (isCapped && start < highest) {
    // All that lies above in one bin, a point above the last: it takes of those below until its loss is that of its point.
    const top = point + (width + 1) / 2
    const at = loss + top * spacing
    const stop = Math.max(start, Math.min(highest, pair.position(at + CERTAIN, highest)))
    const { whole, raised } = balance(pair, start, stop, at)
    const above = pair.upperAbove(stop)
    const i = bins.count++
    bins.point[i] = top
    bins.mass[i] = whole + above
    bins.balance[i] = raised - above * Math.expm1(at - pair.loss(stop))
    bins.error[i] = BALANCE_ERROR * (whole + above)
  }
  return { bins, loss }
}

/** Bins above that one may take of: from farther away more would be lost than by a lower point. */
const MOST_ABOVE = 8

/** What a bin lacks for the loss of its point is taken from those above, the nearest first: its mass then; undefined if they lack it too. */
const takeFromAbove = (
  { point, mass, balance, error, count }: Bins,
  i: number,
  spacing: number,
): number | undefined => {
  const end = Math.min(count, i + 1 + MOST_ABOVE)
  const gainOf = (j: number): number => {
    const distance = (point[j]! - point[i]!) * spacing
    return (
      mass[j]! * -Math.expm1(-distance) * (1 - BALANCE_ERROR) + Math.exp(-distance) * balance[j]! - error[j]!
    )
  }
  let lack = error[i]! - balance[i]!
  for (let j = i + 1; lack > 0; j++) {
    if (j >= end) return undefined
    lack -= Math.max(0, gainOf(j))
  }
  let own = mass[i]!
  lack = error[i]! - balance[i]!
  for (let j = i + 1; lack > 0 && j < end; j++) {
    const gain = gainOf(j)
    if (!(gain > 0)) continue
    const share = Math.min(1, (lack / gain) * (1 + 1e-14))
    own += share * mass[j]!
    lack = share < 1 ? 0 : lack - gain
    for (const column of [mass, balance, error]) column[j] = column[j]! * (1 - share)
  }
  return lack > 0 ? undefined : own
}

/** Makes the loss of every bin at least that of its point: the mass at each point. */
const merge = (bins: Bins, spacing: number): Float64Array => {
  const { point, mass, balance, error, count } = bins
  const merged = new Float64Array(point[count - 1]! + 1)
  /** Bins done that still hold something. */
  const done: number[] = []
  for (let i = 0; i < count; i++) {
    if (!(mass[i]! > 0)) continue
    let surplus = balance[i]! - error[i]!
    let own: number | undefined = mass[i]!
    let target = i
    if (surplus < 0) {
      own = takeFromAbove(bins, i, spacing)
      surplus = 0
      if (own === undefined) {
        // All of this bin's losses exceed the point below.
        own = mass[i]!
        target = i - 1
        const distance = (point[i]! - point[target]!) * spacing
        surplus =
          own * -Math.expm1(-distance) * (1 - BALANCE_ERROR) + Math.exp(-distance) * balance[i]! - error[i]!
      }
    }
    own *= 1 - MASS_ERROR
    if (done.at(-1) === target) done.pop()
    // Too great a loss: outcomes of the bins below, whose losses are those of their points or more.
    while (surplus > 0 && done.length > 0) {
      const below = done.at(-1)!
      const distance = (point[target]! - point[below]!) * spacing
      const wanted = (surplus / Math.expm1(distance)) * (1 - 1e-14)
      const held = merged[point[below]!]!
      const taken = Math.min(wanted, held)
      own += taken
      merged[point[below]!] = held - taken
      if (taken < held) break
      surplus -= taken * Math.expm1(distance)
      done.pop()
    }
    merged[point[target]!] = merged[point[target]!]! + own
    done.push(target)
  }
  return merged
}

/**
 * @param spacing d, nats, greater than 0 and at most 1.
 * @param extent outcomes outside it are dropped, and those of losses above the cap all merged.
 * @param stride most points that a bin which begins at a loss and a place may be wide.
 * @returns undefined when nothing is left.
 */
export const lowerGrid = (
  pair: DominatingPair,
  spacing: number,
  extent: Extent,
  stride: (loss: number, x: number) => number = () => 1,
): LowerGrid | undefined => {
  const { bins, loss } = binsOf(pair, spacing, extent, stride)
  const merged = merge(bins, spacing)
  const held = merged.findIndex(value => value > 0)
  if (held < 0) return undefined
  const mass = merged.slice(held, merged.findLastIndex(value => value > 0) + 1)
  const origin = Math.round(loss / spacing)
  const first = origin + held
  const largestLoss = Math.max(Math.abs(first), Math.abs(first + mass.length)) * spacing
  const { lowest, highest, cap } = extent
  const end = cap < pair.loss(highest) ? pair.position(cap + spacing, highest) : highest
  return {
    spacing,
    first,
    offset: loss - origin * spacing,
    mass,
    infinite: 0,
    infiniteDual: 0,
    lossError: lossErrorOf(pair, largestLoss, Math.max(Math.abs(lowest), Math.abs(end))),
  }
}
