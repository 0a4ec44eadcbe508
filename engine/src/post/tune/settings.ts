/**
 * What tuning is told: the prompt's size, the optimiser, and what stands between the data and it.
 * @module
 */
import { PromptPostError } from '@promptpost/base'
import type { Example } from '../../data/index.js'
import type { Monitor } from '../progress.js'
import type { SoftPrompt } from '../soft-prompt.js'
import type { AnyTask, Task } from '../task-kinds.js'
import type { Compute, Initialisation } from '../workbench.js'

/**
 * What stands between per-example gradients and the optimiser under differential privacy: it draws each step's
 * examples, takes their gradients and gives back a noised mean.
 */
export type GradientMechanism = {
  /** Indices of this step's examples, possibly none. */
  sample: () => number[]
  /**
   * Per-example gradients of one micro-batch, row-major [count, virtualTokens * width], and whose they are: for an audit
   * that puts gradients of its own in their place.
   */
  accumulate: (gradients: Float32Array, count: number, examples?: readonly number[]) => void
  /** The noised mean gradient of the step, [virtualTokens * width]. */
  release: () => Float64Array
  /** Standard deviation of the noise in every coordinate of what is released, if it is known: Adam corrects for it. */
  readonly noiseDeviation?: number
}

export type TuneSettings = {
  virtualTokens?: number
  steps?: number
  /** Examples per step; under a mechanism, rows of a micro-batch. */
  batchSize?: number
  learningRate?: number
  /** Adam, or descent with momentum along the gradient as it is. Default Adam. */
  optimizer?: 'adam' | 'sgd'
  /** Whether Adam takes the mechanism's noise off its second moment, where the noise is known. Default no. */
  noiseCorrection?: boolean
  /** Share of the steps that warm up. */
  warmUp?: number
  /** Share of the rate that is left at the end; the way there is half a cosine. */
  finalRate?: number
  /** Share of the steps, the last ones, whose prompts are averaged into the result; 0 takes the last prompt alone. */
  averaging?: number
  initialisation?: Initialisation
  /** Tokens of a text, cue included, without the answer. */
  maxTokens?: number
  seed?: number
  /**
   * Most that the process may take, or the device where it is none of the processor's; bytes. A step is cut into micro-batches that fit,
   * and where not even two examples do, its blocks are computed twice. The same prompt but for rounding, in more time.
   */
  memory?: number
}

export type TuneOptions<T extends AnyTask = Task> = TuneSettings & {
  modelDirectory: string
  examples: readonly Example[]
  /** The file the examples came from, for messages. */
  source?: string
  /** To classify by a verbalizer, or to give answers of several tokens, which are the examples' labels then. */
  task: T
  /** With it, nothing but what it releases reaches the prompt, and no loss is computed into a report. */
  mechanism?: GradientMechanism
  /** What the mechanism was made from, so that a checkpoint is resumed under the same plan only. */
  mechanismIdentity?: unknown
  /**
   * Asked once, when all is ready and before the first step: may the run begin? It is given the ticket of the checkpoint
   * that the run goes on from, and gives the ticket that the run's own checkpoints carry. A throw ends the work before
   * anything is computed.
   */
  admit?: (ticket: string | undefined) => Promise<string | undefined>
  /** What is done with the result before its checkpoint goes; a throw keeps that, so that nothing need be computed again. */
  deliver?: (result: TuneResult<T>) => Promise<void>
  /** Where to keep a checkpoint, and resume from. Under a mechanism it holds noised state only. */
  checkpointDirectory?: string
  checkpointSeconds?: number
} & Compute &
  Monitor

export type TuneResult<T extends AnyTask = Task> = {
  prompt: SoftPrompt<T>
  /** Mean loss of each step, nats; empty under a mechanism. */
  losses: number[]
  seconds: number
}

export const TUNE_DEFAULTS = {
  virtualTokens: 20,
  steps: 300,
  batchSize: 8,
  learningRate: 2e-2,
  optimizer: 'adam' as 'adam' | 'sgd',
  noiseCorrection: false,
  warmUp: 0.05,
  finalRate: 0.1,
  averaging: 0,
  seed: 0,
}

/** Settings with every default filled in. */
export type FullSettings = Required<Omit<TuneSettings, 'initialisation' | 'maxTokens' | 'memory'>> & {
  maxTokens: number
}

/** Throws `invalid-argument` for a setting out of range, `invalid-data` without examples. */
export const checkSettings = (settings: FullSettings, examples: readonly Example[]): void => {
  const whole = {
    virtualTokens: settings.virtualTokens,
    steps: settings.steps,
    batchSize: settings.batchSize,
  }
  for (const [field, value] of Object.entries(whole)) {
    if (!Number.isSafeInteger(value) || value < 1) {
      throw new PromptPostError('invalid-argument', 'must be a positive whole number', { field, value })
    }
  }
  if (!(settings.learningRate > 0 && Number.isFinite(settings.learningRate))) {
    throw new PromptPostError('invalid-argument', 'must be a positive number', {
      field: 'learningRate',
      value: settings.learningRate,
    })
  }
  const shares = { warmUp: settings.warmUp, finalRate: settings.finalRate, averaging: settings.averaging }
  for (const [field, value] of Object.entries(shares)) {
    if (!(value >= 0 && value <= 1))
      throw new PromptPostError('invalid-argument', 'must be from 0 to 1', { field, value })
  }
  if (settings.optimizer !== 'adam' && settings.optimizer !== 'sgd')
    throw new PromptPostError('invalid-argument', 'must be adam or sgd', {
      field: 'optimizer',
      value: settings.optimizer,
    })
  if (examples.length === 0)
    throw new PromptPostError('invalid-data', 'there are no examples', { field: 'examples' })
}
