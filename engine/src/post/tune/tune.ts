/**
 * Prompt tuning on a frozen model (Lester et al. 2021, arXiv 2104.08691), plain or under a privacy mechanism
 * (PromptDPSGD, Duan et al. 2023, arXiv 2305.15594).
 * @module
 */
import { sha256 } from '@promptpost/base'
import { checkLabels } from '../../data/index.js'
import { tuningGraph } from '../../programs/index.js'
import { createSession } from '../../runtime/index.js'
import { openCheckpointFile } from '../checkpoint-file.js'
import { describeTask, type ResolvedTask, resolveTask, textLimit } from '../task.js'
import { type Compute, initialPrompt, openWorkbench, type Workbench } from '../workbench.js'
import { descend, type State } from './descent.js'
import {
  checkSettings,
  type FullSettings,
  type GradientMechanism,
  TUNE_DEFAULTS,
  type TuneOptions,
  type TuneResult,
} from './settings.js'
import type { TuningStep } from './steps.js'

/** Tunes a prompt on a model directory. */
export const tune = async (options: TuneOptions): Promise<TuneResult> =>
  tuneWith(await openWorkbench(options.modelDirectory), options)

export const tuneWith = async (
  workbench: Workbench,
  options: Omit<TuneOptions, 'modelDirectory'>,
): Promise<TuneResult> => {
  const begun = performance.now()
  const { model, tokenizer, digest } = workbench
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
  const run: TuningStep = {
    session: await createTuningSession(workbench, resolved, settings, options),
    encoded: resolved.encode(options.examples.map(example => example.text)),
    labels: Int32Array.from(options.examples, example => resolved.labels.indexOf(example.label!)),
    settings,
    width: model.config.width,
    positions: model.config.maxPositions,
  }
  const identity = {
    work: 'tune',
    digest,
    settings,
    task: options.task,
    initialisation,
    // Under a mechanism the number is private, and its digest with all else known would give it away by trial.
    examples: options.mechanism ? undefined : options.examples.length,
    mechanism: options.mechanismIdentity,
  }
  const checkpoint = openCheckpointFile<State>(options.checkpointDirectory, {
    identity,
    holds: describeState(options),
    seconds: options.checkpointSeconds,
  })
  try {
    const { values, losses } = await descend(run, options, start, checkpoint)
    await checkpoint.remove()
    const method = options.mechanism ? 'prompt tuning under differential privacy' : 'prompt tuning'
    const lineage = { method, steps: `${settings.steps}`, seed: `${settings.seed}` }
    return {
      prompt: { values, virtualTokens, width: run.width, task: options.task, model: digest, lineage },
      losses,
      seconds: (performance.now() - begun) / 1000,
    }
  } finally {
    await run.session.dispose()
  }
}

/** The mark of a checkpoint: whether noise stands between it and the data. */
const describeState = ({
  mechanism,
  mechanismIdentity = null,
}: Pick<TuneOptions, 'mechanism' | 'mechanismIdentity'>) =>
  mechanism
    ? `noised state only, under the privacy plan with sha256 ${sha256(JSON.stringify(mechanismIdentity))}`
    : 'private state, computed from private data without noise: do not share it'

const createTuningSession = (
  workbench: Workbench,
  resolved: ResolvedTask,
  settings: FullSettings,
  options: Compute & { mechanism?: GradientMechanism },
) => {
  const graph = tuningGraph(workbench.model, {
    virtualTokens: settings.virtualTokens,
    columns: resolved.columns,
    wordCounts: resolved.wordCounts,
    scoring: resolved.task.scoring,
    perExample: options.mechanism !== undefined,
  })
  return createSession(graph, { device: options.device, threads: options.threads })
}
