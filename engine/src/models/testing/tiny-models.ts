/**
 * Tiny models of every family with random weights, for tests.
 * @module
 */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { StorageType, TensorEntry } from '../../weights/index.js'
import { writeSafetensors } from '../../weights/index.js'
import { type Model, openModel, parseConfig } from '../registry.js'

export type RawConfig = Readonly<Record<string, unknown>>

const LLAMA = {
  model_type: 'llama',
  vocab_size: 31,
  hidden_size: 12,
  intermediate_size: 20,
  num_hidden_layers: 3,
  num_attention_heads: 4,
  num_key_value_heads: 2,
  head_dim: 4,
  hidden_act: 'silu',
  max_position_embeddings: 64,
  rms_norm_eps: 1e-5,
  rope_theta: 100,
}

const BERT = {
  model_type: 'bert',
  vocab_size: 31,
  hidden_size: 12,
  intermediate_size: 20,
  num_hidden_layers: 3,
  num_attention_heads: 3,
  hidden_act: 'gelu_new',
  max_position_embeddings: 64,
  type_vocab_size: 2,
  layer_norm_eps: 1e-5,
}

/** config.json of a tiny model of each kind. */
export const TINY_CONFIGS = {
  gpt2: { model_type: 'gpt2', vocab_size: 31, n_positions: 64, n_embd: 12, n_layer: 3, n_head: 3 },
  llama: { ...LLAMA, attention_bias: true, mlp_bias: true },
  mistral: { ...LLAMA, model_type: 'mistral', sliding_window: 4 },
  qwen2: {
    ...LLAMA,
    model_type: 'qwen2',
    tie_word_embeddings: true,
    use_sliding_window: true,
    sliding_window: 3,
    max_window_layers: 1,
  },
  qwen3: { ...LLAMA, model_type: 'qwen3', head_dim: 6 },
  bert: { ...BERT, hidden_act: 'relu' },
  roberta: { ...BERT, model_type: 'roberta', pad_token_id: 1 },
} as const satisfies Record<string, RawConfig>

const sizeOf = (shape: readonly number[]) => shape.reduce((a, b) => a * b, 1)

/** A model whose weights are described but stored nowhere: enough to emit its graphs. */
export const fakeModel = (raw: RawConfig): Model => {
  const { family, config } = parseConfig(raw, 'config.json')
  const file = '/model/model.safetensors'
  const weights = new Map<string, TensorEntry>()
  let offset = 4096
  for (const [name, shape] of Object.entries(family.shapes(config))) {
    const byteLength = 4 * sizeOf(shape)
    weights.set(name, { name, storage: 'float32', shape, file, offset, byteLength })
    offset += byteLength
  }
  const files = [{ name: 'model.safetensors', path: file }]
  const checkpoint = { directory: '/model', files, tensors: weights, metadata: {} }
  return { directory: '/model', family, config, checkpoint, weights }
}

/** Repeatable numbers in (-1, 1), never the same from one tensor to the next. */
const numbers = (count: number, seed: number): Float32Array =>
  Float32Array.from({ length: count }, (_, i) => {
    const x = Math.sin(i * 12.9898 + seed * 78.233) * 43758.5453
    return 2 * (x - Math.floor(x)) - 1
  })

/** Writes config.json and random weights into a directory, and opens them. */
export const writeTinyModel = async (
  directory: string,
  raw: RawConfig,
  storage: StorageType = 'float32',
): Promise<Model> => {
  const { family, config } = parseConfig(raw, 'config.json')
  const tensors = Object.entries(family.shapes(config)).map(([name, shape], i) => {
    const gain = /(norm|ln_\w+|LayerNorm)\.weight$/i.test(name)
    const data = numbers(sizeOf(shape), i + 1).map(value => (gain ? 1 + 0.3 * value : 0.5 * value))
    return { name, shape, data, storage }
  })
  await writeFile(join(directory, 'config.json'), JSON.stringify(raw))
  await writeSafetensors(join(directory, 'model.safetensors'), tensors)
  return openModel(directory)
}
