/**
 * What a tuning run would do, as it is found in the compute process: the same checks as the run, up to where anything would
 * be charged or written.
 * @module
 */
import { stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { readExamples } from '@promptpost/engine/data'
import { openWorkbench, tuningPace } from '@promptpost/engine/post'
import { chooseDevice } from '@promptpost/engine/runtime'
import { ledgerDirectory, poorProspects } from '../privacy/index.js'
import { requireUsableLedger, requireWritable } from '../privacy/ledger/usable.js'
import { checkpointBeside } from './checkpoint-place.js'
import { forecast } from './forecast.js'
import { planFor } from './privacy-plan.js'
import { requireFree } from './prompt-place.js'
import type { TunePromptOptions } from './tune-options.js'
import { withDefaults } from './tune-settings.js'
import type { TuningPlan } from './tuning-plan.js'

export const planWork = async (options: TunePromptOptions): Promise<TuningPlan> => {
  const settings = withDefaults(options)
  await requireFree(options.out)
  const examples = await readExamples(options.data, options.read)
  const workbench = await openWorkbench(options.student)
  const { steps, virtualTokens, batchSize } = settings
  const dimension = virtualTokens * workbench.model.config.width
  const privacy = options.privacy && planFor(options.privacy, examples.length, steps)
  const checkpoint = options.checkpoint ?? checkpointBeside(options.out)
  const place = { out: options.out, checkpoint, ...options.ledger }
  const texts = examples.map(({ text }) => text)
  await requireWritable(dirname(options.out))
  if (privacy) await requireUsableLedger(options.ledger?.directory ?? ledgerDirectory())
  const ledger = privacy && (await forecast(texts, privacy, place))
  const device = await chooseDevice(options.device ?? 'cpu')
  const pace = await tuningPace(workbench, {
    ...settings,
    examples,
    source: options.data,
    device,
    ...(privacy && { expectedBatch: privacy.expectedBatch }),
  })
  const note = privacy && poorProspects(privacy, dimension)
  return {
    out: options.out,
    examples: examples.length,
    steps,
    virtualTokens,
    width: workbench.model.config.width,
    batch: privacy ? privacy.expectedBatch : Math.min(batchSize, examples.length),
    device,
    goesOn: (await stat(checkpoint).catch(() => undefined)) !== undefined,
    pace,
    seconds: steps * pace.secondsPerStep,
    ...(privacy && { privacy }),
    ...(ledger && { ledger }),
    ...(note !== undefined && { note }),
  }
}
