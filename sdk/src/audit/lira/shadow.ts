/**
 * One shadow prompt: tuned by the real trainer on its members, its confidence in every record noted, and forgotten.
 * @module
 */
import { predictWith, tuneWith } from '@promptpost/engine/post'
import { createMechanism } from '../../privacy/index.js'
import { chargeAudit } from '../books.js'
import type { AuditFolder } from '../folder.js'
import type { AuditMonitor } from '../options.js'
import type { AuditSetup } from '../setup.js'
import { logitConfidence } from './statistic.js'

/** Its noise is the operating system's, as ever; its seed is of the order of batches and the start alone. */
const tuneShadow = async (
  setup: AuditSetup,
  folder: AuditFolder,
  shadow: number,
  members: Uint8Array,
  monitor: AuditMonitor,
) => {
  const { workbench, records, settings, plan, facts, compute } = setup
  const examples = records.filter((_, record) => members[record] === 1)
  const dimension = settings.virtualTokens * workbench.model.config.width
  const charge = plan && (await chargeAudit(folder.ledger, plan, examples))
  const { prompt } = await tuneWith(workbench, {
    ...settings,
    seed: settings.seed + shadow,
    task: facts.task,
    examples,
    source: facts.data.file,
    checkpointDirectory: folder.checkpoint(`shadow-${shadow}`),
    ...(plan && {
      mechanism: createMechanism(plan, examples.length, dimension),
      mechanismIdentity: { plan },
    }),
    ...(charge && { admit: charge.admit }),
    ...compute,
    ...monitor,
  })
  await charge?.finish()
  return prompt
}

/** The logit-scaled confidence of every record under the shadow; found again when the audit goes on. */
export const shadowStatistics = async (
  setup: AuditSetup,
  folder: AuditFolder,
  shadow: number,
  members: Uint8Array,
  monitor: AuditMonitor,
): Promise<Float64Array> => {
  const { workbench, records, classes, settings, facts, compute } = setup
  const name = `shadows/${shadow}.json`
  const kept = await folder.load<number[]>(name)
  if (kept) return Float64Array.from(kept)
  const prompt = await tuneShadow(setup, folder, shadow, members, monitor)
  const predictions = await predictWith(workbench, {
    prompt,
    task: facts.task,
    texts: records.map(({ text }) => text),
    ...(settings.maxTokens !== undefined && { maxTokens: settings.maxTokens }),
    ...compute,
    ...monitor,
  })
  const statistics = predictions.map((prediction, record) => logitConfidence(prediction, classes[record]!))
  await folder.save(name, statistics)
  return Float64Array.from(statistics)
}
