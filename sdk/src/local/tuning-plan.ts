/**
 * What `tunePrompt` would do, told without doing it.
 * @module
 */
import type { TuningPace } from '@promptpost/engine/post'
import type { LedgerForecast, PrivacyPlan } from '../privacy/index.js'
import type { TunePromptOptions } from './tune-options.js'

/** For this machine: the number of examples, and under privacy the ledger's figures, tell of the data. */
export type TuningPlan = {
  /** The prompt's folder. */
  out: string
  examples: number
  steps: number
  virtualTokens: number
  /** Numbers of each virtual token. */
  width: number
  /** Examples of a step; under privacy their mean. */
  batch: number
  device: 'cpu' | 'cuda' | 'webgpu'
  /** A checkpoint is there, from which the run would go on. */
  goesOn: boolean
  /** Measured for this plan, on a few steps that are thrown away; under privacy on made-up texts, never on the data. */
  pace: TuningPace
  /** Of all steps at that pace. */
  seconds: number
  /** What noise would be put on the steps, and what might be claimed; absent without privacy. */
  privacy?: PrivacyPlan
  /** What the records have spent, and would have; absent without privacy. */
  ledger?: LedgerForecast
  /** What should be known before it is done. */
  note?: string
}

/**
 * Checks all that `tunePrompt` checks before its first step, and tells what it would do. Nothing is written, nothing is
 * charged and no connection is opened.
 *
 * @param options as for `tunePrompt`
 * @throws PromptPostError as `tunePrompt` would
 *
 * @example
 * const { steps, seconds, ledger } = await planTuning({
 *   student: 'student', data: 'private.tsv', out: 'another-prompt',
 *   task: { template: '{text} It was', verbalizer: { bad: ['bad'], good: ['good'] } },
 *   privacy: { epsilon: 8 },
 * })
 * console.log(`${steps} steps, about ${seconds} s, epsilon ${ledger?.after} in all`)
 */
export const planTuning = async (options: TunePromptOptions): Promise<TuningPlan> => {
  const { onProgress: _, signal, ...input } = options
  // Loaded here so that the API client alone never loads ONNX Runtime.
  const { runInChild } = await import('@promptpost/engine/runtime')
  return runInChild<TuningPlan, never>(new URL('./plan-child.js', import.meta.url), input, { signal })
}
