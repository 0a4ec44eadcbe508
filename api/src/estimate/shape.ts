/**
 * A model's shape, from what is on record of its config.json: what the operations of a pass depend on.
 * @module
 */
import type { Schemas } from '../http/validate.js'

export type Shape = {
  layers: number
  width: number
  /** Widths of all queries together, and of all keys. */
  queries: number
  keys: number
  /** Width inside the feed-forward part, and how many matrices it has. */
  inner: number
  innerMatrices: 2 | 3
  vocabulary: number
  positions: number
  isCausal: boolean
  /** Masked models send what they read out through one more matrix. */
  headTransform: boolean
}

const GATED = new Set(['llama', 'mistral', 'qwen2', 'qwen3'])
const MASKED = new Set(['bert', 'roberta'])

/** Undefined where the record does not say enough; then nothing is estimated. */
export const shapeOf = (config: Schemas['ModelConfig']): Shape | undefined => {
  const { model_type = '', layers, hidden_size: width, heads, vocabulary_size: vocabulary } = config
  const isGpt2 = model_type === 'gpt2'
  const isMasked = MASKED.has(model_type)
  const isGated = GATED.has(model_type)
  if (!isGpt2 && !isMasked && !isGated) return undefined
  const inner = config.intermediate_size ?? (isGpt2 && width !== undefined ? 4 * width : undefined)
  const positions = config.max_positions ?? (isGpt2 ? 1024 : undefined)
  if (!layers || !width || !heads || !vocabulary || !inner || !positions) return undefined
  const headSize = config.head_size ?? width / heads
  return {
    layers,
    width,
    queries: heads * headSize,
    keys: (config.key_value_heads ?? heads) * headSize,
    inner,
    innerMatrices: isGated ? 3 : 2,
    vocabulary,
    positions,
    isCausal: !isMasked,
    headTransform: isMasked,
  }
}

/** Values of the matrices of one block; norms and biases are too few to count. */
export const blockValues = ({ width, queries, keys, inner, innerMatrices }: Shape): number =>
  width * (2 * queries + 2 * keys + innerMatrices * inner)
