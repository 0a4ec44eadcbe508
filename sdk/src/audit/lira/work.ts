/**
 * The likelihood ratio audit itself, as it runs in the compute process: shadow after shadow, then the attacks on each.
 * @module
 */
import { openAuditFolder } from '../folder.js'
import type { AuditMonitor, LiraOptions } from '../options.js'
import { writeLiraReport } from '../report/lira-report.js'
import { prepareAudit } from '../setup.js'
import { attacksOn } from './attack.js'
import { claimedLimits, costOf } from './claim.js'
import { drawMembership } from './membership.js'
import { judge, type LiraResult } from './result.js'
import { shadowStatistics } from './shadow.js'

const DEFAULT_SHADOWS = 8

/** Stages are told apart by their shadow; under privacy no loss and no time is told, by the trainer's own rule. */
const naming = ({ onProgress, signal }: AuditMonitor, prefix: string): AuditMonitor => ({
  ...(signal && { signal }),
  ...(onProgress && {
    onProgress: progress => onProgress({ ...progress, stage: `${prefix}: ${progress.stage}` }),
  }),
})

/**
 * Tunes the shadows that are missing, attacks each with the help of the others, writes result.json, report.md, report.html
 * and roc.svg.
 *
 * @throws PromptPostError for data, settings or a student that cannot be used; 'conflict' when `out` holds something else;
 *   'cancelled'
 */
export const liraWork = async (options: LiraOptions, monitor: AuditMonitor = {}): Promise<LiraResult> => {
  const shadows = options.shadows ?? DEFAULT_SHADOWS
  // First, since it may refuse: a wrong number of shadows is known without reading anything.
  drawMembership(0, shadows, 0)
  const setup = await prepareAudit(options, 1 / 2)
  const { records, settings, facts, plan } = setup
  const membership = drawMembership(records.length, shadows, settings.seed)
  const folder = await openAuditFolder(options.out, {
    audit: 'lira',
    shadows,
    records: setup.digest,
    ...facts,
  })
  const statistics: Float64Array[] = []
  for (const [shadow, members] of membership.entries())
    statistics.push(
      await shadowStatistics(
        setup,
        folder,
        shadow,
        members,
        naming(monitor, `shadow ${shadow + 1}/${shadows}`),
      ),
    )
  const attacks = attacksOn(
    statistics,
    membership,
    records.map(({ label }) => label!),
    settings.seed,
  )
  const result = judge(attacks, membership, {
    facts,
    shadows,
    seed: settings.seed,
    claim: plan && claimedLimits(plan),
    // Every record is in half of the prompts.
    costIfReleased: plan && costOf(plan, shadows / 2),
  })
  await writeLiraReport(folder, result)
  await folder.clear()
  return result
}
