/**
 * What the engine needs to know of a model, whatever its family, and the reading of Hugging Face's config.json.
 * @module
 */
import { PromptPostError } from '@promptpost/base'
import type { RotaryFrequencies } from './rotary-config.js'

export type Activation = 'gelu' | 'gelu-tanh' | 'relu' | 'silu'

/** A validated model configuration. Sizes are counts. */
export type ModelConfig = {
  family: string
  /** causal: reads left to right, predicts the next token; masked: reads both ways, predicts the mask token. */
  kind: 'causal' | 'masked'
  layers: number
  width: number
  heads: number
  keyValueHeads: number
  headSize: number
  innerSize: number
  vocabularySize: number
  /** Longest sequence, prompt included. */
  maxPositions: number
  activation: Activation
  epsilon: number
  /** The output head is the input embedding. */
  tied: boolean
  /** Scale of query-key products, by layer. */
  attentionScale: readonly number[]
  /** How many positions back a token sees, itself included, by layer; undefined is all. */
  window: readonly (number | undefined)[]
  queryKeyValueBias: boolean
  attentionOutputBias: boolean
  innerBias: boolean
  /** RMSNorm on each head's queries and keys (qwen3). */
  queryKeyNorm: boolean
  rotary?: RotaryFrequencies
  /** First position id of the learned position table (roberta counts from pad id + 1). */
  firstPosition: number
  typeVocabularySize: number
  padTokenId?: number
  /** The parsed config.json, for writing a student's. */
  raw: Readonly<Record<string, unknown>>
}

const ACTIVATIONS: Readonly<Record<string, Activation>> = {
  gelu: 'gelu',
  gelu_python: 'gelu',
  gelu_new: 'gelu-tanh',
  gelu_pytorch_tanh: 'gelu-tanh',
  gelu_fast: 'gelu-tanh',
  gelu_accurate: 'gelu-tanh',
  relu: 'relu',
  silu: 'silu',
  swish: 'silu',
}

/** Reads fields of a config.json one by one; every refusal names the field. */
export type ConfigReader = {
  raw: Readonly<Record<string, unknown>>
  /** A positive integer; `fallback` when absent or null. */
  size: (field: string, fallback?: number) => number
  number: (field: string, fallback?: number) => number
  flag: (field: string, fallback: boolean) => boolean
  activation: (field: string, fallback: string) => Activation
  /** Refuses a field whose value is not the one the engine computes. */
  require: (field: string, allowed: readonly unknown[], next: string) => void
}

/** Sizes beyond these are taken for damage, before anything is allocated by them. */
const LARGEST_SIZE = 10_000_000

export const readConfigFields = (raw: Readonly<Record<string, unknown>>, file: string): ConfigReader => {
  const refuse = (field: string, message: string, next: string): never => {
    throw new PromptPostError('invalid-config', message, {
      field: `${file}: ${field}`,
      value: raw[field],
      next,
    })
  }
  const absent = (field: string) => raw[field] === undefined || raw[field] === null
  const reader: ConfigReader = {
    raw,
    size: (field, fallback) => {
      if (absent(field) && fallback !== undefined) return fallback
      const value = raw[field]
      const valid =
        typeof value === 'number' && Number.isSafeInteger(value) && value > 0 && value <= LARGEST_SIZE
      return valid
        ? value
        : refuse(field, 'must be a positive integer', 'Check that this is the model’s own config.json.')
    },
    number: (field, fallback) => {
      if (absent(field) && fallback !== undefined) return fallback
      const value = raw[field]
      return typeof value === 'number' && Number.isFinite(value) && value > 0
        ? value
        : refuse(field, 'must be a positive number', 'Check that this is the model’s own config.json.')
    },
    flag: (field, fallback) => {
      if (absent(field)) return fallback
      const value = raw[field]
      return typeof value === 'boolean'
        ? value
        : refuse(field, 'must be true or false', 'Correct config.json.')
    },
    activation: (field, fallback) => {
      const name = absent(field) ? fallback : raw[field]
      const known =
        typeof name === 'string' && Object.hasOwn(ACTIVATIONS, name) ? ACTIVATIONS[name] : undefined
      if (known) return known
      throw new PromptPostError('unsupported-model', 'this activation is not supported', {
        field: `${file}: ${field}`,
        value: name,
        next: `Supported are ${Object.keys(ACTIVATIONS).join(', ')}.`,
      })
    },
    require: (field, allowed, next) => {
      if (absent(field) || allowed.some(value => value === raw[field])) return
      throw new PromptPostError(
        'unsupported-model',
        'changes the computation in a way that is not supported',
        {
          field: `${file}: ${field}`,
          value: raw[field],
          next,
        },
      )
    },
  }
  return reader
}

/** Refuses head counts that do not divide. */
export const checkHeads = (config: ModelConfig, file: string): ModelConfig => {
  if (config.heads % config.keyValueHeads !== 0) {
    throw new PromptPostError('invalid-config', 'must divide the number of attention heads', {
      field: `${file}: num_key_value_heads`,
      value: config.keyValueHeads,
      next: `It has ${config.heads} attention heads.`,
    })
  }
  if (!Number.isInteger(config.headSize) || (config.rotary && config.headSize % 2 !== 0)) {
    throw new PromptPostError(
      'invalid-config',
      'the size of a head must be a whole (for rotary, even) number',
      {
        field: `${file}: head_dim`,
        value: config.headSize,
        next: 'Check hidden_size, num_attention_heads and head_dim.',
      },
    )
  }
  return config
}
