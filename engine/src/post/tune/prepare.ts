/**
 * All that tuning needs before its first step: settings with their defaults, encoded examples, a session, the first prompt.
 * @module
 */
import { fitStep } from '../../planning/fit.js'
import { createSession } from '../../runtime/index.js'
import { paddedWidth } from '../micro-batches.js'
import { describeTask } from '../task.js'
import type { AnyTask } from '../task-kinds.js'
import { type Initialisation, initialPrompt, type Workbench } from '../workbench.js'
import { textRoom, tuningReading } from './readings.js'
import { type FullSettings, TUNE_DEFAULTS, type TuneOptions } from './settings.js'
import type { TuningStep } from './steps.js'

export type PreparedTuning = {
  run: TuningStep
  initialisation: Initialisation
  /** The prompt before the first step, [virtualTokens * width]. */
  start: Float32Array
}

/** Whoever asks disposes of the session. */
export const prepareTuning = async <T extends AnyTask>(
  workbench: Workbench,
  options: Omit<TuneOptions<T>, 'modelDirectory' | 'deliver'>,
): Promise<PreparedTuning> => {
  const { model } = workbench
  const virtualTokens = options.virtualTokens ?? TUNE_DEFAULTS.virtualTokens
  const settings: FullSettings = {
    ...TUNE_DEFAULTS,
    ...Object.fromEntries(
      Object.entries(options).filter(([key, value]) => key in TUNE_DEFAULTS && value !== undefined),
    ),
    virtualTokens,
    maxTokens: textRoom(workbench, options.task, virtualTokens, options.maxTokens),
  }
  const reading = tuningReading(workbench, options, settings)
  const initialisation = options.initialisation ?? { kind: 'text' as const, text: describeTask(options.task) }
  const start = await initialPrompt(workbench, initialisation, virtualTokens, settings.seed)
  const { device, threads, weights, memory } = options
  const { graphOf, encoded, feeds, answers } = reading
  const longest = options.mechanism
    ? // Of examples under a mechanism nothing may show, not even how much memory they take.
      settings.maxTokens + answers - 1
    : encoded.reduce((most, { ids }) => Math.max(most, ids.length), 0)
  const fit =
    memory === undefined
      ? { graph: graphOf(false), rows: settings.batchSize }
      : fitStep(graphOf, {
          memory,
          batch: Math.min(settings.batchSize, encoded.length),
          tokens: paddedWidth(longest, { virtualTokens, positions: model.config.maxPositions }),
          answers,
          weights,
          isOnProcessor: (device ?? 'cpu') === 'cpu',
        })
  const run: TuningStep = {
    session: await createSession(fit.graph, { device, threads, weights }),
    encoded,
    feeds,
    settings,
    rows: fit.rows,
    width: model.config.width,
    positions: model.config.maxPositions,
  }
  return { run, initialisation, start }
}
