/**
 * The ledger as its owner sees it: every data set with what was run on its records, what that spent and what is left.
 * @module
 */
import { defaultDelta } from '../plan.js'
import type { Book, Budget } from './book.js'
import { largestEpsilon } from './fit.js'
import { chargesOn, claimsOn, type Place, plainRunsOn, spentOn } from './standing.js'

/** One data set's account. Number of records and overlaps are private: for the client's own terminal. */
export type DataSetAccount = {
  /** Its fingerprint, keyed: it says nothing without the ledger's key. */
  readonly data: string
  readonly records: number
  /** Whether runs were made, or a budget set, on exactly these records. */
  readonly isKnown: boolean
  /** Private runs on its records, those on overlapping data sets included. */
  readonly runs: number
  /** Of these, the ones that never ended, charged all the same. */
  readonly unfinished: number
  readonly plainRuns: number
  /** All private runs together at `delta`: the budget's, else the smallest of the runs'; for the budget's neighbours. */
  readonly epsilon: number
  readonly delta: number
  readonly budget: Budget | null
  /**
   * Largest epsilon of one more run with the last one's steps and rate that every budget on its records allows, 0 when there
   * is none. It is more than budget less epsilon, since runs compose to less than their sum.
   */
  readonly left: number | null
  readonly overlaps: readonly { readonly data: string; readonly records: number }[]
}

/** @param records of the data set at the place */
export const accountOf = (book: Book, place: Place, records: number): DataSetAccount => {
  const known = book.dataSets.get(place.data)
  const charges = chargesOn(book, place)
  const budget = known?.budget ?? null
  const deltas = charges.map(charge => charge.delta)
  const delta = budget?.delta ?? (deltas.length > 0 ? Math.min(...deltas) : defaultDelta(records))
  const last = charges.at(-1)
  const left = last
    ? (largestEpsilon(claimsOn(book, place, known?.budget), last.event, delta, budget?.neighbours) ?? 0)
    : budget?.epsilon
  return {
    data: place.data,
    records,
    isKnown: known !== undefined,
    runs: charges.length,
    unfinished: charges.filter(({ isFinished }) => !isFinished).length,
    plainRuns: plainRunsOn(book, place),
    epsilon: spentOn(book, place, delta, budget?.neighbours),
    delta,
    budget,
    left: budget && (left ?? 0),
    overlaps: [...place.shares].map(([data, shared]) => ({ data, records: shared })),
  }
}
