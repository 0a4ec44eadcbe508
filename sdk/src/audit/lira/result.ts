/**
 * What a likelihood ratio audit finds.
 * @module
 */
import { NOTICE } from '../folder.js'
import type { AuditFacts } from '../setup.js'
import type { AttackName, Scores } from './attack.js'
import { type Interval, type RocIntervals, rocIntervals } from './bootstrap.js'
import type { ClaimedLimits } from './claim.js'
import type { Membership } from './membership.js'
import { FALSE_POSITIVES, type RocPoint, rank, rocCurve, summarise, thinned } from './roc.js'

/** An attack's figures with intervals at 95 %. */
export type AttackFound = {
  attack: AttackName
  auc: number
  aucInterval: Interval
  tpr: readonly { fpr: number; tpr: number; interval: Interval }[]
  /** Corners of the curve on logarithmic axes. */
  curve: readonly RocPoint[]
}

export type LiraResult = {
  version: 1
  notice: string
  facts: AuditFacts
  shadows: number
  seed: number
  /** Decisions behind every figure: one per shadow prompt and record. */
  decisions: { members: number; others: number }
  /** Share of decisions in which a prompt gives the true label more than one half, of members and of others. */
  sure: { members: number; others: number }
  attacks: readonly AttackFound[]
  /** What the claimed guarantee allows any attack; null without one. */
  claim: ClaimedLimits | null
  /** What all shadow prompts would spend on a record had they been released; null without privacy. */
  costIfReleased: number | null
  /** Whether an attack surely did more than the claim allows. Where nothing was to be found, 2 of 1,600 simulated attacks said so. */
  alarm: boolean
}

const flat = (rows: readonly ArrayLike<number>[]): Float64Array => {
  const values = new Float64Array(rows.reduce((sum, row) => sum + row.length, 0))
  let at = 0
  for (const row of rows) {
    values.set(row, at)
    at += row.length
  }
  return values
}

const measure = (
  attack: AttackName,
  scores: Scores,
  membership: Membership,
  seed: number,
): { found: AttackFound; surely: RocIntervals['surely'] } => {
  const ranking = rank(flat(scores), Uint8Array.from(flat(membership)))
  const { auc, tpr } = summarise(ranking, FALSE_POSITIVES)
  const size = { targets: scores.length, records: scores[0]!.length }
  const intervals = rocIntervals(ranking, size, FALSE_POSITIVES, seed)
  const found: AttackFound = {
    attack,
    auc,
    aucInterval: intervals.auc,
    tpr: FALSE_POSITIVES.map((fpr, i) => ({ fpr, tpr: tpr[i]!, interval: intervals.tpr[i]! })),
    curve: thinned(rocCurve(ranking), 1e-4),
  }
  return { found, surely: intervals.surely }
}

/** How well prompts do on what they were tuned on, and on what they were not: the gap is the simplest leak there is. */
const sureOf = (statistics: Scores, membership: Membership): LiraResult['sure'] => {
  const share = (member: 0 | 1): number => {
    const own = statistics.flatMap((row, shadow) => [
      ...row.filter((_, record) => membership[shadow]![record] === member),
    ])
    return own.filter(value => value > 0).length / own.length
  }
  return { members: share(1), others: share(0) }
}

const exceeds = ({ auc, tpr }: RocIntervals['surely'], claim: ClaimedLimits): boolean =>
  auc > claim.auc || tpr.some((share, i) => share > claim.tpr[i]!)

export const judge = (
  attacks: Readonly<Record<AttackName, Scores>>,
  membership: Membership,
  {
    claim = null,
    costIfReleased = null,
    ...rest
  }: Pick<LiraResult, 'facts' | 'shadows' | 'seed'> & {
    claim?: ClaimedLimits | null | undefined
    costIfReleased?: number | null | undefined
  },
): LiraResult => {
  const measured = Object.entries(attacks).map(([name, scores]) =>
    measure(name as AttackName, scores, membership, rest.seed),
  )
  const members = membership.reduce((sum, row) => sum + row.reduce((a, b) => a + b, 0), 0)
  const all = membership.reduce((sum, row) => sum + row.length, 0)
  return {
    version: 1,
    notice: NOTICE,
    ...rest,
    decisions: { members, others: all - members },
    sure: sureOf(attacks.confidence, membership),
    attacks: measured.map(({ found }) => found),
    claim,
    costIfReleased,
    alarm: claim !== null && measured.some(({ surely }) => exceeds(surely, claim)),
  }
}
