/**
 * Work on the client's own machine: prompt tuning, plain and differentially private.
 * @module
 */
export type { DataFormat, Encoding, Example, Limits, ReadExamplesOptions } from '@promptpost/engine/data'
export type { Scoring } from '@promptpost/engine/objectives'
export type { Initialisation, Progress, Task, TuneSettings } from '@promptpost/engine/post'
export type { LedgerRequest, PrivacyRequest, TunedPrompt, TunePromptOptions } from './tune-options.js'
export { tunePrompt } from './tune-prompt.js'
export { planTuning, type TuningPlan } from './tuning-plan.js'
