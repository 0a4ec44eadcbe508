/**
 * How a data set stands: what its records have been charged, by all runs on all data sets that hold one of them.
 *
 * A record is protected against everything that was computed from it, so what counts for it are the runs on all data sets
 * that contain it. The total here is over all runs on all data sets that share a record with the one at hand, whichever:
 * no record of it was in more runs than these, so the total bounds the loss of each. It may be too large for a data set that
 * overlaps two others in different records. A run on one data set therefore also spends the budgets of the others that
 * it overlaps.
 *
 * Runs compose by the accountant, at one delta and for one kind of neighbours: a budget's own, or those of the run that asks.
 * What each run was planned for does not matter, since its noise, rate and steps say what it costs for any. That holds for runs whose settings (noise, rate, steps) were not chosen by
 * what earlier private runs gave out; choosing them so is beyond what the composition theorem covers.
 * @module
 */
import { epsilonFor, MOST_STEPS, type Neighbours, type PrivacyEvent } from '../accounting/index.js'
import type { Book, Budget, Charge, DataSet } from './book.js'

/** What can be told of a run's place in the ledger. It is shown on the machine; see report/compose.ts for what may leave it. */
export type LedgerStanding = {
  /** When the ledger was begun, ISO 8601: it knows of no run before. */
  readonly since: string
  /** Private runs charged before on these records, finished or not. */
  readonly earlierRuns: number
  /** Prompts tuned on these records without privacy: nothing bounds what they reveal. */
  readonly plainRuns: number
  /** All private runs up to this one, at this run's delta and for its neighbours. */
  readonly total: { readonly epsilon: number; readonly delta: number }
  readonly budget?: Budget
}

/** Where a data set belongs in the book, whether or not it is in it yet. */
export type Place = { readonly data: string; readonly shares: ReadonlyMap<string, number> }

const touches = ({ data, shares }: Place, other: string): boolean => other === data || shares.has(other)

/** Charges on the records of a data set, in the order in which they were made. */
export const chargesOn = (book: Book, place: Place): Charge[] =>
  [...book.charges.values()].filter(charge => touches(place, charge.data))

/** Prompts tuned without privacy on records of a data set. */
export const plainRunsOn = (book: Book, place: Place): number =>
  [...book.dataSets.values()]
    .filter(({ data }) => touches(place, data))
    .reduce((sum, { plainRuns }) => sum + plainRuns, 0)

/** The events of charges, runs with the same settings as one event: the accountant then has less to compose. */
export const eventsOf = (charges: readonly Charge[]): PrivacyEvent[] => {
  const merged = new Map<string, PrivacyEvent>()
  for (const { event } of charges) {
    const { samplingRate, noiseMultiplier } = event
    const before = merged.get(`${samplingRate} ${noiseMultiplier}`)
    const steps = event.steps + (before?.steps ?? 0)
    // Beyond what one event may hold, another is opened under a key of its own.
    if (steps > MOST_STEPS) merged.set(`${merged.size}`, event)
    else merged.set(`${samplingRate} ${noiseMultiplier}`, { ...event, steps })
  }
  return [...merged.values()]
}

const epsilonOf = (charges: readonly Charge[], delta: number, neighbours?: Neighbours): number =>
  epsilonFor(eventsOf(charges), delta, neighbours)

/** Epsilon of all runs on the records of a data set, at `delta`. */
export const spentOn = (book: Book, place: Place, delta: number, neighbours?: Neighbours): number =>
  epsilonOf(chargesOn(book, place), delta, neighbours)

/** The standing of a run that is charged: itself and what was charged before it. */
export const standingOf = (book: Book, run: string): LedgerStanding => {
  const charge = book.charges.get(run)!
  const set = book.dataSets.get(charge.data)!
  const all = chargesOn(book, set)
  const upToThis = all.slice(0, all.indexOf(charge) + 1)
  return {
    since: book.since,
    earlierRuns: upToThis.length - 1,
    plainRuns: plainRunsOn(book, set),
    total: { epsilon: epsilonOf(upToThis, charge.delta, charge.neighbours), delta: charge.delta },
    ...(set.budget && { budget: set.budget }),
  }
}

/** A budget that a run counts against, with what is spent of it already. */
export type Claim = {
  readonly data: string
  readonly budget: Budget
  /** Runs that are charged, and their events. */
  readonly runs: number
  readonly history: readonly PrivacyEvent[]
}

/** Budgets of all data sets whose records a run on the place would touch. */
export const claimsOn = (book: Book, place: Place, ownBudget: Budget | undefined): Claim[] => {
  const claim = (of: Place, budget: Budget): Claim => {
    const charges = chargesOn(book, of)
    return { data: of.data, budget, runs: charges.length, history: eventsOf(charges) }
  }
  const others = [...book.dataSets.values()].filter(
    (set): set is DataSet & { budget: Budget } =>
      set.data !== place.data && touches(place, set.data) && set.budget !== undefined,
  )
  return [...(ownBudget ? [claim(place, ownBudget)] : []), ...others.map(set => claim(set, set.budget))]
}

/** What a history would spend of a budget. */
export const spentOf = (budget: Budget, history: readonly PrivacyEvent[]): number =>
  epsilonFor(history, budget.delta, budget.neighbours)

/** Whether a run fits into a budget. */
export const fits = ({ budget, history }: Claim, event: PrivacyEvent): boolean =>
  spentOf(budget, [...history, event]) <= budget.epsilon
