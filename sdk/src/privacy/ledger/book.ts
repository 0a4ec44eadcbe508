/**
 * What the journal's lines come to: data sets, which of them share records, what was charged on each.
 * @module
 */
import type { Owner } from '@promptpost/base/store'
import type { Adjacency, Neighbours, PrivacyEvent } from '../accounting/index.js'
import { RATE_DENOMINATOR } from '../mechanism/sampler.js'
import type { Transaction } from './journal.js'
import { ledgerFiles } from './location.js'
import { damaged } from './refusal.js'

/** Most that all runs on a data set may spend together, for one unit: a record, or all of one user. */
export type Budget = {
  readonly epsilon: number
  readonly delta: number
  /** How data sets differ that must look alike; one record zeroed when absent. */
  readonly neighbours?: Neighbours | undefined
}

/** What is protected; one record zeroed when absent. */
type Unit = { readonly adjacency?: Adjacency; readonly recordsPerUnit?: number }

const neighboursOf = ({ adjacency = 'zero-out', recordsPerUnit = 1 }: Unit): Neighbours => ({
  adjacency,
  records: recordsPerUnit,
})

/** What a budget protects, in words. */
export const describeUnit = ({ adjacency = 'zero-out', records = 1 }: Neighbours = {}): string => {
  const unit = records === 1 ? 'one record' : `${records} records of one user`
  const change = { 'zero-out': 'zeroed', 'add-remove': 'added or removed', 'replace-one': 'replaced' }
  return `${unit} ${change[adjacency]}`
}

/** One thing a line of the journal says. Data sets go by their fingerprints, runs by random identifiers. */
export type Change =
  | { readonly type: 'begin'; readonly version: 1 }
  /** A data set is seen for the first time: its number of records, and how many of them stand in each earlier one. */
  | {
      readonly type: 'data'
      readonly data: string
      readonly records: number
      readonly shares: Readonly<Record<string, number>>
    }
  | ({
      readonly type: 'budget'
      readonly data: string
      readonly epsilon: number
      readonly delta: number
    } & Unit)
  /** A run is paid for, all of its steps. Nothing lowers a charge again. */
  | ({
      readonly type: 'charge'
      readonly run: string
      readonly data: string
      /** Numerator of the sampling rate over 2^53. */
      readonly rate: number
      readonly noiseMultiplier: number
      readonly steps: number
      readonly delta: number
      readonly owner: Owner
    } & Unit)
  /** A charged run goes on from its checkpoint in another process. */
  | { readonly type: 'continue'; readonly run: string; readonly owner: Owner }
  | { readonly type: 'finish'; readonly run: string }
  /** A prompt was tuned without privacy. */
  | { readonly type: 'plain'; readonly data: string }

export type Charge = {
  readonly run: string
  readonly data: string
  readonly event: PrivacyEvent
  readonly delta: number
  /** What the run was planned for. */
  readonly neighbours: Neighbours
  /** The process that works on it, or last did. */
  readonly owner: Owner
  readonly isFinished: boolean
}

export type DataSet = {
  readonly data: string
  readonly records: number
  /** Data sets with records in common, and how many; never itself. */
  readonly shares: ReadonlyMap<string, number>
  readonly budget: Budget | undefined
  /** Prompts tuned without privacy on exactly this data set. */
  readonly plainRuns: number
}

export type Book = {
  /** When the ledger was begun: it knows of no run before. */
  readonly since: string
  readonly dataSets: ReadonlyMap<string, DataSet>
  /** In the order in which they were made. */
  readonly charges: ReadonlyMap<string, Charge>
}

const known = <Value>(map: ReadonlyMap<string, Value>, name: string): Value => {
  const value = map.get(name)
  if (value === undefined) throw new TypeError('a line names what no line before it made')
  return value
}

const apply = (dataSets: Map<string, DataSet>, charges: Map<string, Charge>, change: Change): void => {
  switch (change.type) {
    case 'begin':
      if (change.version !== 1) throw new TypeError('another version')
      return
    case 'data': {
      const { data, records } = change
      const shares = new Map(Object.entries(change.shares))
      dataSets.set(data, { data, records, shares, budget: undefined, plainRuns: 0 })
      for (const [other, count] of shares) {
        const earlier = known(dataSets, other)
        dataSets.set(other, { ...earlier, shares: new Map([...earlier.shares, [data, count]]) })
      }
      return
    }
    case 'budget': {
      const { data, epsilon, delta } = change
      dataSets.set(data, {
        ...known(dataSets, data),
        budget: { epsilon, delta, neighbours: neighboursOf(change) },
      })
      return
    }
    case 'charge': {
      const { run, data, rate, noiseMultiplier, steps, delta, owner } = change
      known(dataSets, data)
      const event = { samplingRate: rate / RATE_DENOMINATOR, noiseMultiplier, steps }
      charges.set(run, {
        run,
        data,
        event,
        delta,
        neighbours: neighboursOf(change),
        owner,
        isFinished: false,
      })
      return
    }
    case 'continue':
      charges.set(change.run, { ...known(charges, change.run), owner: change.owner })
      return
    case 'finish':
      charges.set(change.run, { ...known(charges, change.run), isFinished: true })
      return
    case 'plain': {
      const set = known(dataSets, change.data)
      dataSets.set(change.data, { ...set, plainRuns: set.plainRuns + 1 })
      return
    }
    default:
      throw new TypeError('an unknown change')
  }
}

/** @throws PromptPostError `privacy-refused` for a line that this version does not understand */
export const readBook = (directory: string, transactions: readonly Transaction<Change>[]): Book => {
  const dataSets = new Map<string, DataSet>()
  const charges = new Map<string, Charge>()
  for (const { number, changes } of transactions) {
    try {
      for (const change of changes) apply(dataSets, charges, change)
    } catch {
      const problem = 'the privacy ledger says what this version of promptpost does not know'
      throw damaged(directory, `${ledgerFiles(directory).journal}:${number}`, problem)
    }
  }
  return { since: transactions[0]!.time, dataSets, charges }
}
