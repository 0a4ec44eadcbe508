/**
 * Prompt tuning on a frozen model (Lester et al. 2021, arXiv 2104.08691), plain or under a privacy mechanism
 * (PromptDPSGD, Duan et al. 2023, arXiv 2305.15594).
 * @module
 */
import { digestOfItems, sha256 } from '@promptpost/base'
import { openCheckpointFile } from '../checkpoint-file.js'
import type { AnyTask, Task } from '../task-kinds.js'
import { openWorkbench, type Workbench } from '../workbench.js'
import { descend, type State } from './descent.js'
import { prepareTuning } from './prepare.js'
import type { TuneOptions, TuneResult } from './settings.js'

/** Tunes a prompt on a model directory. */
export const tune = async <T extends AnyTask = Task>(options: TuneOptions<T>): Promise<TuneResult<T>> =>
  tuneWith(await openWorkbench(options.modelDirectory), options)

export const tuneWith = async <T extends AnyTask = Task>(
  workbench: Workbench,
  options: Omit<TuneOptions<T>, 'modelDirectory'>,
): Promise<TuneResult<T>> => {
  const begun = performance.now()
  const { digest } = workbench
  const { run, initialisation, start } = await prepareTuning(workbench, options)
  const { settings } = run
  const identity = {
    work: 'tune',
    digest,
    settings,
    task: options.task,
    initialisation,
    // Under a mechanism a digest of private data would give it away by trial; the mechanism's identity speaks for it there.
    examples: options.mechanism
      ? undefined
      : digestOfItems(options.examples.map(({ text, label }) => [text, label])),
    mechanism: options.mechanismIdentity,
    weights: options.weights,
  }
  const checkpoint = openCheckpointFile<State>(options.checkpointDirectory, {
    identity,
    holds: describeState(options),
    seconds: options.checkpointSeconds,
  })
  try {
    const { values, losses } = await descend(run, options, start, checkpoint)
    const method = options.mechanism ? 'prompt tuning under differential privacy' : 'prompt tuning'
    const lineage = { method, steps: `${settings.steps}`, seed: `${settings.seed}` }
    const { virtualTokens } = settings
    const result = {
      prompt: { values, virtualTokens, width: run.width, task: options.task, model: digest, lineage },
      losses,
      seconds: (performance.now() - begun) / 1000,
    }
    await options.deliver?.(result)
    await checkpoint.remove()
    return result
  } finally {
    await run.session.dispose()
  }
}

/** The mark of a checkpoint: whether noise stands between it and the data. */
const describeState = ({
  mechanism,
  mechanismIdentity = null,
}: Pick<TuneOptions<AnyTask>, 'mechanism' | 'mechanismIdentity'>) =>
  mechanism
    ? `noised state only, under the privacy plan with sha256 ${sha256(JSON.stringify(mechanismIdentity))}`
    : 'private state, computed from private data without noise: do not share it'
