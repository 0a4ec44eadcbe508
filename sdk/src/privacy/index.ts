/**
 * Differential privacy for prompt tuning: plan, mechanism, accountant and report.
 * @module
 */
export {
  calibrateNoiseMultiplier,
  epsilonFor,
  epsilonFromRdp,
  type NoiseBudget,
  type PrivacyEvent,
  rdpSubsampledGaussian,
  renyiEpsilon,
} from './accounting/index.js'
export { defaultExpectedBatch, PRIVATE_DEFAULTS } from './defaults.js'
export {
  createMechanism,
  type GradientMechanism,
  type MechanismFacts,
  type PlannedMechanism,
} from './mechanism/mechanism.js'
export type { ByteSource } from './mechanism/random.js'
export type { SamplingRate } from './mechanism/sampler.js'
export {
  checkPrivacyPlan,
  defaultDelta,
  makePrivacyPlan,
  type PrivacyPlan,
  type PrivacyPlanOptions,
} from './plan.js'
export {
  type LoopPreconditions,
  type PrivacyReport,
  privacyReport,
  type ReportFacts,
  renderReport,
} from './report.js'
