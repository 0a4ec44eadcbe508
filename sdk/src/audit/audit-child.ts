/**
 * The compute process of the audits.
 * @module
 */
import type { Progress } from '@promptpost/engine/post'
import { serveCompute } from '@promptpost/engine/runtime'
import type { CanaryResult } from './canary/result.js'
import { canaryWork } from './canary/work.js'
import type { LiraResult } from './lira/result.js'
import { liraWork } from './lira/work.js'
import type { CanaryOptions, LiraOptions } from './options.js'

export type AuditInput = { audit: 'lira'; options: LiraOptions } | { audit: 'canary'; options: CanaryOptions }
export type AuditResult = LiraResult | CanaryResult

serveCompute<AuditInput, AuditResult, Progress>((input, monitor) =>
  input.audit === 'lira' ? liraWork(input.options, monitor) : canaryWork(input.options, monitor),
)
