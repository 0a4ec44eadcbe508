/**
 * Differential privacy for prompt tuning: plan, mechanism, accountant, ledger and report.
 * @module
 */
export type { SealedFiles } from '@promptpost/base/seal'
export {
  type Adjacency,
  calibrateNoiseMultiplier,
  epsilonFor,
  epsilonFromRdp,
  epsilonLowerBound,
  mostSteps,
  type Neighbours,
  type NoiseBudget,
  type PrivacyEvent,
  rdpSubsampledGaussian,
  renyiEpsilon,
} from './accounting/index.js'
export { defaultExpectedBatch, PRIVATE_DEFAULTS, PRIVATE_DESCENT } from './defaults.js'
export {
  type Admission,
  type Budget,
  type ChargeOptions,
  type DataSetAccount,
  describeUnit,
  type ForeseeOptions,
  foresee,
  hasLedger,
  type LabelledText,
  type Ledger,
  type LedgerForecast,
  type LedgerStanding,
  ledgerDirectory,
  openLedger,
  type RecordSet,
} from './ledger/index.js'
export {
  createMechanism,
  type GradientMechanism,
  type MechanismFacts,
  type PlannedMechanism,
} from './mechanism/mechanism.js'
export type { ByteSource, WordSource } from './mechanism/random.js'
export type { SamplingRate } from './mechanism/sampler.js'
export { type AccuracyBudget, type NoisedAccuracy, noiseAccuracy, planAccuracy } from './noised-accuracy.js'
export {
  checkPrivacyPlan,
  defaultDelta,
  leastEpsilonOf,
  makePrivacyPlan,
  type PrivacyPlan,
  type PrivacyPlanOptions,
} from './plan.js'
export { noiseToSignal, poorProspects } from './prospects.js'
export {
  type Composed,
  composeReport,
  type LoopPreconditions,
  type PrivacyReport,
  type ReportFacts,
  renderReport,
  signingKey,
  type UnsealedReport,
  type Verified,
  verifyPromptFolder,
  verifyReport,
  type WriteReport,
  writePrivacyReport,
} from './report/index.js'
