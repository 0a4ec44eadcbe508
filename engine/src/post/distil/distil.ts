/**
 * Distillation of a student: the teacher with fewer blocks, trained to give its logits and hidden states on plain text
 * (POST, arXiv 2506.16196, section 4.1).
 * @module
 */
import { digestOfItems } from '@promptpost/base'
import { keptLayers } from '../../models/index.js'
import { type DistilFacts, requireNew, writeStudentBundle } from '../bundle.js'
import { openCheckpointFile } from '../checkpoint-file.js'
import { openWorkbench, type Workbench } from '../workbench.js'
import { cutSequences } from './corpus.js'
import { descend, readTrained, type State } from './descent.js'
import { requireMask } from './language-targets.js'
import { openSessions } from './sessions.js'
import { type DistilOptions, type OpenDistilOptions, resolveSettings } from './settings.js'

/** Distils and writes the bundle; resumes when the checkpoint directory holds this work. */
export const distil = async (options: DistilOptions): Promise<DistilFacts> =>
  distilWith(await openWorkbench(options.modelDirectory), options)

export const distilWith = async (workbench: Workbench, options: OpenDistilOptions): Promise<DistilFacts> => {
  const begun = performance.now()
  const { model, tokenizer, digest } = workbench
  const settings = resolveSettings(options, model.config.maxPositions)
  // Before the steps and not only behind them, or all of them would be for nothing.
  await requireNew(options.outDirectory)
  if (model.config.kind === 'masked') requireMask(tokenizer, model.directory)
  const kept = keptLayers(model.config.layers, settings.layers, settings.keep)
  const sequences = cutSequences(tokenizer, options.texts, settings.sequenceLength)
  const sessions = await openSessions(workbench, kept, settings, options)
  try {
    const trained = await readTrained(sessions.entries)
    const identity = { work: 'distil', digest, settings, sequences: digestOfItems(sequences) }
    const checkpoint = openCheckpointFile<State>(options.checkpointDirectory, {
      identity,
      holds: 'a student in the making, from the provider’s model and the texts given to distil on',
      seconds: options.checkpointSeconds,
    })
    const state = await descend({ workbench, sessions, sequences, trained, settings }, checkpoint, options)
    const facts: DistilFacts = {
      teacher: digest,
      keptLayers: kept,
      settings,
      tokens: state.tokens,
      losses: state.losses,
      seconds: (performance.now() - begun) / 1000,
    }
    const weights = new Map([...trained].map(([name, { parameters }]) => [name, parameters]))
    await writeStudentBundle(options.outDirectory, workbench, kept, weights, facts, options.license)
    await options.deliver?.(facts)
    await checkpoint.remove()
    return facts
  } finally {
    await sessions.dispose()
  }
}
