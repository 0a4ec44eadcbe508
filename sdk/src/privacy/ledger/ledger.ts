/**
 * The privacy ledger of a client: every private run is charged here before its first step, and refused where the budget
 * of its records is spent.
 *
 * **What a charge covers.** All planned steps of one run, whether it ends, fails or is killed: nothing lowers it again.
 *
 * **Going on from a checkpoint** costs nothing more. A run that was killed at step 55 and whose checkpoint is of step 40
 * computes steps 41 to 55 again with fresh noise. The first 15 were seen by no one: what leaves a run is its last prompt
 * alone, the progress of a private run shows counts and times only, and a checkpoint stays on the machine. The prompt that
 * comes out is therefore one adaptive sequence of the planned releases, 40 from before and the rest from after, whose
 * cost is what was charged. This needs that when and why a run was killed did not hang on its data; an attacker who
 * can see to that is outside the claim anyhow (report/words.ts). It also needs that only one prompt comes of a charge: it is
 * continued only while unfinished, from a checkpoint that carries its identifier, on the same data set and with the same mechanism,
 * once the process that worked on it is dead. In any other case the run is charged anew.
 * @module
 */
import { randomUUID } from 'node:crypto'
import { thisProcess } from '@promptpost/base/store'
import { checkPrivacyPlan, type PrivacyPlan } from '../plan.js'
import type { Budget, Change } from './book.js'
import { overspent } from './fit.js'
import { openLedgerFile } from './open.js'
import { placeOf, register } from './place.js'
import { examplesIdentity, type LabelledText, type RecordSet, recordSetOf } from './records.js'
import {
  type Claim,
  chargesOn,
  claimsOn,
  fits,
  type LedgerStanding,
  plainRunsOn,
  standingOf,
} from './standing.js'
import { accountOf, type DataSetAccount } from './survey.js'
import {
  budgetChange,
  type ChargeOptions,
  isContinuation,
  requireBudget,
  requireSameBudget,
  termsOf,
} from './terms.js'

/** A run that was let in: charged, or going on from its checkpoint under the charge it has. */
export type Admission = {
  readonly run: string
  readonly isContinued: boolean
  readonly standing: LedgerStanding
}

export type Ledger = {
  readonly directory: string
  /** Digests of a data set's texts, in any order. */
  identify(texts: readonly string[]): RecordSet
  /** What tells these very texts and labels, in this order, from others to whoever has the ledger's key, and to nobody else. */
  identifyExamples(examples: readonly LabelledText[]): string
  /**
   * Charges a run for good, flushed to disk, or refuses it.
   *
   * @throws PromptPostError `privacy-refused` when a budget of the records would be exceeded, naming what still fits;
   *   `conflict` when another budget is given than the one they have
   */
  charge(records: RecordSet, plan: PrivacyPlan, options?: ChargeOptions): Promise<Admission>
  /** Notes that a run has ended and may not be continued: before its prompt is given out. */
  finish(run: string): Promise<void>
  /** Notes a run without privacy. @returns private and plain runs on these records before it */
  notePlain(records: RecordSet): Promise<{ earlierRuns: number; plainRuns: number }>
  /** Sets or changes what all runs on a data set may spend. */
  setBudget(records: RecordSet, budget: Budget): Promise<void>
  /** Accounts of the data sets given, or of all that are known. */
  survey(records?: readonly RecordSet[]): Promise<{ since: string; accounts: DataSetAccount[] }>
}

/**
 * Opens the ledger in a directory; begins one where there is none.
 *
 * @throws PromptPostError `privacy-refused`, from here and from every method, when the ledger is damaged or cannot be read
 *   or written, with the way out
 *
 * @example
 * const texts = Array.from({ length: 500 }, (_, i) => `a text of one's own, number ${i}`)
 * const plan = makePrivacyPlan({ examples: texts.length, expectedBatch: 64, steps: 80, epsilon: 3, clip: 1 })
 * const ledger = await openLedger(ledgerDirectory())
 * const { run, standing } = await ledger.charge(ledger.identify(texts), plan, { budget: { epsilon: 8 } })
 * console.log(standing.total.epsilon, standing.earlierRuns)
 * await ledger.finish(run)
 */
export const openLedger = async (directory: string): Promise<Ledger> => {
  const { keys, transact } = await openLedgerFile(directory)
  return {
    directory,
    identify: texts => recordSetOf(keys, texts),
    identifyExamples: examples => examplesIdentity(keys, examples),

    async charge(records, untrusted, { budget, ticket } = {}) {
      const plan = checkPrivacyPlan(untrusted)
      const { samplingRate, noiseMultiplier, steps, delta, adjacency, recordsPerUnit } = plan
      const { event, neighbours, asked } = termsOf(plan, budget, records.digests.length)
      const data = records.fingerprint
      const owner = thisProcess()
      const { result, after } = await transact<{ run: string } | { exceeded: Claim[] }>(async book => {
        if (ticket !== undefined && isContinuation(book, ticket, records, plan))
          return { changes: [{ type: 'continue', run: ticket, owner }], result: { run: ticket } }
        const own = book.dataSets.get(data)?.budget
        if (own && budget) requireSameBudget(own, budget, neighbours)
        const place = await placeOf(directory, keys, book, records)
        const claims = claimsOn(book, place, own ?? asked)
        if (!claims.every(claim => fits(claim, event))) return { changes: [], result: { exceeded: claims } }
        const run = randomUUID()
        const rate = samplingRate.numerator
        const changes: Change[] = [
          ...(await register(directory, book, records, place)),
          ...(asked && !own ? [budgetChange(data, asked)] : []),
          {
            type: 'charge',
            run,
            data,
            rate,
            noiseMultiplier,
            steps,
            delta,
            adjacency,
            recordsPerUnit,
            owner,
          },
        ]
        return { changes, result: { run } }
      })
      // The search for what still fits takes a while; other processes need not wait for it.
      if ('exceeded' in result) throw overspent(result.exceeded, event, delta, neighbours)
      const { run } = result
      return { run, isContinued: run === ticket, standing: standingOf(after, run) }
    },

    async finish(run) {
      await transact(async book => ({
        changes: book.charges.get(run)?.isFinished === false ? [{ type: 'finish', run }] : [],
        result: undefined,
      }))
    },

    async notePlain(records) {
      const { result } = await transact(async book => {
        const place = await placeOf(directory, keys, book, records)
        const changes: Change[] = [
          ...(await register(directory, book, records, place)),
          { type: 'plain', data: records.fingerprint },
        ]
        const earlierRuns = chargesOn(book, place).length
        return { changes, result: { earlierRuns, plainRuns: plainRunsOn(book, place) } }
      })
      return result
    },

    async setBudget(records, budget) {
      requireBudget(budget, records.digests.length)
      await transact(async book => {
        const place = await placeOf(directory, keys, book, records)
        const known = await register(directory, book, records, place)
        return {
          changes: [...known, budgetChange(records.fingerprint, budget)],
          result: undefined,
        }
      })
    },

    async survey(records) {
      const { result, after } = await transact(async book => {
        if (!records)
          return {
            changes: [],
            result: [...book.dataSets.values()].map(set => ({ place: set, records: set.records })),
          }
        const places = []
        for (const set of records)
          places.push({ place: await placeOf(directory, keys, book, set), records: set.digests.length })
        return { changes: [], result: places }
      })
      return {
        since: after.since,
        accounts: result.map(({ place, records: count }) => accountOf(after, place, count)),
      }
    },
  }
}
