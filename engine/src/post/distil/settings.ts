/**
 * What a distillation is asked to do, and its defaults.
 * @module
 */
import { PromptPostError } from '@promptpost/base'
import type { Keep } from '../../models/index.js'
import type { DistilFacts } from '../bundle.js'
import type { Cached } from '../computed.js'
import type { Monitor } from '../progress.js'
import type { Compute } from '../workbench.js'

export type DistilSettings = {
  /** Blocks of the student. */
  layers: number
  /** Which of the teacher's blocks: the first and the last (the paper's), evenly spread ones, early ones at growing distances, or these. */
  keep?: Keep
  steps?: number
  /** Tokens of one step, padding included. */
  batchTokens?: number
  /** Longest sequence, tokens. */
  sequenceLength?: number
  learningRate?: number
  warmUp?: number
  /** Decoupled decay of matrices; biases and norm gains have none. */
  weightDecay?: number
  /**
   * Share of a batch's tokens at which logits are compared, in (0, 1], drawn anew for each; hidden states are compared at all. Where the
   * vocabulary is large most of a step are logits.
   */
  positions?: number
  /** Share of the batches that teacher and student read behind a random prompt, in [0, 1]: a student is there to read prompts. */
  proxyShare?: number
  /** Length of such a prompt. */
  proxyTokens?: number
  /** Also train embeddings and output head; frozen by default, so that student and teacher share one token space. */
  trainEmbeddings?: boolean
  seed?: number
}

export type DistilOptions = DistilSettings & {
  modelDirectory: string
  /** The student bundle: a Hugging Face directory with promptpost.json. Must not exist yet. */
  outDirectory: string
  texts: readonly string[]
  /** Terms of use written into the bundle; those of the model by default. */
  license?: string
  checkpointDirectory?: string
  checkpointSeconds?: number
} & Omit<Compute, 'weights'> &
  Cached &
  Monitor

/** The same for a model that is open. */
export type OpenDistilOptions = Omit<DistilOptions, 'modelDirectory'> & {
  /** What is done once the bundle is there and before the checkpoint goes; a throw keeps that. */
  deliver?: (facts: DistilFacts) => Promise<void>
}

export const DISTIL_DEFAULTS = {
  keep: 'ends' as Keep,
  steps: 500,
  batchTokens: 2048,
  sequenceLength: 256,
  learningRate: 1e-3,
  warmUp: 0.05,
  weightDecay: 0.01,
  positions: 1,
  proxyShare: 0,
  proxyTokens: 10,
  trainEmbeddings: false,
  seed: 0,
}

/** Settings with every default filled in. */
export type FullSettings = Required<DistilSettings>

/**
 * Defaults where nothing was asked for.
 *
 * @param maxPositions of the model, which bound a sequence and the prompt before it
 * @throws PromptPostError 'invalid-argument' naming the option
 */
export const resolveSettings = (options: DistilSettings, maxPositions: number): FullSettings => {
  const asked = Object.entries(options).filter(
    ([key, value]) => (key in DISTIL_DEFAULTS || key === 'layers') && value !== undefined,
  )
  const settings = { ...DISTIL_DEFAULTS, ...Object.fromEntries(asked) } as FullSettings
  const require = (field: keyof FullSettings, valid: boolean, rule: string): void => {
    if (!valid) throw new PromptPostError('invalid-argument', rule, { field, value: settings[field] })
  }
  for (const field of ['steps', 'batchTokens', 'sequenceLength', 'proxyTokens'] as const) {
    require(field, Number.isSafeInteger(settings[field]) &&
      settings[field] > 0, 'must be a positive whole number')
  }
  require('learningRate', settings.learningRate > 0 && settings.learningRate < 1, 'must be between 0 and 1')
  require('positions', settings.positions > 0 && settings.positions <= 1, 'must be above 0 and at most 1')
  require('proxyShare', settings.proxyShare >= 0 && settings.proxyShare <= 1, 'must be between 0 and 1')
  const before = settings.proxyShare > 0 ? settings.proxyTokens : 0
  require('proxyTokens', before < maxPositions, `must be below the model's ${maxPositions} positions`)
  settings.sequenceLength = Math.min(settings.sequenceLength, maxPositions - before)
  return settings
}
