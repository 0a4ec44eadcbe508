/**
 * Intervals of an attack's figures. Decisions are not independent: those about one record share its fits, those about one
 * prompt its training. Records and prompts are therefore drawn anew, both with replacement, and a decision counts as often
 * as both of its own were drawn (the pigeonhole bootstrap, Owen 2007, arXiv 0712.1111): wide rather than narrow.
 * @module
 */
import { createRandom } from '@promptpost/engine/text'
import { type Ranking, summarise } from './roc.js'

export type Interval = readonly [low: number, high: number]

export type RocIntervals = { readonly auc: Interval; readonly tpr: readonly Interval[] }

const REPLICATES = 1000
const LEVEL = 0.95

const drawCounts = (size: number, integer: (n: number) => number): Float64Array => {
  const counts = new Float64Array(size)
  for (let i = 0; i < size; i++) counts[integer(size)]!++
  return counts
}

const percentiles = (values: readonly number[]): Interval => {
  const ascending = values.filter(Number.isFinite).sort((a, b) => a - b)
  const at = (share: number): number => ascending[Math.round(share * (ascending.length - 1))] ?? Number.NaN
  return [at((1 - LEVEL) / 2), at((1 + LEVEL) / 2)]
}

/**
 * @param ranking of decisions, record by record under one target after another
 * @param targets number of prompts
 * @param records number of records
 */
export const rocIntervals = (
  ranking: Ranking,
  { targets, records }: { targets: number; records: number },
  limits: readonly number[],
  seed: number,
): RocIntervals => {
  const { integer } = createRandom(seed)
  const found = Array.from({ length: REPLICATES }, () => {
    const ofTarget = drawCounts(targets, integer)
    const ofRecord = drawCounts(records, integer)
    return summarise(
      ranking,
      limits,
      decision => ofTarget[Math.floor(decision / records)]! * ofRecord[decision % records]!,
    )
  })
  return {
    auc: percentiles(found.map(({ auc }) => auc)),
    tpr: limits.map((_, i) => percentiles(found.map(({ tpr }) => tpr[i]!))),
  }
}
