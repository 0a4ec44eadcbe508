/**
 * What a run would bring its records to, before anything is charged.
 * @module
 */
import type { PrivacyEvent } from '../accounting/index.js'
import { rateValue } from '../mechanism/sampler.js'
import { neighboursOf, type PrivacyPlan } from '../plan.js'
import type { Book, Budget } from './book.js'
import { chargesOn, claimsOn, epsilonWith, fits, type Place, spentOn } from './standing.js'

/** Figures for the client's own terminal, at the delta and for the neighbours of the budget; without one, of the plan. */
export type LedgerPreview = {
  /** Private runs charged before on these records. */
  readonly earlierRuns: number
  readonly before: number
  /** With the run. */
  readonly after: number
  readonly delta: number
  readonly budget: Budget | null
  /** Whether every budget that the run counts against allows it. */
  readonly fits: boolean
  /** Whether a run like it was charged on exactly these records and has not ended: from its checkpoint it goes on for nothing. */
  readonly isUnderway: boolean
}

export const eventOf = ({ samplingRate, noiseMultiplier, steps }: PrivacyPlan): PrivacyEvent => ({
  samplingRate: rateValue(samplingRate),
  noiseMultiplier,
  steps,
})

export const previewOf = (
  book: Book,
  place: Place,
  plan: PrivacyPlan,
  asked: Budget | undefined,
): LedgerPreview => {
  const event = eventOf(plan)
  const budget = book.dataSets.get(place.data)?.budget ?? asked
  const { delta } = budget ?? plan
  const neighbours = budget?.neighbours ?? neighboursOf(plan)
  const charges = chargesOn(book, place)
  return {
    earlierRuns: charges.length,
    before: spentOn(book, place, delta, neighbours),
    after: epsilonWith(charges, event, delta, neighbours),
    delta,
    budget: budget ?? null,
    fits: claimsOn(book, place, budget).every(claim => fits(claim, event)),
    isUnderway: charges.some(
      charge =>
        charge.data === place.data &&
        !charge.isFinished &&
        charge.delta === plan.delta &&
        charge.event.samplingRate === event.samplingRate &&
        charge.event.noiseMultiplier === event.noiseMultiplier &&
        charge.event.steps === event.steps,
    ),
  }
}
