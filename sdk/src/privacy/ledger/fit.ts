/**
 * What still fits into a budget: the refusal of a run that does not, with the epsilon that would.
 * @module
 */
import { PromptPostError } from '@promptpost/base'
import { epsilonFor, NOISE_RANGE, type PrivacyEvent } from '../accounting/index.js'
import { downward, upward } from '../figures.js'
import { type Claim, fits } from './standing.js'

/** The search for the least noise stops at this relative width: epsilons are shown with three digits. */
const WIDTH = 1e-4

/**
 * The largest epsilon, to three digits and rounded down, of a run of the same rate and steps that fits into all budgets.
 *
 * @param delta the run's own
 * @returns undefined when no amount of noise makes it fit
 */
export const largestEpsilon = (
  claims: readonly Claim[],
  event: PrivacyEvent,
  delta: number,
): number | undefined => {
  const isWithin = (noiseMultiplier: number): boolean =>
    claims.every(claim => fits(claim, { ...event, noiseMultiplier }))
  const isSpent = claims.some(({ budget, history }) => epsilonFor(history, budget.delta) >= budget.epsilon)
  if (isSpent) return undefined
  let safe = event.noiseMultiplier
  while (!isWithin(safe)) {
    if (safe > NOISE_RANGE.most / 2) return undefined
    safe *= 2
  }
  let unsafe = safe / 2
  while (unsafe >= NOISE_RANGE.least && isWithin(unsafe)) {
    safe = unsafe
    unsafe /= 2
  }
  while (safe / unsafe - 1 > WIDTH) {
    const middle = Math.sqrt(safe * unsafe)
    if (isWithin(middle)) safe = middle
    else unsafe = middle
  }
  const epsilon = downward(epsilonFor([{ ...event, noiseMultiplier: safe }], delta), 3)
  return epsilon > 0 ? epsilon : undefined
}

/** The refusal of a run that does not fit. Its figures are for the client's own terminal. */
export const overspent = (claims: readonly Claim[], event: PrivacyEvent, delta: number): PromptPostError => {
  const { data, budget, runs, history } = claims.find(claim => !fits(claim, event))!
  const short = data.slice(0, 12)
  const spent = epsilonFor(history, budget.delta)
  const total = epsilonFor([...history, event], budget.delta)
  const largest = largestEpsilon(claims, event, delta)
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
