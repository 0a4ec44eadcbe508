/**
 * What tuning and its plan make of the options before they differ.
 * @module
 */
import { requireVerbalizer, TUNE_DEFAULTS } from '@promptpost/engine/post'
import { PRIVATE_DEFAULTS, PRIVATE_DESCENT } from '../privacy/index.js'
import { requireNoIdleBudget } from './privacy-plan.js'
import type { TunePromptOptions } from './tune-options.js'

/** What was given a value. */
const defined = <T extends object>(options: T): T =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as T

/**
 * The options with the defaults of a plain or a private run in them.
 * @throws PromptPostError 'invalid-verbalizer' for a task that has none, as one of answers has; 'privacy-refused' for a budget
 *   without privacy
 */
export const withDefaults = (options: TunePromptOptions) => {
  requireVerbalizer(options.task)
  requireNoIdleBudget(options)
  return {
    ...(options.privacy && { learningRate: PRIVATE_DEFAULTS.learningRate, ...PRIVATE_DESCENT }),
    ...defined(options),
    steps: options.steps ?? (options.privacy ? PRIVATE_DEFAULTS.steps : TUNE_DEFAULTS.steps),
    virtualTokens: options.virtualTokens ?? TUNE_DEFAULTS.virtualTokens,
    batchSize: options.batchSize ?? TUNE_DEFAULTS.batchSize,
  }
}
