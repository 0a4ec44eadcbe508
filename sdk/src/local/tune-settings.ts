/**
 * What tuning and its plan make of the options before they differ.
 * @module
 */
import { stat } from 'node:fs/promises'
import { PromptPostError } from '@promptpost/base'
import { requireVerbalizer, TUNE_DEFAULTS } from '@promptpost/engine/post'
import { PRIVATE_DEFAULTS, PRIVATE_DESCENT } from '../privacy/index.js'
import type { TunePromptOptions } from './tune-options.js'

/** @throws PromptPostError 'conflict' when something is at the place of the prompt's folder */
export const requireFree = async (out: string): Promise<void> => {
  const taken = await stat(out).catch(() => undefined)
  if (taken)
    throw new PromptPostError('conflict', 'exists already', {
      field: 'out',
      value: out,
      next: 'Name a new folder.',
    })
}

/** What was given a value. */
const defined = <T extends object>(options: T): T =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as T

/**
 * The options with the defaults of a plain or a private run in them.
 * @throws PromptPostError 'invalid-verbalizer' for a task that has none, as one of answers has
 */
export const withDefaults = (options: TunePromptOptions) => {
  requireVerbalizer(options.task)
  return {
    ...(options.privacy && { learningRate: PRIVATE_DEFAULTS.learningRate, ...PRIVATE_DESCENT }),
    ...defined(options),
    steps: options.steps ?? (options.privacy ? PRIVATE_DEFAULTS.steps : TUNE_DEFAULTS.steps),
    virtualTokens: options.virtualTokens ?? TUNE_DEFAULTS.virtualTokens,
    batchSize: options.batchSize ?? TUNE_DEFAULTS.batchSize,
  }
}
