/**
 * A report as a few lines for a terminal.
 * @module
 */
import type { LedgerStanding } from '../ledger/index.js'
import { requireHeld } from './preconditions.js'
import * as say from './sentences.js'
import type { UnsealedReport } from './types.js'

/**
 * The report as text for people; figures are rounded, the JSON is exact.
 *
 * @param standing of the run in the ledger: shown on this machine only
 * @throws PromptPostError `privacy-refused` when a precondition does not hold: no figure is shown then
 */
export const renderReport = (report: UnsealedReport, standing?: LedgerStanding): string => {
  requireHeld(report)
  return [
    say.claim(report),
    say.unit(report),
    say.attacker(report),
    `Mechanism: ${say.mechanism(report)}`,
    `Accounting: ${say.accounting(report)}`,
    ...(standing ? say.ledger(standing) : []),
    'Not covered:',
    ...report.notCovered.map(line => `- ${line}`),
  ].join('\n')
}
