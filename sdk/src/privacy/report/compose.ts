/**
 * Builds a report from a plan and a few facts; a verifier builds it again from the same and compares.
 * @module
 */
import { checkPrivacyPlan, leastEpsilonOf, MOST_EXAMPLES, type PrivacyPlan } from '../plan.js'
import { requireInteger, requireThat } from '../validate.js'
import { requirePreconditions } from './preconditions.js'
import { type Reach, reachOf } from './reach.js'
import type { ReportFacts, UnsealedReport } from './types.js'
import { AUDIT, CAVEATS, ERRORS, notCovered, SEEN_BY } from './words.js'

/** The day is enough to know by, and tells less than the second. */
const dayOf = (since: string): string => {
  const day = since.slice(0, 10)
  requireThat(/^\d{4}-\d\d-\d\d$/.test(day), 'ledgerSince', 'must begin with a day, as 2026-01-31', day)
  return day
}

const guaranteeOf = (
  plan: PrivacyPlan,
  datasetSize: ReportFacts['datasetSize'],
  { gaussian, truePositives }: Reach,
): UnsealedReport['guarantee'] => ({
  epsilon: plan.epsilon,
  delta: plan.delta,
  bound: 'upper',
  atLeast: leastEpsilonOf(plan),
  adjacency: plan.adjacency,
  unit: plan.unit,
  recordsPerUnit: plan.recordsPerUnit,
  datasetSize: datasetSize === 'private' ? { public: false } : { public: true, examples: datasetSize },
  duplicates: 'each counts as an example of its own',
  gaussian,
  truePositives,
})

const mechanismOf = (
  plan: PrivacyPlan,
  { mechanism, optimiser }: ReportFacts,
): UnsealedReport['mechanism'] => ({
  name: 'poisson-subsampled-gaussian',
  sampler: plan.sampler,
  samplingRate: plan.samplingRate,
  steps: { planned: plan.steps, taken: mechanism.stepsTaken },
  noiseMultiplier: plan.noiseMultiplier,
  clip: plan.clip,
  expectedBatch: plan.expectedBatch,
  dimension: mechanism.dimension,
  optimiser,
  latticeBits: plan.latticeBits,
  noiseGenerator: 'karney-exact-rounded-gaussian',
  randomness: 'node:crypto',
})

/** A report before it is signed, and what its plots are drawn from. */
export type Composed = { readonly report: UnsealedReport; readonly reach: Reach }

/**
 * Composes the report of one run. Its epsilon is for all planned steps, which is valid whenever the run stopped.
 *
 * @returns plain JSON, without any private quantity.
 * @throws PromptPostError `privacy-refused` when a precondition is false, the randomness was injected, more steps were
 * taken than planned, or the plan's claim does not hold; `invalid-argument` for a plan value out of range.
 */
export const composeReport = (untrusted: PrivacyPlan, facts: ReportFacts): Composed => {
  const plan = checkPrivacyPlan(untrusted)
  const { datasetSize, ledgerSince } = facts
  if (datasetSize !== 'private') requireInteger('datasetSize', datasetSize, 1, MOST_EXAMPLES)
  const preconditions = requirePreconditions(plan, facts)
  const reach = reachOf(plan)
  const hasLedger = ledgerSince !== undefined
  const report: UnsealedReport = {
    version: 2,
    guarantee: guaranteeOf(plan, datasetSize, reach),
    setting: { trust: 'central-model-on-client', released: facts.released, seenBy: SEEN_BY },
    mechanism: mechanismOf(plan, facts),
    accounting: {
      accountant: plan.accountant,
      version: 2,
      beside: 'rdp; the smaller of both bounds is claimed',
      directions: 'add and remove',
      errors: ERRORS,
      adaptivity: 'steps may depend on earlier releases',
    },
    notCovered: notCovered(hasLedger),
    ledger: hasLedger ? { kept: true, where: 'client', since: dayOf(ledgerSince) } : { kept: false },
    audit: AUDIT,
    preconditions,
    caveats: CAVEATS,
    plan,
  }
  return { report, reach }
}
