/**
 * What a transfer is asked to do, its defaults, and what it says of itself at the end.
 * @module
 */
import { PromptPostError } from '@promptpost/base'
import type { Cached } from '../computed.js'
import type { EffectCheck } from '../effect.js'
import type { Monitor } from '../progress.js'
import { requireFit, type SoftPrompt } from '../soft-prompt.js'
import type { AnyTask } from '../task-kinds.js'
import type { Compute, Workbench } from '../workbench.js'
import type { Choice } from './trials.js'

export type Start = 'prompt' | 'text'

export type TransferSettings = {
  /** Weight of the shift loss against the mimic loss, in [0, 1]; 'auto' takes it from what the model knows of the public texts. */
  alpha?: number | 'auto'
  /** Weight of the class divergence beside them, 0 or more; 0 is the paper's loss. */
  gamma?: number
  /** Share of the logit-offset target, its leaning taken out, in what is imitated, in [0, 1]; 0 is the paper's loss; 'auto' as for alpha, see {@link knowledgeOf}; both are by default. */
  omega?: number | 'auto'
  /** 'prompt' starts from p_s, 'text' from the task's words; 'auto' from the one of lower public loss after a trial. */
  start?: Start | 'auto'
  /** Optimiser steps; 'auto', the default, goes on until held-out public text gains little more, {@link MOST_STEPS} at most. */
  steps?: number | 'auto'
  batchSize?: number
  learningRate?: number
  /** Most public texts used. */
  texts?: number
  /** Tokens of a text, cue included. */
  maxTokens?: number
  seed?: number
}

export type TransferOptions = TransferSettings & {
  /** The large model. */
  modelDirectory: string
  studentDirectory: string
  /** p_s, made for the student. */
  prompt: SoftPrompt
  publicTexts: readonly string[]
  /**
   * Most that a step may take of the device's memory, or of the process's on the processor; bytes. Its texts are computed in parts that fit,
   * and where not even two do, blocks are computed twice. The same prompt but for rounding, in more time.
   */
  memory?: number
  checkpointDirectory?: string
  checkpointSeconds?: number
} & Compute &
  Cached &
  Monitor

/** The target's logits of each share in turn, where others have computed them: see {@link targetLogitsOf}. */
export type TargetParts = { count: number; read: (index: number) => Promise<Float32Array> }

/** The same for models that are open. */
export type OpenTransferOptions = Omit<TransferOptions, 'modelDirectory' | 'studentDirectory'> & {
  targetParts?: TargetParts
  /** What is done with the result before its checkpoint goes; a throw keeps that, so that no step need be taken again. */
  deliver?: (result: Transferred) => Promise<void>
}

export type Transferred = { prompt: SoftPrompt; facts: TransferFacts }

export type TransferFacts = {
  settings: ResolvedSettings
  /** Where it started and what it imitated: as asked, or chosen. */
  start: Start
  alpha: number
  omega: number
  choice: Choice
  /** Steps taken, and where they were left open the losses on held-out text by which they ended: one every 50 steps, nats. */
  steps: number
  readings: number[]
  /** Public texts used, and how many of them were held out. */
  publicTexts: number
  heldOutTexts: number
  /** Mean loss on held-out public text before the first and after the last step, nats. */
  heldOutLoss: { before: number; after: number }
  losses: number[]
  effect: EffectCheck
  seconds: number
}

export const TRANSFER_DEFAULTS = {
  alpha: 'auto' as number | 'auto',
  gamma: 1,
  omega: 'auto' as number | 'auto',
  start: 'auto' as Start | 'auto',
  steps: 'auto' as number | 'auto',
  batchSize: 8,
  learningRate: 2e-2,
  texts: 1000,
  seed: 0,
}

export type ResolvedSettings = typeof TRANSFER_DEFAULTS

/** Defaults where nothing was asked for. @throws PromptPostError 'invalid-argument' naming the option */
export const resolveSettings = (options: TransferSettings): ResolvedSettings => {
  const asked = Object.entries(options).filter(
    ([key, value]) => key in TRANSFER_DEFAULTS && value !== undefined,
  )
  const settings = { ...TRANSFER_DEFAULTS, ...Object.fromEntries(asked) } as ResolvedSettings
  const require = (field: keyof ResolvedSettings, valid: boolean, rule: string) => {
    if (!valid) throw new PromptPostError('invalid-argument', rule, { field, value: settings[field] })
  }
  for (const field of ['alpha', 'omega'] as const) {
    const weight = settings[field]
    require(field, weight === 'auto' || (weight >= 0 && weight <= 1), 'must be between 0 and 1, or auto')
  }
  require('gamma', settings.gamma >= 0 && settings.gamma <= 1000, 'must be between 0 and 1000')
  require('start', ['prompt', 'text', 'auto'].includes(settings.start), 'must be prompt, text or auto')
  require('learningRate', settings.learningRate > 0 &&
    settings.learningRate < 10, 'must be a positive number')
  const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) > 0
  for (const field of ['batchSize', 'texts'] as const)
    require(field, isCount(settings[field]), 'must be a positive whole number')
  require('steps', settings.steps === 'auto' ||
    isCount(settings.steps), 'must be a positive whole number, or auto')
  return settings
}

/**
 * A transfer goes from a student to the model it was distilled from, or between any two models of one width and tokenizer, for a
 * prompt of the first.
 */
export const requireTransferable = (
  target: Workbench,
  student: Workbench,
  prompt: SoftPrompt<AnyTask>,
): void => {
  requireFit(prompt, { width: student.model.config.width, digest: student.digest }, 'this student')
  for (const field of ['width', 'vocabularySize', 'kind'] as const) {
    const [ours, theirs] = [target.model.config[field], student.model.config[field]]
    if (ours === theirs) continue
    throw new PromptPostError(
      'invalid-argument',
      'differs between the model and where the prompt comes from',
      {
        field,
        value: [ours, theirs],
        next: 'Use a student that was distilled from this model, or a model of the same width and tokenizer.',
      },
    )
  }
  if (target.tokenizer.digest !== student.tokenizer.digest) {
    throw new PromptPostError('invalid-argument', 'has another tokenizer than the model', {
      field: 'student',
      next: 'Use a student that was distilled from this model, or a model of the same width and tokenizer.',
    })
  }
}
