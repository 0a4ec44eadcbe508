/**
 * What a canary audit finds.
 * @module
 */
import { defaultDelta } from '../../privacy/index.js'
import { bestOneRunBound, type CanaryScore, type OneRunBound } from '../bounds/one-run.js'
import { NOTICE } from '../folder.js'
import type { CanaryKind } from '../options.js'
import type { AuditFacts } from '../setup.js'
import { LEAST_P } from './law-check.js'
import type { LawChecks } from './runs.js'

export type CanaryResult = {
  version: 1
  notice: string
  facts: AuditFacts
  kind: CanaryKind
  /** How many coins were thrown, and how many put a canary into the data. */
  canaries: number
  included: number
  /** At 95 % confidence: the run is not (epsilon, delta)-DP for any smaller epsilon. */
  bound: OneRunBound
  delta: number
  /** The bound that as many canaries would have proven had every guess been right: no larger claim can be refuted by them. */
  mostProvable: number
  /** Null without privacy. */
  claimed: number | null
  /** Null but for gradient canaries. */
  checks: LawChecks | null
  alarm: boolean
}

export const judgeCanaries = (
  facts: AuditFacts,
  kind: CanaryKind,
  scores: readonly CanaryScore[],
  checks: LawChecks | null,
): CanaryResult => {
  const { plan, data } = facts
  const delta = plan?.delta ?? defaultDelta(data.records)
  const bound = bestOneRunBound(scores, delta)
  const allRight = scores.map(({ present }) => ({ present, score: present ? 1 : 0 }))
  return {
    version: 1,
    notice: NOTICE,
    facts,
    kind,
    canaries: scores.length,
    included: scores.filter(({ present }) => present).length,
    bound,
    delta,
    mostProvable: bestOneRunBound(allRight, delta).epsilon,
    claimed: plan?.epsilon ?? null,
    checks,
    alarm:
      (plan !== null && bound.epsilon > plan.epsilon) ||
      (checks !== null && Object.values(checks).some(({ p }) => p < LEAST_P)),
  }
}
