/**
 * The canary audit itself, as it runs in the compute process. One run, and one only: a finished audit is shown again, not
 * made again, since the best of several tries proves nothing at 95 %.
 * @module
 */
import { PromptPostError } from '@promptpost/base'
import { createMechanism } from '../../privacy/index.js'
import { openAuditFolder } from '../folder.js'
import type { AuditMonitor, CanaryOptions } from '../options.js'
import { writeCanaryReport } from '../report/canary-report.js'
import { type AuditSetup, prepareAudit } from '../setup.js'
import { type CanaryResult, judgeCanaries } from './result.js'
import { gradientRun, type MechanismFactory, type RunParts, textRun } from './runs.js'

const DEFAULT_CANARIES = 1000
/** With fewer nothing can be proven. */
const LEAST_CANARIES = 20
const MOST_CANARIES = 100_000

const countOf = ({ canaries, kind }: CanaryOptions, { settings, workbench, records }: AuditSetup): number => {
  const most = kind === 'text' ? records.length : settings.virtualTokens * workbench.model.config.width
  const count = canaries ?? Math.min(DEFAULT_CANARIES, most)
  if (Number.isSafeInteger(count) && count >= LEAST_CANARIES && count <= MOST_CANARIES) return count
  throw new PromptPostError(
    'invalid-argument',
    `must be a whole number from ${LEAST_CANARIES} to ${MOST_CANARIES}`,
    { field: 'canaries', value: count, next: 'Leave it out for a default.' },
  )
}

/**
 * Tunes once with canaries and writes result.json, report.md and report.html.
 *
 * @param make of the mechanism under audit
 * @throws PromptPostError for data, settings or a student that cannot be used; 'privacy-refused' for gradient canaries
 *   without privacy; 'conflict' when `out` holds something else; 'cancelled'
 */
export const canaryWork = async (
  options: CanaryOptions,
  monitor: AuditMonitor = {},
  make: MechanismFactory = createMechanism,
): Promise<CanaryResult> => {
  const { kind = 'gradient' } = options
  if (kind === 'gradient' && !options.privacy)
    throw new PromptPostError('privacy-refused', 'is missing: gradient canaries audit the mechanism', {
      field: 'epsilon',
      next: 'Give an epsilon, or ask for text canaries.',
    })
  const setup = await prepareAudit(options, 1)
  const canaries = countOf({ ...options, kind }, setup)
  const folder = await openAuditFolder(options.out, {
    audit: 'canary',
    kind,
    canaries,
    records: setup.digest,
    ...setup.facts,
  })
  const kept = await folder.load<CanaryResult>('result.json')
  if (kept) return kept
  const parts: RunParts = { setup, folder, make, canaries, monitor }
  const { scores, checks } =
    kind === 'gradient' ? await gradientRun(parts, setup.plan!) : await textRun(parts)
  const result = judgeCanaries(setup.facts, kind, scores, checks)
  await writeCanaryReport(folder, result)
  await folder.clear()
  return result
}
