/**
 * Predictions at home where the student is sure, and from the large model where it is not.
 * @module
 */
export { classifyLocalFirst } from './classify-local-first.js'
export type {
  ClassifiedLocalFirst,
  ClassifyLocalFirstOptions,
  LocalFirstCounts,
  LocalFirstDecision,
  LocalFirstPlan,
  LocalFirstProgress,
  LocalFirstResult,
  LocalFirstRule,
  PlanLocalFirstOptions,
} from './options.js'
export { planLocalFirst } from './plan-local-first.js'
export type { Redact } from './redact.js'
