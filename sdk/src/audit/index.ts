/**
 * Audits of prompt tuning for whoever tunes: likelihood ratio attack and one-run canaries, on one's own data and student.
 * @module
 */
export { auditCanary, auditLira } from './audit.js'
export type { OneRunBound } from './bounds/one-run.js'
export type { CanaryResult } from './canary/result.js'
export type { AttackFound, LiraResult } from './lira/result.js'
export type { AuditMonitor, AuditOptions, CanaryKind, CanaryOptions, LiraOptions } from './options.js'
