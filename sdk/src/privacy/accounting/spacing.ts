/**
 * How fine a grid must be.
 *
 * Connecting dots d apart adds at most d^2/6 on average to the variance of a step's loss, and |loss| d where the loss is much
 * smaller than d, which it is nearly always when a record hardly ever joins. All steps together add N d^2/6, N the number of
 * steps whose loss is as large as d, and raise epsilon by N d^2 (kappa + 1)/12, kappa = -d log delta/d epsilon. These are
 * estimates: they choose the grid, and nothing that is proven depends on them.
 * @module
 */
import { pairWeights } from './cumulant.js'
import { type Releases, stepsIn } from './events.js'
import type { Direction } from './pair.js'
import type { View } from './parts.js'
import type { Query } from './saddle.js'

/** Excess that is not worth more work, nats. */
const NEGLIGIBLE = 1e-13

const LARGEST_SPACING = 0.5

/** Where delta hardly changes with epsilon, what it was thought to change by may be off by more than that. */
const LEAST_KAPPA = 1e-3

/** Where the answer is expected, see {@link View}. */
export type Near = Pick<View, 'theta' | 'kappa' | 'decided'> & { readonly epsilon: number }

/** Steps whose loss is as large as a spacing or more, as a function of it; smaller ones count in part. */
const countOf = (
  releases: readonly Releases[],
  direction: Direction,
  { theta, decided }: Near,
): ((spacing: number) => number) => {
  const kinds = releases.flatMap(({ pair, rare, steps }) =>
    (rare ? [pair, rare.pair] : [pair]).flatMap(kind =>
      // As they are, and as they are where the answer lies.
      [0, theta].map(power => ({ steps, ...pairWeights(kind, power, direction, decided) })),
    ),
  )
  return spacing =>
    kinds.reduce((most, { steps, losses, weights }) => {
      let share = 0
      for (let i = 0; i < losses.length; i++)
        share += weights[i]! * Math.min(1, (6 * Math.abs(losses[i]!)) / spacing)
      return most + steps * share
    }, 0)
}

/** A spacing, and the share of the steps whose losses are as large. */
export type Fineness = Pick<View, 'spacing' | 'counted'>

/** Spacings for a relative excess of epsilon. */
export const spacingFor = (
  releases: readonly Releases[],
  direction: Direction,
  query: Query,
  near: Near,
): ((excess: number) => Fineness) => {
  const { epsilon, kappa } = near
  const steps = stepsIn(releases)
  const count = countOf(releases, direction, near)
  return excess => {
    // An error of delta is one of epsilon times kappa.
    const wanted = 'logDelta' in query ? excess * epsilon : (10 * excess) / (kappa + LEAST_KAPPA)
    const allowed = Math.max(wanted, NEGLIGIBLE)
    const spacingOf = (counted: number): number => Math.sqrt((12 * allowed) / (counted * (kappa + 1)))
    let counted = steps
    for (let round = 0; round < 12; round++) {
      const next = Math.min(steps, count(spacingOf(counted)))
      if (next > 0.9 * counted) break
      counted = next
    }
    // One loss alone may decide, and is not to be taken for a much larger one.
    const scale = Math.max(epsilon, 1 / (kappa + 1))
    const spacing = Math.min(LARGEST_SPACING, spacingOf(counted), (scale * Math.sqrt(excess)) / 10)
    return { spacing, counted: counted / steps }
  }
}
