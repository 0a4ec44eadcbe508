/**
 * All that tuning needs before its first step: settings with their defaults, encoded examples, a session, the first prompt.
 * @module
 */
import { checkLabels } from '../../data/index.js'
import { tuningGraph } from '../../programs/index.js'
import { createSession } from '../../runtime/index.js'
import { describeTask, resolveTask, textLimit } from '../task.js'
import { type Initialisation, initialPrompt, type Workbench } from '../workbench.js'
import { checkSettings, type FullSettings, TUNE_DEFAULTS, type TuneOptions } from './settings.js'
import type { TuningStep } from './steps.js'

export type PreparedTuning = {
  run: TuningStep
  initialisation: Initialisation
  /** The prompt before the first step, [virtualTokens * width]. */
  start: Float32Array
}

/** Whoever asks disposes of the session. */
export const prepareTuning = async (
  workbench: Workbench,
  options: Omit<TuneOptions, 'modelDirectory'>,
): Promise<PreparedTuning> => {
  const { model, tokenizer } = workbench
  const virtualTokens = options.virtualTokens ?? TUNE_DEFAULTS.virtualTokens
  const settings: FullSettings = {
    ...TUNE_DEFAULTS,
    ...Object.fromEntries(
      Object.entries(options).filter(([key, value]) => key in TUNE_DEFAULTS && value !== undefined),
    ),
    virtualTokens,
    maxTokens: textLimit(model.config.maxPositions, virtualTokens, options.maxTokens),
  }
  const resolved = resolveTask(tokenizer, options.task, model.config.kind, settings.maxTokens)
  checkSettings(settings, options.examples)
  checkLabels(options.examples, resolved.labels, options.source)
  const initialisation = options.initialisation ?? { kind: 'text' as const, text: describeTask(options.task) }
  const start = await initialPrompt(workbench, initialisation, virtualTokens, settings.seed)
  const graph = tuningGraph(model, {
    virtualTokens,
    columns: resolved.columns,
    wordCounts: resolved.wordCounts,
    scoring: resolved.task.scoring,
    perExample: options.mechanism !== undefined,
  })
  const run: TuningStep = {
    session: await createSession(graph, { device: options.device, threads: options.threads }),
    encoded: resolved.encode(options.examples.map(example => example.text)),
    labels: Int32Array.from(options.examples, example => resolved.labels.indexOf(example.label!)),
    settings,
    width: model.config.width,
    positions: model.config.maxPositions,
  }
  return { run, initialisation, start }
}
