/**
 * Intervals of an attack's figures. Decisions are not independent: those about one record share its fits, those about one
 * prompt its training. Records and prompts are therefore drawn anew, both with replacement, and a decision counts as often
 * as both of its own were drawn (the pigeonhole bootstrap, Owen 2007, arXiv 0712.1111): wide rather than narrow.
 * @module
 */
import { createRandom } from '@promptpost/engine/text'
import { type Ranking, summarise } from './roc.js'

export type Interval = readonly [low: number, high: number]

type Figures<Figure> = { readonly auc: Figure; readonly tpr: readonly Figure[] }

/** At 95 %; and what each figure is above so surely that a dozen of them together hardly ever say so by chance. */
export type RocIntervals = Figures<Interval> & { readonly surely: Figures<number> }

const REPLICATES = 1000
const LEVEL = 0.95
/** Share of replicates below what a figure is surely above. */
const CHANCE = 0.001

const drawCounts = (size: number, integer: (n: number) => number): Float64Array => {
  const counts = new Float64Array(size)
  for (let i = 0; i < size; i++) counts[integer(size)]!++
  return counts
}

const ascending = (values: readonly number[]): number[] =>
  values.filter(Number.isFinite).sort((a, b) => a - b)

const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.round(share * (sorted.length - 1))] ?? Number.NaN

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
  const interval = (values: readonly number[]): Interval => [
    percentile(values, (1 - LEVEL) / 2),
    percentile(values, (1 + LEVEL) / 2),
  ]
  const auc = ascending(found.map(figures => figures.auc))
  const tpr = limits.map((_, i) => ascending(found.map(figures => figures.tpr[i]!)))
  return {
    auc: interval(auc),
    tpr: tpr.map(interval),
    surely: { auc: percentile(auc, CHANCE), tpr: tpr.map(values => percentile(values, CHANCE)) },
  }
}
