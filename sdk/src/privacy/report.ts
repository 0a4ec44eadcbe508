/**
 * The privacy report that travels with a prompt: what was guaranteed, how, and what was not. It holds public figures
 * only, and is refused as soon as one precondition of the claim does not hold.
 * @module
 */
import { PromptPostError } from '@promptpost/base'
import type { Adjacency } from './accounting/index.js'
import { upward } from './figures.js'
import type { LedgerStanding } from './ledger/index.js'
import type { MechanismFacts } from './mechanism/mechanism.js'
import { rateValue, type SamplingRate } from './mechanism/sampler.js'
import { checkPrivacyPlan, MOST_EXAMPLES, type PrivacyPlan } from './plan.js'
import { requireInteger } from './validate.js'

/** What only the tuning loop can vouch for; see {@link privacyReport}. */
export type LoopPreconditions = {
  /** No example's gradient depends on which other examples shared its batch. */
  readonly independentGradients: boolean
  /** Nothing computed from private data without noise steered the run: no early stopping, schedule or best epoch. */
  readonly noPrivateControl: boolean
  /** Nothing computed from private data without noise left the run: no loss, accuracy or example. */
  readonly noPrivateMetrics: boolean
  /** The plan was fixed without looking at the private data. */
  readonly planFixedInAdvance: boolean
}

/** What a report needs besides the plan. */
export type ReportFacts = {
  /** From `mechanism.facts()`. */
  readonly mechanism: MechanismFacts
  readonly loop: LoopPreconditions
  /**
   * The number of examples if it is treated as public; `private` if the plan was made from a public estimate instead
   * of the true number (a plan reveals the number it was made from).
   */
  readonly datasetSize: number | 'private'
  /** What leaves the process: the last prompt alone, or prompts of several steps too. The claim covers both. */
  readonly released: 'final-prompt' | 'all-checkpoints'
  /** From the ledger that the run was charged to. */
  readonly ledger?: LedgerStanding | undefined
}

/** Version 1 of the report, plain JSON. */
export type PrivacyReport = {
  readonly version: 1
  readonly guarantee: {
    readonly epsilon: number
    readonly delta: number
    readonly bound: 'upper'
    readonly adjacency: Adjacency
    readonly unit: PrivacyPlan['unit']
    readonly recordsPerUnit: number
    readonly datasetSize: { readonly public: true; readonly examples: number } | { readonly public: false }
  }
  readonly setting: { readonly trust: 'central-model-on-client'; readonly released: ReportFacts['released'] }
  readonly mechanism: {
    readonly name: 'poisson-subsampled-gaussian'
    readonly sampler: 'poisson'
    readonly samplingRate: SamplingRate
    readonly steps: { readonly planned: number; readonly taken: number }
    readonly noiseMultiplier: number
    readonly clip: number
    readonly expectedBatch: number
    readonly dimension: number
    readonly latticeBits: number
    readonly noiseGenerator: 'karney-exact-rounded-gaussian'
    readonly randomness: 'node:crypto'
  }
  readonly accounting: {
    readonly accountant: 'pld'
    readonly version: 2
    readonly directions: 'add and remove'
    readonly adaptivity: 'steps may depend on earlier releases'
  }
  /**
   * Earlier runs on the same records, and all together with this one at this run's delta; absent when the number of
   * examples is private. Each figure follows from settings of runs, none of which depend on data, but for one question to
   * the data: which earlier data sets share a record with this one. That is treated as public, as the number of examples
   * is: with one record more or less the answer changes only where that record is the only one in common. Budgets,
   * digests and numbers of shared records stay in the ledger.
   */
  readonly ledger?: {
    readonly since: string
    readonly earlierRuns: number
    readonly plainRuns: number
    readonly total: { readonly epsilon: number; readonly delta: number }
    readonly overlap: 'treated-as-public'
  }
  readonly preconditions: { readonly [name in keyof LoopPreconditions | MechanismPrecondition]: true }
  readonly notCovered: readonly string[]
}

/** What the plan and the mechanism hold by construction, or what is checked here. */
type MechanismPrecondition =
  | 'secureRandomness'
  | 'poissonSampling'
  | 'uncappedBatches'
  | 'emptyBatchesReleased'
  | 'fixedDenominator'
  | 'exactSensitivity'
  | 'stepsWithinPlan'
  | 'deltaBelowOneOverExamples'

const OTHER_RUNS =
  'Other runs on the same data, failed, abandoned and hyper-parameter search runs included: their costs add up.'

const UNKNOWN_RUNS =
  'Runs on the same data that the ledger does not know of: before it was begun, on other machines, in another ledger.'

const NOT_COVERED = [
  'Any figure measured on private data and shown, such as loss or accuracy, unless noised and charged.',
  'The texts sent for prediction: the provider sees every inference query.',
  'Facts that many records share, and people with several records: the unit is one example.',
  'What the base model learned before tuning, even if the same records were in its training data.',
  'Template, label words and initial text, if they were chosen by looking at the private data.',
  'An attacker who can watch memory or the timing of single samples on the machine that tunes.',
]

/** Returns the preconditions as they are, all true, or throws with the names of those that are not. */
const requireAll = <Name extends string>(preconditions: Record<Name, boolean>): Record<Name, true> => {
  const broken = Object.entries(preconditions).filter(([, value]) => value !== true)
  if (broken.length > 0)
    throw new PromptPostError('privacy-refused', 'no epsilon may be claimed: a precondition does not hold', {
      field: 'preconditions',
      value: broken.map(([name]) => name),
    })
  return preconditions as Record<Name, true>
}

/**
 * Builds the report of one run. Its epsilon is for all planned steps, which is valid whenever the run stopped.
 *
 * @returns plain JSON, without any private quantity.
 * @throws PromptPostError `privacy-refused` when a precondition is false, the randomness was injected, more steps were
 * taken than planned, or the plan's claim does not hold; `invalid-argument` for a plan value out of range.
 */
export const privacyReport = (untrusted: PrivacyPlan, facts: ReportFacts): PrivacyReport => {
  const plan = checkPrivacyPlan(untrusted)
  const { epsilon, delta, adjacency, unit, samplingRate, noiseMultiplier, steps } = plan
  const { dimension, stepsTaken, randomness } = facts.mechanism
  const { independentGradients, noPrivateControl, noPrivateMetrics, planFixedInAdvance } = facts.loop
  const { datasetSize } = facts
  if (datasetSize !== 'private') requireInteger('datasetSize', datasetSize, 1, MOST_EXAMPLES)
  const preconditions = requireAll({
    independentGradients,
    noPrivateControl,
    noPrivateMetrics,
    planFixedInAdvance,
    secureRandomness: randomness === 'node:crypto',
    poissonSampling: true,
    uncappedBatches: true,
    emptyBatchesReleased: true,
    fixedDenominator: true,
    exactSensitivity: true,
    stepsWithinPlan: stepsTaken <= steps,
    deltaBelowOneOverExamples: datasetSize === 'private' || delta * datasetSize < 1,
  })
  const ledger = ledgerSection(facts)
  return {
    version: 1,
    guarantee: {
      epsilon,
      delta,
      bound: 'upper',
      adjacency,
      unit,
      recordsPerUnit: plan.recordsPerUnit,
      datasetSize: datasetSize === 'private' ? { public: false } : { public: true, examples: datasetSize },
    },
    setting: { trust: 'central-model-on-client', released: facts.released },
    mechanism: {
      name: 'poisson-subsampled-gaussian',
      sampler: plan.sampler,
      samplingRate,
      steps: { planned: steps, taken: stepsTaken },
      noiseMultiplier,
      clip: plan.clip,
      expectedBatch: plan.expectedBatch,
      dimension,
      latticeBits: plan.latticeBits,
      noiseGenerator: 'karney-exact-rounded-gaussian',
      randomness: 'node:crypto',
    },
    accounting: {
      accountant: plan.accountant,
      version: 2,
      directions: 'add and remove',
      adaptivity: 'steps may depend on earlier releases',
    },
    ...(ledger && { ledger }),
    preconditions,
    notCovered: [ledger ? UNKNOWN_RUNS : OTHER_RUNS, ...NOT_COVERED],
  }
}

const ledgerSection = ({ datasetSize, ledger }: ReportFacts): PrivacyReport['ledger'] => {
  if (ledger === undefined || datasetSize === 'private') return undefined
  const { since, earlierRuns, plainRuns, total } = ledger
  return { since, earlierRuns, plainRuns, total, overlap: 'treated-as-public' }
}

const describeLedger = ({
  since,
  earlierRuns,
  plainRuns,
  total,
}: NonNullable<PrivacyReport['ledger']>): string[] => [
  `Ledger, begun ${since.slice(0, 10)}: ${earlierRuns} earlier ${earlierRuns === 1 ? 'run' : 'runs'} on these records; all together ` +
    `epsilon <= ${upward(total.epsilon)} at delta = ${total.delta}.`,
  ...(plainRuns > 0
    ? [`Tuned on these records without privacy: ${plainRuns}. Nothing bounds what such a prompt reveals.`]
    : []),
]

/** The report as a few lines of text for people; figures are rounded, the JSON is exact. */
export const renderReport = ({
  guarantee,
  mechanism,
  accounting,
  ledger,
  notCovered,
}: PrivacyReport): string => {
  const size = guarantee.datasetSize
  const { samplingRate, steps } = mechanism
  return [
    `Differentially private with epsilon <= ${upward(guarantee.epsilon)} at delta = ${guarantee.delta}.`,
    `Protects the presence of any one ${guarantee.unit} (${guarantee.adjacency} adjacency). The number of examples ${
      size.public
        ? `(${size.examples}) is treated as public`
        : 'is not disclosed: rate and delta come from a public estimate'
    }.`,
    `Mechanism: Gaussian noise, multiplier ${Number(mechanism.noiseMultiplier.toPrecision(6))}, on gradients clipped to ${mechanism.clip}; ` +
      `Poisson samples at rate ${Number(rateValue(samplingRate).toPrecision(6))} (${samplingRate.numerator}/2^53), expected batch ` +
      `${mechanism.expectedBatch}; ${steps.taken} of ${steps.planned} planned steps, all ${steps.planned} paid for.`,
    `Accounting: privacy loss distribution (version ${accounting.version}), an upper bound. Noise drawn exactly from ${mechanism.randomness}.`,
    ...(ledger ? describeLedger(ledger) : []),
    'Not covered:',
    ...notCovered.map(line => `- ${line}`),
  ].join('\n')
}
