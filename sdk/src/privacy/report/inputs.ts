/**
 * The few things in a report that do not follow from others, taken out of parsed JSON from anywhere.
 * @module
 */
import { PromptPostError } from '@promptpost/base'
import type { PrivacyPlan } from '../plan.js'
import { REPORT_FILE } from './prompt-files.js'
import type { ReportFacts } from './types.js'

type Path = readonly string[]

/** A place in the report, as messages name it. */
export const placeOf = (path: Path): string => [REPORT_FILE, path.join('.')].filter(Boolean).join(': ')

const refuse = (path: Path, rule: string, value: unknown): never => {
  throw new PromptPostError('invalid-prompt', rule, {
    field: placeOf(path),
    ...(value === undefined ? {} : { value }),
    next: 'Ask the sender for the report as tuning wrote it.',
  })
}

const recordAt = (report: unknown, path: Path): Record<string, unknown> => {
  let value = report
  for (const name of path) value = (value as Record<string, unknown> | undefined)?.[name]
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>
  return refuse(path, value === undefined ? 'is missing' : 'must be an object', value)
}

const numberAt = (report: unknown, path: Path): number => {
  const value = recordAt(report, path.slice(0, -1))[path.at(-1)!]
  return typeof value === 'number'
    ? value
    : refuse(path, value === undefined ? 'is missing' : 'must be a number', value)
}

const wholeAt = (report: unknown, path: Path): number => {
  const value = numberAt(report, path)
  return Number.isSafeInteger(value) && value >= 0
    ? value
    : refuse(path, 'must be a whole number, 0 or more', value)
}

const wordAt = <Word extends string>(report: unknown, path: Path, words: readonly Word[]): Word => {
  const value = recordAt(report, path.slice(0, -1))[path.at(-1)!]
  return words.includes(value as Word)
    ? (value as Word)
    : refuse(path, `must be ${words.join(' or ')}`, value)
}

const NUMBERS = [
  'recordsPerUnit',
  'steps',
  'clip',
  'latticeBits',
  'expectedBatch',
  'delta',
  'noiseMultiplier',
  'epsilon',
] as const

/** The plan with its values of the right types; whether they are in range is for `checkPrivacyPlan` to say. */
const planOf = (report: unknown): PrivacyPlan => {
  const at = (...names: string[]): Path => ['plan', ...names]
  return {
    ...(Object.fromEntries(NUMBERS.map(name => [name, numberAt(report, at(name))])) as Pick<
      PrivacyPlan,
      (typeof NUMBERS)[number]
    >),
    adjacency: wordAt(report, at('adjacency'), ['add-remove', 'zero-out', 'replace-one']),
    unit: wordAt(report, at('unit'), ['example', 'user']),
    samplingRate: {
      numerator: numberAt(report, at('samplingRate', 'numerator')),
      denominator: numberAt(report, at('samplingRate', 'denominator')),
    } as PrivacyPlan['samplingRate'],
    sampler: wordAt(report, at('sampler'), ['poisson']),
    accountant: wordAt(report, at('accountant'), ['pld']),
  }
}

const sizeOf = (report: unknown): ReportFacts['datasetSize'] => {
  const place = ['guarantee', 'datasetSize']
  return recordAt(report, place).public === false ? 'private' : wholeAt(report, [...place, 'examples'])
}

const sinceOf = (report: unknown): { ledgerSince: string } | undefined => {
  const { kept, since } = recordAt(report, ['ledger'])
  if (kept === false) return undefined
  const isDay = typeof since === 'string' && /^\d{4}-\d\d-\d\d$/.test(since)
  return isDay ? { ledgerSince: since } : refuse(['ledger', 'since'], 'must be a day, as 2026-01-31', since)
}

/**
 * What a report can be composed from again. That its preconditions are all stated to hold has been checked before.
 *
 * @throws PromptPostError `invalid-prompt` naming the first field that is missing or of the wrong type
 */
export const inputsOf = (report: unknown): { plan: PrivacyPlan; facts: ReportFacts } => ({
  plan: planOf(report),
  facts: {
    mechanism: {
      dimension: wholeAt(report, ['mechanism', 'dimension']),
      stepsTaken: wholeAt(report, ['mechanism', 'steps', 'taken']),
      randomness: 'node:crypto',
    },
    loop: {
      independentGradients: true,
      noPrivateControl: true,
      noPrivateMetrics: true,
      planFixedInAdvance: true,
    },
    datasetSize: sizeOf(report),
    released: wordAt(report, ['setting', 'released'], ['final-prompt', 'all-checkpoints']),
    optimiser: wordAt(report, ['mechanism', 'optimiser'], ['adam', 'sgd']),
    ...sinceOf(report),
  },
})
