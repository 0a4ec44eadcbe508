/**
 * What still fits into a budget: the refusal of a run that does not, with the epsilon that would.
 * @module
 */
import { PromptPostError } from '@promptpost/base'
import {
  epsilonFor,
  leastNoise,
  type Neighbours,
  NOISE_RANGE,
  type PrivacyEvent,
} from '../accounting/index.js'
import { downward, upward } from '../figures.js'
import { type Claim, fits, spentOf } from './standing.js'

/** Share of a budget that the search may leave: epsilons are shown with three digits. */
const UNSPENT = 1e-3

/**
 * The largest epsilon, to three digits and rounded down, of a run of the same rate and steps that fits into all budgets.
 *
 * @param delta the run's own, as `neighbours` are
 * @returns undefined when no amount of noise makes it fit
 */
export const largestEpsilon = (
  claims: readonly Claim[],
  event: PrivacyEvent,
  delta: number,
  neighbours?: Neighbours,
): number | undefined => {
  /** The largest share of a budget that is used, 0 without any; of one that is met to a thousandth, nothing usable is left. */
  const share = (history: (claim: Claim) => readonly PrivacyEvent[]): number =>
    Math.max(0, ...claims.map(claim => spentOf(claim.budget, history(claim)) / claim.budget.epsilon))
  if (share(({ history }) => history) >= 1 - UNSPENT) return undefined
  const noise = leastNoise(
    noiseMultiplier => share(({ history }) => [...history, { ...event, noiseMultiplier }]),
    1,
    UNSPENT,
  )
  if (noise === 'unreachable') return undefined
  const noiseMultiplier = noise === 'needless' ? NOISE_RANGE.least : noise
  const epsilon = downward(epsilonFor([{ ...event, noiseMultiplier }], delta, neighbours), 3)
  return epsilon > 0 ? epsilon : undefined
}

/** The refusal of a run that does not fit. Its figures are for the client's own terminal. */
export const overspent = (
  claims: readonly Claim[],
  event: PrivacyEvent,
  delta: number,
  neighbours: Neighbours,
): PromptPostError => {
  const { data, budget, runs, history } = claims.find(claim => !fits(claim, event))!
  const short = data.slice(0, 12)
  const spent = spentOf(budget, history)
  const total = spentOf(budget, [...history, event])
  const largest = largestEpsilon(claims, event, delta, neighbours)
  const raise = `raise the budget knowingly with: promptpost privacy ledger --data FILE --set-budget EPSILON`
  const count = `${runs} ${runs === 1 ? 'run' : 'runs'}`
  return new PromptPostError(
    'privacy-refused',
    `data set ${short} may spend epsilon ${budget.epsilon} at delta ${budget.delta}; ${count} on its records spent ` +
      `${upward(spent)}, with this one it would be ${upward(total)}`,
    {
      field: 'budget',
      next:
        largest === undefined
          ? `Nothing is left for a run of ${event.steps} steps: take fewer, or ${raise}`
          : `At most epsilon ${largest} still fits with these steps and batches: ask for that, or ${raise}`,
    },
  )
}
