/**
 * Work on the client's own machine: prompt tuning, plain and differentially private.
 * @module
 */
export type { LedgerRequest, PrivacyRequest, TunedPrompt, TunePromptOptions } from './tune-options.js'
export { tunePrompt } from './tune-prompt.js'
export { planTuning, type TuningPlan } from './tuning-plan.js'
