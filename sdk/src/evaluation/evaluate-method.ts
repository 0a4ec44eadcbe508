/**
 * The whole table of an evaluation of POST on a model and data of one's own.
 * @module
 */

import { loadRuntime } from '../load-runtime.js'
import type { EvaluationOptions, EvaluationTable } from './types.js'
import type { EvaluationMonitor, EvaluationProgress } from './work.js'

/**
 * Zero-shot, the upper bound, students, direct use, transfer with and without privacy, and the baselines that decide
 * whether transfer is worth its trouble, all on the same test texts. The work runs in a process of its own; called again
 * with the same options it goes on from what is finished in `out`.
 *
 * @returns what table.json holds; table.md and report.html are written beside it
 * @throws PromptPostError for data, settings or a model that cannot be used; 'conflict'; 'cancelled'; 'compute-crashed'
 *
 * @example
 * await evaluateMethod({
 *   model: 'gpt2', private: { path: 'private.tsv' }, test: { path: 'test.tsv' }, public: { path: 'public.txt' }, out: 'results',
 *   task: { template: '{text} It was', verbalizer: { bad: ['bad'], good: ['good'] } }, students: [2, 4],
 * })
 */
export const evaluateMethod = async (
  options: EvaluationOptions,
  monitor: EvaluationMonitor = {},
): Promise<EvaluationTable> => {
  const { runInChild } = await loadRuntime()
  const child = new URL('./evaluation-child.js', import.meta.url)
  return runInChild<EvaluationTable, EvaluationProgress>(child, options, monitor)
}
