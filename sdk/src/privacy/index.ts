/**
 * Differential privacy for prompt tuning: plan, mechanism, accountant and report.
 * @module
 */
export {
  calibrateNoiseMultiplier,
  epsilonFor,
  type NoiseBudget,
  type PrivacyEvent,
  renyiEpsilon,
} from './accountant.js'
export { defaultExpectedBatch, PRIVATE_DEFAULTS } from './defaults.js'
export {
  createMechanism,
  type GradientMechanism,
  type MechanismFacts,
  type PlannedMechanism,
} from './mechanism.js'
export {
  checkPrivacyPlan,
  defaultDelta,
  makePrivacyPlan,
  type PrivacyPlan,
  type PrivacyPlanOptions,
} from './plan.js'
export type { ByteSource } from './random.js'
export { epsilonFromRdp, rdpSubsampledGaussian } from './rdp.js'
export {
  type LoopPreconditions,
  type PrivacyReport,
  privacyReport,
  type ReportFacts,
  renderReport,
} from './report.js'
export type { SamplingRate } from './sampler.js'
