/**
 * Tunes a soft prompt on a student, on this machine, on private data.
 * @module
 */

import { loadRuntime } from '../load-runtime.js'
import type { TunedPrompt, TunePromptOptions } from './tune-options.js'

/**
 * Reads the data, tunes, and writes the prompt's folder: adapter_config.json, adapter_model.safetensors, task.json and,
 * under differential privacy, privacy-report.json, signed, with a Markdown and an HTML file of it that stay here. The work runs in a process of its own and opens no connection.
 *
 * A private run is charged to the privacy ledger before its first step, for all of its steps and for good, and refused when
 * the budget of its records does not allow it.
 *
 * Stops between steps when `signal` fires; called again with the same options it goes on from its checkpoint.
 *
 * @returns where the prompt is; losses only without privacy, which must not leave the machine either
 * @throws PromptPostError naming the file, line or option that is wrong; 'privacy-refused'; 'cancelled';
 *   'compute-crashed'; 'conflict' when something is at `out`, and, when it came there meanwhile, saying where the prompt is
 *
 * @example
 * const { out } = await tunePrompt({
 *   student: 'student', data: 'private.tsv', out: 'prompt',
 *   task: { template: '{text} It was', verbalizer: { bad: ['bad'], good: ['good'] } },
 *   privacy: { epsilon: 8 },
 * })
 */
export const tunePrompt = async (options: TunePromptOptions): Promise<TunedPrompt> => {
  const { onProgress, signal, ...input } = options
  // Loaded here so that the API client alone never loads ONNX Runtime.
  const { runInChild } = await loadRuntime()
  return runInChild<TunedPrompt, never>(new URL('./tune-child.js', import.meta.url), input, {
    onProgress: onProgress as never,
    signal,
  })
}
