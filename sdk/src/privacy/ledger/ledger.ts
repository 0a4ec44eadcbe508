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
import { PromptPostError } from '@promptpost/base'
import { isAlive, thisProcess } from '@promptpost/base/store'
import type { Neighbours, PrivacyEvent } from '../accounting/index.js'
import { rateValue } from '../mechanism/sampler.js'
import { checkPrivacyPlan, neighboursOf, type PrivacyPlan, requireSmallDelta } from '../plan.js'
import { requireDelta, requireThat } from '../validate.js'
import { type Book, type Budget, type Change, describeUnit } from './book.js'
import { overspent } from './fit.js'
import { openLedgerFile } from './open.js'
import { placeOf, register } from './place.js'
import { type RecordSet, recordSetOf } from './records.js'
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

/** A run that was let in: charged, or going on from its checkpoint under the charge it has. */
export type Admission = {
  readonly run: string
  readonly isContinued: boolean
  readonly standing: LedgerStanding
}

export type ChargeOptions = {
  /** Becomes the data set's budget if it has none; else it must be the one it has. `delta` and neighbours are the plan's. */
  readonly budget?: { readonly epsilon: number; readonly delta?: number | undefined } | undefined
  /** The run that a checkpoint belongs to, if there is one. */
  readonly ticket?: string | undefined
}

export type Ledger = {
  readonly directory: string
  /** Digests of a data set's texts, in any order. */
  identify(texts: readonly string[]): RecordSet
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

const requireBudget = ({ epsilon, delta }: Budget, records: number): void => {
  requireThat(
    epsilon > 0 && epsilon < Number.POSITIVE_INFINITY,
    'budget',
    'must be finite and greater than 0',
    epsilon,
  )
  requireDelta(delta)
  requireSmallDelta(delta, records)
}

export const requireSameBudget = (
  own: Budget,
  asked: NonNullable<ChargeOptions['budget']>,
  neighbours: Neighbours,
): void => {
  const isSame =
    own.epsilon === asked.epsilon &&
    (asked.delta === undefined || asked.delta === own.delta) &&
    describeUnit(own.neighbours) === describeUnit(neighbours)
  if (isSame) return
  throw new PromptPostError(
    'conflict',
    `these records have the budget ${own.epsilon} at delta ${own.delta} for ${describeUnit(own.neighbours)}`,
    {
      field: 'budget',
      value: asked.epsilon,
      next: 'Leave it out, or change it knowingly with: promptpost privacy ledger --data FILE --set-budget EPSILON',
    },
  )
}

const budgetChange = (data: string, { epsilon, delta, neighbours = {} }: Budget): Change => {
  const { adjacency = 'zero-out', records = 1 } = neighbours
  return { type: 'budget', data, epsilon, delta, adjacency, recordsPerUnit: records }
}

/** Whether the run of a ticket may go on without a new charge; see the head of this file. */
export const isContinuation = (
  book: Book,
  ticket: string,
  { fingerprint }: RecordSet,
  plan: PrivacyPlan,
): boolean => {
  const charge = book.charges.get(ticket)
  return (
    charge !== undefined &&
    !charge.isFinished &&
    charge.data === fingerprint &&
    charge.event.samplingRate === rateValue(plan.samplingRate) &&
    charge.event.noiseMultiplier === plan.noiseMultiplier &&
    charge.event.steps === plan.steps &&
    charge.delta === plan.delta &&
    !isAlive(charge.owner)
  )
}

/**
 * What a plan costs and for whom, and the budget that is asked for with it.
 *
 * @param records in the data set
 */
export const termsOf = (
  plan: PrivacyPlan,
  budget: ChargeOptions['budget'],
  records: number,
): { event: PrivacyEvent; neighbours: Neighbours; asked: Budget | undefined } => {
  const { samplingRate, noiseMultiplier, steps, delta } = plan
  const neighbours = neighboursOf(plan)
  const asked = budget && { epsilon: budget.epsilon, delta: budget.delta ?? delta, neighbours }
  if (asked) requireBudget(asked, records)
  return { event: { samplingRate: rateValue(samplingRate), noiseMultiplier, steps }, neighbours, asked }
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
