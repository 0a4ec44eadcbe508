/**
 * What a tuning run tells the privacy ledger: a private one is charged before its first step and noted as ended before its
 * prompt appears; a plain one is noted, and warned of where it stands beside private ones.
 * @module
 */
import {
  hasLedger,
  type LabelledText,
  type Ledger,
  type LedgerStanding,
  ledgerDirectory,
  openLedger,
  type PrivacyPlan,
} from '../privacy/index.js'
import type { LedgerRequest } from './tune-options.js'

export type Bookkeeping = {
  /** What makes a checkpoint one of these examples; undefined where none is needed. It tells nothing without the ledger's key. */
  readonly dataIdentity: string | undefined
  /** Lets the run begin, or throws; see `admit` of the engine's tuning. */
  admit(ticket: string | undefined): Promise<string | undefined>
  finish(): Promise<void>
  readonly standing: LedgerStanding | undefined
  readonly warnings: readonly string[]
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`

const textsOf = (examples: readonly LabelledText[]): string[] => examples.map(({ text }) => text)

/** A private run: without a ledger that can be written it does not begin. */
const forPrivate = (
  ledger: Ledger,
  examples: readonly LabelledText[],
  plan: PrivacyPlan,
  budget: LedgerRequest['budget'],
): Bookkeeping => {
  const records = ledger.identify(textsOf(examples))
  let admitted: { run: string; standing: LedgerStanding } | undefined
  const warnings: string[] = []
  return {
    dataIdentity: ledger.identifyExamples(examples),
    async admit(ticket) {
      admitted = await ledger.charge(records, plan, { budget, ticket })
      const { plainRuns } = admitted.standing
      if (plainRuns > 0)
        warnings.push(
          `${counted(plainRuns, 'prompt')} tuned on these records without privacy: nothing bounds what it reveals if it is shared`,
        )
      return admitted.run
    },
    async finish() {
      // The prompt is paid for and its checkpoint gone: a ledger that has become full is no reason to lose it.
      await ledger.finish(admitted!.run).catch((error: Error) => {
        warnings.push(`the ledger could not note that the run has ended: ${error.message}`)
      })
    },
    get standing() {
      return admitted?.standing
    },
    warnings,
  }
}

/** A plain run: it has no guarantee to lose, so whatever is wrong with the ledger is a warning. */
const forPlain = (directory: string, isAsked: boolean, examples: readonly LabelledText[]): Bookkeeping => {
  const warnings: string[] = []
  return {
    dataIdentity: undefined,
    async admit(ticket) {
      if (ticket !== undefined) return ticket
      try {
        if (!isAsked && !(await hasLedger(directory))) return undefined
        const ledger = await openLedger(directory)
        const { earlierRuns } = await ledger.notePlain(ledger.identify(textsOf(examples)))
        if (earlierRuns > 0)
          warnings.push(
            `${counted(earlierRuns, 'private run')} on these records before: this prompt has no such guarantee, and sharing it undoes theirs`,
          )
      } catch (error) {
        warnings.push(`the run is not in the privacy ledger: ${(error as Error).message}`)
      }
      return 'noted'
    },
    finish: async () => {},
    standing: undefined,
    warnings,
  }
}

/**
 * The books of one run. A plain run begins no ledger at the default place: who never asks for privacy finds nothing of his
 * data's digests in his home.
 *
 * @param plan of a private run; undefined for a plain one
 */
export const openBooks = async (
  examples: readonly LabelledText[],
  plan: PrivacyPlan | undefined,
  { directory, budget }: LedgerRequest = {},
): Promise<Bookkeeping> => {
  const place = directory ?? ledgerDirectory()
  if (!plan) return forPlain(place, directory !== undefined, examples)
  const ledger = await openLedger(place)
  return forPrivate(ledger, examples, plan, budget)
}
