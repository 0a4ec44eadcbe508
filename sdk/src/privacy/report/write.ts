/**
 * Writes a run's report beside its prompt: the signed JSON, which goes up, and two files for the client's own eyes.
 * @module
 */
import type { KeyObject } from 'node:crypto'
import { join } from 'node:path'
import { writeFileAtomic } from '@promptpost/base'
import { sealReport } from '@promptpost/base/seal'
import type { LedgerStanding } from '../ledger/index.js'
import type { PrivacyPlan } from '../plan.js'
import { composeReport } from './compose.js'
import { htmlReport } from './html.js'
import { markdownReport } from './markdown.js'
import { REPORT_FILE, readSealedFiles } from './prompt-files.js'
import { sectionsOf } from './sections.js'
import type { PrivacyReport, ReportFacts } from './types.js'

export type WriteReport = {
  readonly plan: PrivacyPlan
  readonly facts: Omit<ReportFacts, 'ledgerSince'>
  /** From the ledger that the run was charged to; of it the JSON tells since when one is kept, no figure. */
  readonly standing?: LedgerStanding | undefined
  /** Private, Ed25519; see `signingKey`. */
  readonly key: KeyObject
}

/**
 * Writes privacy-report.json, privacy-report.md and privacy-report.html into a folder that holds the prompt's files already.
 * The folder is the caller's to show or to throw away as a whole.
 *
 * @throws PromptPostError `privacy-refused` when a precondition does not hold, before anything is written; see `composeReport`
 */
export const writePrivacyReport = async (
  folder: string,
  { plan, facts, standing, key }: WriteReport,
): Promise<PrivacyReport> => {
  const { report, reach } = composeReport(plan, { ...facts, ledgerSince: standing?.since })
  const sealed = sealReport(report, await readSealedFiles(folder), key)
  const sections = sectionsOf(sealed, reach, standing)
  await writeFileAtomic(join(folder, REPORT_FILE), `${JSON.stringify(sealed, null, 2)}\n`)
  await writeFileAtomic(join(folder, 'privacy-report.md'), markdownReport(sections))
  await writeFileAtomic(join(folder, 'privacy-report.html'), htmlReport(sections))
  return sealed
}
