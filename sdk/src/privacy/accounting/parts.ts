/**
 * Loss grids for a composition: of one spacing, of one direction, and of bearable size.
 * @module
 */
import { MOST_POINTS, type Target, windowOf } from './compose.js'
import type { Part } from './convolve.js'
import type { Releases } from './events.js'
import { dual, type Extent, type LossGrid, lossGrid, mixture } from './loss-grid.js'
import type { DominatingPair } from './pair.js'

/** Most points of one step's loss, all kinds of steps together. */
export const MOST_BINS = 2 ** 20

/**
 * How finely to look: the grid, the tilt and -d log delta/d epsilon where the answer is expected; the standard deviations
 * beyond which an outcome counts as infinitely revealing; and the loss of a step which decides, whatever the other steps
 * give: of a record removed the sum is beyond the answer, of one added a loss of that size below 0 keeps it below.
 */
export type View = {
  readonly spacing: number
  /** The share of the steps whose losses are as large as the spacing. */
  readonly counted: number
  readonly theta: number
  readonly kappa: number
  readonly reach: number
  readonly decided: number
}

/**
 * Rare large losses need fewer dots: bins in the tail are as many points wide as leaves the spread of the whole about as
 * it is, with and without the tilt, and small beside 1/kappa, the scale on which delta changes.
 */
export const strideOf = (pair: DominatingPair, isAdd: boolean, { spacing, counted, theta, kappa }: View) => {
  const widest = Math.floor(0.1 / (kappa + 1) / spacing)
  const power = isAdd && !pair.isSymmetric ? -(theta + 1) : theta
  return (loss: number, x: number): number => {
    if (widest < 2 || loss < 2 * spacing) return 1
    const tail = pair.upperAbove(x)
    const tilted = tail * Math.exp(Math.max(0, power * loss))
    return Math.max(1, Math.min(widest, Math.floor(0.15 * Math.sqrt(counted / tilted))))
  }
}

/** log of the share of answers, one of a million, that outcomes of little weight may cost when they are taken for worse ones. */
const LOG_SPARE = 14

/** How many times as far below 0 as a loss that decides one has to lie to hardly matter, when few lie there. */
const FAR_BELOW = 4

/** Where losses both ways are alike, those far below 0 are as rare as those that decide. */
const floorOf = ({ isSymmetric, position }: DominatingPair, decided: number): number =>
  isSymmetric && Number.isFinite(decided) ? position(-FAR_BELOW * decided, 0) : Number.NEGATIVE_INFINITY

/**
 * The outcomes of a step that a grid tells apart. The others lose nothing by it: beyond `cap` one step decides, and delta is
 * linear in e^-loss there; and an outcome that speaks against what is feared, so strongly as hardly any step's does, may
 * as well speak less strongly.
 */
export const extentOf = (
  pair: DominatingPair,
  isAdd: boolean,
  steps: number,
  { reach, decided }: Pick<View, 'reach' | 'decided'>,
): Extent => {
  const { sigma, means, isSymmetric, loss } = pair
  const rare = Math.min(reach, Math.sqrt(2 * (Math.log(steps) + LOG_SPARE)))
  const lowest = Math.min(means[0]!, isSymmetric ? -means.at(-1)! : 0)
  const highest = means.at(-1)! + reach * sigma
  // Of Q, whose mean is 0, what is likelier under P speaks against Q.
  return isAdd && !isSymmetric
    ? { lowest: lowest - reach * sigma, highest, cap: Math.min(decided, loss(rare * sigma)) }
    : { lowest: Math.max(lowest - rare * sigma, floorOf(pair, decided)), highest, cap: decided }
}

const gridOf = (pair: DominatingPair, isAdd: boolean, steps: number, view: View): LossGrid => {
  const extent = extentOf(pair, isAdd, steps, view)
  const grid = lossGrid(pair, view.spacing, extent, strideOf(pair, isAdd, view))
  return isAdd && !pair.isSymmetric ? dual(grid) : grid
}

/** Between the least and the largest loss that a grid tells apart, nats. */
export const lossSpan = (pair: DominatingPair, isAdd: boolean, steps: number, view: View): number => {
  const { lowest, highest, cap } = extentOf(pair, isAdd, steps, view)
  return Math.min(cap, pair.loss(highest)) - pair.loss(lowest)
}

/** Most points of a step, and of the composed loss. */
export type Size = { readonly bins: number; readonly points: number }

/** Grids of the finest spacing, from the one wanted on, whose bins and whose composed loss are of bearable size. */
export const bearableParts = (
  releases: readonly Releases[],
  isAdd: boolean,
  view: View,
  target?: Target,
  { bins, points }: Size = { bins: MOST_BINS, points: MOST_POINTS },
): { spacing: number; parts: Part[] } => {
  const span = releases.reduce(
    (sum, { pair, rare, steps }) =>
      sum + lossSpan(pair, isAdd, steps, view) + (rare ? lossSpan(rare.pair, isAdd, steps, view) : 0),
    0,
  )
  let spacing = Math.max(view.spacing, span / bins)
  for (;;) {
    const at = { ...view, spacing }
    const parts = releases.map(({ pair, rare, steps }) => {
      const grid = gridOf(pair, isAdd, steps, at)
      return {
        grid: rare ? mixture(grid, gridOf(rare.pair, isAdd, steps, at), rare.probability) : grid,
        steps,
      }
    })
    const { low, high } = windowOf(parts, view.theta, target)
    if (high - low + 2 <= points) return { spacing, parts }
    spacing *= Math.max(1.05, (1.02 * (high - low + 2)) / points)
  }
}
