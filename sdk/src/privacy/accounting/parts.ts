/**
 * Loss grids for a composition: of one spacing, of one direction, and of bearable size.
 * @module
 */
import { MOST_POINTS, type Target, windowOf } from './compose.js'
import type { Part } from './convolve.js'
import type { Releases } from './events.js'
import { dual, type LossGrid, lossGrid, mixture } from './loss-grid.js'
import type { DominatingPair } from './pair.js'

/** Most bins of one step, all kinds of steps together. */
const MOST_BINS = 2 ** 22

/**
 * How finely to look: the grid, the tilt and -d log delta/d epsilon where the answer is expected, and the standard
 * deviations beyond which an outcome counts as infinitely revealing.
 */
export type View = {
  readonly spacing: number
  readonly theta: number
  readonly kappa: number
  readonly reach: number
}

/**
 * Rare large losses need fewer dots: bins in the tail are as many points wide as leaves the spread of the whole about as
 * it is, with and without the tilt, and small beside 1/kappa, the scale on which delta changes.
 */
export const strideOf = (pair: DominatingPair, isAdd: boolean, { spacing, theta, kappa }: View) => {
  const widest = Math.floor(0.1 / (kappa + 1) / spacing)
  const power = isAdd && !pair.isSymmetric ? -(theta + 1) : theta
  return (loss: number, x: number): number => {
    if (widest < 2 || loss < 2 * spacing) return 1
    const tail = pair.upperAbove(x)
    const tilted = tail * Math.exp(Math.max(0, power * loss))
    return Math.max(1, Math.min(widest, Math.floor(0.25 / Math.sqrt(tilted))))
  }
}

const gridOf = (pair: DominatingPair, isAdd: boolean, view: View): LossGrid => {
  const grid = lossGrid(pair, view.spacing, view.reach, strideOf(pair, isAdd, view))
  return isAdd && !pair.isSymmetric ? dual(grid) : grid
}

const lossSpan = (pair: DominatingPair, reach: number): number => {
  const lowest = Math.min(pair.means[0]!, pair.isSymmetric ? -pair.means.at(-1)! : 0) - reach * pair.sigma
  return pair.loss(pair.means.at(-1)! + reach * pair.sigma) - pair.loss(lowest)
}

/** Grids of the finest spacing, from the one wanted on, whose bins and whose composed loss are of bearable size. */
export const bearableParts = (
  releases: readonly Releases[],
  isAdd: boolean,
  view: View,
  target?: Target,
  mostPoints = MOST_POINTS,
): { spacing: number; parts: Part[] } => {
  const span = releases.reduce(
    (sum, { pair, rare }) => sum + lossSpan(pair, view.reach) + (rare ? lossSpan(rare.pair, view.reach) : 0),
    0,
  )
  let spacing = Math.max(view.spacing, span / MOST_BINS)
  for (;;) {
    const at = { ...view, spacing }
    const parts = releases.map(({ pair, rare, steps }) => {
      const grid = gridOf(pair, isAdd, at)
      return { grid: rare ? mixture(grid, gridOf(rare.pair, isAdd, at), rare.probability) : grid, steps }
    })
    const { low, high } = windowOf(parts, view.theta, target)
    if (high - low + 2 <= mostPoints) return { spacing, parts }
    spacing *= Math.max(1.05, (1.02 * (high - low + 2)) / mostPoints)
  }
}
