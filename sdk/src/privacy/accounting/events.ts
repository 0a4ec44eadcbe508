/**
 * What is accounted: releases of subsampled Gaussian noise, and between which data sets.
 * @module
 */
import { requireInteger, requireThat } from '../validate.js'
import { binomialUpperTail } from './binomial.js'
import { type DominatingPair, manyRecords, replacedRecord } from './pair.js'

/** `steps` releases made in the same way. */
export type PrivacyEvent = {
  /** Probability that a record joins a step, from 0 to 1. */
  readonly samplingRate: number
  /** Standard deviation of the noise over the clipping norm, 0 or more. */
  readonly noiseMultiplier: number
  /** Number of releases, a whole number, 0 or more. */
  readonly steps: number
  /** For samples cut to at most `batch` of the `examples` records, at random: costs more than leaving them whole. */
  readonly truncation?: { readonly examples: number; readonly batch: number } | undefined
}

/**
 * Which data sets must be hard to tell apart.
 * - `add-remove`: one has more records than the other; the number of records is protected too.
 * - `zero-out`: records of one count as zero; the same figures as add-remove, and the number of records may be public.
 * - `replace-one`: one record is another; about twice as revealing.
 */
export type Adjacency = 'add-remove' | 'zero-out' | 'replace-one'

/** The neighbours of a guarantee. */
export type Neighbours = {
  /** `add-remove` when absent. */
  readonly adjacency?: Adjacency | undefined
  /**
   * Records by which they differ: 1 when absent, m for all records of a user who has at most m, or for a group of m; each
   * record joins a step on its own. At most 256.
   */
  readonly records?: number | undefined
}

/** Most steps of one event: beyond it a count is a mistake, not a plan. */
export const MOST_STEPS = 1e9

/** Most records of a group. */
export const MOST_RECORDS = 256

/** Noise multipliers that calibration may return, and that a plan may ask for. */
export const NOISE_RANGE = { least: 2 ** -7, most: 2 ** 20 } as const

/** Steps of one kind; with a small probability a step is of the rare kind instead. */
export type Releases = {
  readonly pair: DominatingPair
  readonly rare?: { readonly pair: DominatingPair; readonly probability: number } | undefined
  readonly steps: number
}

export const stepsIn = (releases: readonly Releases[]): number =>
  releases.reduce((sum, { steps }) => sum + steps, 0)

/**
 * Throws `invalid-argument` for neighbours that are not described.
 *
 * @param ofRecords what the number of records is called where it was given
 */
export const requireNeighbours = (
  { adjacency = 'add-remove', records = 1 }: Neighbours,
  ofRecords = 'records',
): void => {
  requireThat(
    ['add-remove', 'zero-out', 'replace-one'].includes(adjacency),
    'adjacency',
    'must be add-remove, zero-out or replace-one',
    adjacency,
  )
  requireInteger(ofRecords, records, 1, MOST_RECORDS)
  requireThat(
    records === 1 || adjacency !== 'replace-one',
    ofRecords,
    'must be 1 with replace-one; for a group, use zero-out or add-remove',
    records,
  )
}

const requireEvent = ({ samplingRate, noiseMultiplier, steps, truncation }: PrivacyEvent): void => {
  requireThat(samplingRate >= 0 && samplingRate <= 1, 'samplingRate', 'must be from 0 to 1', samplingRate)
  requireThat(
    noiseMultiplier >= 0 && noiseMultiplier < Number.POSITIVE_INFINITY,
    'noiseMultiplier',
    'must be a finite number, 0 or more',
    noiseMultiplier,
  )
  requireInteger('steps', steps, 0, MOST_STEPS)
  if (!truncation) return
  requireInteger('truncation.examples', truncation.examples, 1, 2 ** 28)
  requireInteger('truncation.batch', truncation.batch, 1, truncation.examples)
}

/** Checks a history and leaves out what releases nothing; equal kinds of steps become one. */
export const releasedEvents = (history: readonly PrivacyEvent[]): PrivacyEvent[] => {
  const merged = new Map<string, PrivacyEvent>()
  for (const event of history) {
    requireEvent(event)
    const { samplingRate, noiseMultiplier, steps, truncation } = event
    if (steps === 0 || samplingRate === 0) continue
    const key = [samplingRate, noiseMultiplier, truncation?.examples, truncation?.batch].join(' ')
    merged.set(key, { ...event, steps: steps + (merged.get(key)?.steps ?? 0) })
  }
  return [...merged.values()]
}

/**
 * Truncated samples (Ganesh 2025, arXiv 2508.15089; as in dp_accounting 0.6): unless the other records alone fill the batch,
 * a step is the usual one; if they do, the record, when it is drawn into the batch, takes the place of another, which is
 * covered by a replacement of twice the sensitivity.
 */
const truncatedStep = (
  { samplingRate, noiseMultiplier }: PrivacyEvent,
  { examples, batch }: { examples: number; batch: number },
): Releases['rare'] => {
  const probability = binomialUpperTail(examples - 1, samplingRate, batch)
  if (probability === 0) return undefined
  const drawn = (binomialUpperTail(examples, samplingRate, batch + 1) * batch) / probability / examples
  return { probability, pair: replacedRecord(Math.min(1, drawn), noiseMultiplier / 2) }
}

/** The dominating pair of each kind of step; every noise multiplier is above 0. */
export const releasesOf = (
  events: readonly PrivacyEvent[],
  { adjacency, records = 1 }: Neighbours,
): Releases[] =>
  events.map(event => {
    const { samplingRate, noiseMultiplier, steps, truncation } = event
    if (truncation)
      requireThat(
        adjacency !== 'replace-one' && records === 1,
        'truncation',
        'is accounted for one record more or less only',
        truncation,
      )
    const pair =
      adjacency === 'replace-one'
        ? replacedRecord(samplingRate, noiseMultiplier)
        : manyRecords(samplingRate, noiseMultiplier, records)
    return { steps, pair, rare: truncation && truncatedStep(event, truncation) }
  })
