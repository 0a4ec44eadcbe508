/**
 * What a run would come to beside those that are charged already, told before it begins. Nothing is charged, and where
 * there is no ledger none is begun.
 * @module
 */
import { epsilonFor } from '../accounting/index.js'
import { checkPrivacyPlan, type PrivacyPlan } from '../plan.js'
import type { Book, Budget } from './book.js'
import { overspent } from './fit.js'
import { hasLedger, openLedgerFile } from './open.js'
import { placeOf } from './place.js'
import { recordSetOf } from './records.js'
import { chargesOn, claimsOn, eventsOf, fits, type Place } from './standing.js'
import { type ChargeOptions, isContinuation, requireSameBudget, termsOf } from './terms.js'

/** Figures are for the client's own terminal: they tell of other runs on the same records. */
export type LedgerForecast = {
  readonly directory: string
  /** Private runs charged on these records so far. */
  readonly runs: number
  /** Epsilon of all of them. */
  readonly before: number
  /** Epsilon with the run; as before where it is charged already. */
  readonly after: number
  /** Of both figures: the budget's, else the run's own. */
  readonly delta: number
  /** The run, or the one it goes on from, is among those charged. */
  readonly isCharged: boolean
  readonly budget?: Budget
}

export type ForeseeOptions = ChargeOptions & {
  /** The run has ended: what is told is how the ledger stands with it. */
  readonly isCharged?: boolean | undefined
}

type Seen = { book: Book; place: Place; isContinued: boolean }

const NOTHING: Seen = {
  book: { since: '', dataSets: new Map(), charges: new Map() },
  place: { data: 'new', shares: new Map() },
  isContinued: false,
}

const look = async (
  directory: string,
  texts: readonly string[],
  plan: PrivacyPlan,
  ticket: string | undefined,
): Promise<Seen> => {
  if (!(await hasLedger(directory))) return NOTHING
  const { keys, transact } = await openLedgerFile(directory)
  const records = recordSetOf(keys, texts)
  const { result } = await transact(async book => ({
    changes: [],
    result: {
      book,
      place: await placeOf(directory, keys, book, records),
      isContinued: ticket !== undefined && isContinuation(book, ticket, records, plan),
    },
  }))
  return result
}

/**
 * How the ledger of a directory would stand after a run on `texts`.
 *
 * @throws PromptPostError as `charge` would: `privacy-refused` when a budget of the records would be exceeded or the ledger
 *   is damaged, `conflict` when another budget is given than the one they have
 */
export const foresee = async (
  directory: string,
  texts: readonly string[],
  untrusted: PrivacyPlan,
  { budget, ticket, isCharged: isOver = false }: ForeseeOptions = {},
): Promise<LedgerForecast> => {
  const plan = checkPrivacyPlan(untrusted)
  const { event, neighbours, asked } = termsOf(plan, budget, texts.length)
  const { book, place, isContinued } = await look(directory, texts, plan, ticket)
  const own = book.dataSets.get(place.data)?.budget
  const isCharged = isOver || isContinued
  if (!isCharged) {
    if (own && budget) requireSameBudget(own, budget, neighbours)
    const claims = claimsOn(book, place, own ?? asked)
    if (!claims.every(claim => fits(claim, event))) throw overspent(claims, event, plan.delta, neighbours)
  }
  const binding = own ?? asked
  const unit = binding ?? { delta: plan.delta, neighbours }
  const charges = chargesOn(book, place)
  const history = eventsOf(charges)
  const before = epsilonFor(history, unit.delta, unit.neighbours)
  return {
    directory,
    runs: charges.length,
    before,
    after: isCharged ? before : epsilonFor([...history, event], unit.delta, unit.neighbours),
    delta: unit.delta,
    isCharged,
    ...(binding && { budget: binding }),
  }
}
