/**
 * Audits of prompt tuning on one's own data: what an attacker finds out, measured on this machine.
 * @module
 */
import type { Progress } from '@promptpost/engine/post'
import { loadRuntime } from '../load-runtime.js'
import type { AuditInput, AuditResult } from './audit-child.js'
import type { CanaryResult } from './canary/result.js'
import type { LiraResult } from './lira/result.js'
import type { AuditMonitor, CanaryOptions, LiraOptions } from './options.js'

const inChild = async <Result extends AuditResult>(
  input: AuditInput,
  monitor: AuditMonitor,
): Promise<Result> => {
  // Loaded here so that the API client alone never loads ONNX Runtime.
  const { runInChild } = await loadRuntime()
  return runInChild<Result, Progress>(new URL('./audit-child.js', import.meta.url), input, monitor)
}

/**
 * How well members of the data can be told from others by the prompts that tuning with these settings makes: the likelihood
 * ratio attack with shadow prompts (Carlini et al. 2022, arXiv 2112.03570). Tunes `shadows` prompts on random halves of the
 * data and keeps none of them; the findings are private and stay in `out`. Called again with the same options it goes on
 * from what is there.
 *
 * @returns what result.json holds; report.md, report.html and roc.svg are written beside it
 * @throws PromptPostError for data, settings or a student that cannot be used; 'conflict'; 'cancelled'; 'compute-crashed'
 *
 * @example
 * const { attacks } = await auditLira({
 *   student: 'student', data: 'private.tsv', out: 'audit', privacy: { epsilon: 8 },
 *   task: { template: '{text} It was', verbalizer: { bad: ['bad'], good: ['good'] } },
 * })
 * for (const { attack, auc } of attacks) console.log(attack, auc)
 */
export const auditLira = (options: LiraOptions, monitor: AuditMonitor = {}): Promise<LiraResult> =>
  inChild({ audit: 'lira', options }, monitor)

/**
 * A lower bound on the epsilon of a run with these settings on this data, from canaries in that one run (Steinke, Nasr,
 * Jagielski 2023, arXiv 2305.08846). The run's prompt is not kept. A bound above the claim is an alarm: `alarm` is true.
 *
 * @returns what result.json holds; report.md and report.html are written beside it
 * @throws PromptPostError for data, settings or a student that cannot be used; 'privacy-refused' for gradient canaries
 *   without privacy; 'conflict'; 'cancelled'; 'compute-crashed'
 *
 * @example
 * const { alarm } = await auditCanary({
 *   student: 'student', data: 'private.tsv', out: 'audit', privacy: { epsilon: 8 }, canaries: 1000,
 *   task: { template: '{text} It was', verbalizer: { bad: ['bad'], good: ['good'] } },
 * })
 * if (alarm) process.exitCode = 6
 */
export const auditCanary = (options: CanaryOptions, monitor: AuditMonitor = {}): Promise<CanaryResult> =>
  inChild({ audit: 'canary', options }, monitor)
