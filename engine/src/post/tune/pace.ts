/**
 * How fast tuning goes on this machine, measured on a few steps whose results are thrown away.
 * @module
 */
import type { Example } from '../../data/index.js'
import { createRandom } from '../../text/index.js'
import { newPass, nextBatch } from '../passes.js'
import { checkCancelled } from '../progress.js'
import { requireVerbalizer, textLimit } from '../task.js'
import type { Workbench } from '../workbench.js'
import { prepareTuning } from './prepare.js'
import { type GradientMechanism, TUNE_DEFAULTS, type TuneOptions } from './settings.js'
import { plainStep, privateStep } from './steps.js'

export type TuningPace = {
  /** Of one step, beside the first, which also warms up. */
  secondsPerStep: number
  /** Steps that were timed. */
  measured: number
  /** Tokens of the made-up texts that were used; absent when it was measured on the examples. */
  textTokens?: number
}

export type TuningPaceOptions = Omit<
  TuneOptions,
  'modelDirectory' | 'mechanism' | 'mechanismIdentity' | 'admit' | 'checkpointDirectory'
> & {
  /**
   * Mean examples of a private step. With it the examples are left alone, since how long a step on them takes tells of them;
   * made-up texts are used, of the most tokens that the settings allow, so that the pace is the slowest there may be.
   */
  expectedBatch?: number
}

/** Steps timed at most. */
const MOST_STEPS = 5
/** No further step is begun after so many seconds. */
const ENOUGH = 10

/** Stands where the mechanism would, and reads nothing; it costs the same as one to the graph, which is nearly all. */
const idle = (rows: number, dimension: number): GradientMechanism => ({
  sample: () => Array.from({ length: rows }, (_, i) => i),
  accumulate: () => {},
  release: () => new Float64Array(dimension),
})

/** As many labelled texts, each as long as it may be or longer. */
const madeUp = (labels: readonly string[], rows: number, tokens: number): Example[] =>
  Array.from({ length: rows }, (_, i) => ({
    text: 'the '.repeat(tokens),
    label: labels[i % labels.length]!,
    line: i + 1,
  }))

/** @throws PromptPostError as tuning with these options would before its first step; 'cancelled' */
export const tuningPace = async (
  workbench: Workbench,
  { expectedBatch, ...given }: TuningPaceOptions,
): Promise<TuningPace> => {
  requireVerbalizer(given.task)
  const { virtualTokens = TUNE_DEFAULTS.virtualTokens, batchSize: size = TUNE_DEFAULTS.batchSize } = given
  const { width, maxPositions } = workbench.model.config
  const rows = Math.min(expectedBatch ?? 1, size)
  const mechanism = expectedBatch === undefined ? undefined : idle(rows, virtualTokens * width)
  const textTokens = mechanism && textLimit(maxPositions, virtualTokens, given.maxTokens)
  const { run, start } = await prepareTuning(workbench, {
    ...given,
    ...(mechanism && {
      mechanism,
      examples: madeUp(Object.keys(given.task.verbalizer), rows, textTokens!),
    }),
  })
  const lengths = run.encoded.map(({ ids }) => ids.length)
  const everyone = lengths.map((_, i) => i)
  const { batchSize, seed } = run.settings
  const [pass, random] = [newPass(), createRandom(seed)]
  const step = () =>
    mechanism
      ? privateStep(run, mechanism, start)
      : plainStep(run, nextBatch(pass, everyone, lengths, batchSize, random), start)
  try {
    await step()
    const begun = performance.now()
    const seconds = (): number => (performance.now() - begun) / 1000
    let measured = 0
    do {
      await step()
      measured++
      await new Promise(resolve => setImmediate(resolve))
      checkCancelled(given.signal)
    } while (measured < MOST_STEPS && seconds() < ENOUGH)
    const share = mechanism ? expectedBatch! / rows : 1
    return {
      secondsPerStep: (seconds() / measured) * share,
      measured,
      ...(textTokens === undefined ? {} : { textTokens }),
    }
  } finally {
    await run.session.dispose()
  }
}
