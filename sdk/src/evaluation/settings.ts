/**
 * Defaults of an evaluation: the engine's, with shorter texts.
 * @module
 */
import { PromptPostError } from '@promptpost/base'
import { type Compute, DISTIL_DEFAULTS, TRANSFER_DEFAULTS, TUNE_DEFAULTS } from '@promptpost/engine/post'
import { PRIVATE_DEFAULTS } from '../privacy/index.js'
import type { EvaluationOptions, EvaluationSettings } from './types.js'

const defaults = (): EvaluationSettings => {
  const { steps, learningRate, batchTokens, sequenceLength } = DISTIL_DEFAULTS
  const { alpha, omega, gamma, texts } = TRANSFER_DEFAULTS
  return {
    distil: { steps, learningRate, batchTokens, sequenceLength },
    tune: {
      virtualTokens: TUNE_DEFAULTS.virtualTokens,
      steps: TUNE_DEFAULTS.steps,
      batchSize: TUNE_DEFAULTS.batchSize,
      learningRate: TUNE_DEFAULTS.learningRate,
    },
    private: PRIVATE_DEFAULTS,
    transfer: {
      alpha,
      omega,
      gamma,
      texts,
      steps: TRANSFER_DEFAULTS.steps,
      batchSize: TRANSFER_DEFAULTS.batchSize,
      learningRate: TRANSFER_DEFAULTS.learningRate,
    },
    maxTokens: 128,
    beta: 1,
  }
}

const given = <T extends object>(values: Partial<T> = {}): Partial<T> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<T>

export const resolveSettings = (asked: EvaluationOptions['settings'] = {}): EvaluationSettings => {
  const base = defaults()
  return {
    distil: { ...base.distil, ...given(asked.distil) },
    tune: { ...base.tune, ...given(asked.tune) },
    private: { ...base.private, ...given(asked.private) },
    transfer: { ...base.transfer, ...given(asked.transfer) },
    maxTokens: (asked.maxTokens as number | undefined) ?? base.maxTokens,
    beta: (asked.beta as number | undefined) ?? base.beta,
    ...(asked.weights && { weights: asked.weights as 'int8' }),
  }
}

/** What tuning and transfer compute with: frozen weights as the settings have them. */
export const computeOfSteps = (compute: Compute, { weights }: EvaluationSettings): Compute => ({
  ...compute,
  ...(weights && { weights }),
})

/** @throws PromptPostError for a list with a value that cannot be used */
export const checkNumbers = (
  field: string,
  values: readonly number[],
  valid: (value: number) => boolean,
  rule: string,
): void => {
  const wrong = values.find(value => !valid(value))
  if (wrong !== undefined) throw new PromptPostError('invalid-argument', rule, { field, value: wrong })
  if (new Set(values).size !== values.length)
    throw new PromptPostError('invalid-argument', 'names a value twice', { field, value: values })
}
