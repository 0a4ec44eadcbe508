/**
 * Llama and its kin: rotary positions, RMSNorm before each part, gated feed-forward, grouped queries. Touvron et al.
 * 2023 (arXiv 2302.13971). mistral adds a sliding window (arXiv 2310.06825), qwen2 biases on queries, keys and values
 * (arXiv 2407.10671), qwen3 norms on each head's queries and keys (arXiv 2505.09388).
 * @module
 */
import { PromptPostError } from '@promptpost/base'
import { add, gather, mul, reshape, type Value } from '../graph/index.js'
import { attention } from './attention.js'
import { type ConfigReader, checkHeads, type ModelConfig } from './config.js'
import type { Build, Family } from './family.js'
import { projectVocabulary } from './gpt2.js'
import { activate, linear, rms } from './layers.js'
import type { Layout, Selection } from './layout.js'
import { readRotary } from './rotary-config.js'

/** What transformers' configuration classes take when config.json has no such field. */
const DEFAULTS: Readonly<
  Record<string, { maxPositions: number; keyValueHeads?: number; headSize?: number }>
> = {
  llama: { maxPositions: 2048 },
  mistral: { maxPositions: 131072, keyValueHeads: 8 },
  qwen2: { maxPositions: 32768, keyValueHeads: 32 },
  qwen3: { maxPositions: 32768, keyValueHeads: 32, headSize: 128 },
}
const DEFAULT_WINDOW = 4096

/** layer_types of config.json, checked; undefined when it has none. `attention` is an older name. */
const layerKinds = (reader: ConfigReader, layers: number, file: string): readonly string[] | undefined => {
  const kinds = reader.raw.layer_types
  if (kinds === undefined || kinds === null) return undefined
  if (!Array.isArray(kinds) || kinds.length !== layers) {
    throw new PromptPostError('invalid-config', `must be a list of ${layers} layer types`, {
      field: `${file}: layer_types`,
      value: kinds,
    })
  }
  const known = kinds.map(kind => (kind === 'attention' ? 'full_attention' : kind))
  if (!known.every(kind => kind === 'full_attention' || kind === 'sliding_attention')) {
    reader.require('layer_types', [], 'Supported layer types are full_attention and sliding_attention.')
  }
  return known
}

/**
 * Window of each layer: llama's never, mistral's everywhere (both whatever layer_types says, as in transformers); qwen's
 * where `use_sliding_window` and layer_types (or the depth) say.
 */
const windows = (
  type: string,
  reader: ConfigReader,
  layers: number,
  file: string,
): (number | undefined)[] => {
  const { raw } = reader
  const kinds = layerKinds(reader, layers, file)
  const uses = type === 'mistral' || (type !== 'llama' && reader.flag('use_sliding_window', false))
  const size = uses && raw.sliding_window !== null ? reader.size('sliding_window', DEFAULT_WINDOW) : undefined
  if (size === undefined || type === 'mistral') {
    if (type.startsWith('qwen') && kinds?.includes('sliding_attention')) {
      throw new PromptPostError('invalid-config', 'has sliding layers where no window is in use', {
        field: `${file}: layer_types`,
        next: 'Set use_sliding_window to true and sliding_window to its size, or make these layers full_attention.',
      })
    }
    return Array.from({ length: layers }, () => size)
  }
  const from = raw.max_window_layers === 0 ? 0 : reader.size('max_window_layers', 28)
  const slides = (i: number) => (kinds ? kinds[i] === 'sliding_attention' : i >= from)
  return Array.from({ length: layers }, (_, i) => (slides(i) ? size : undefined))
}

const parse: Family['parse'] = (type, reader, file) => {
  reader.require('partial_rotary_factor', [1], 'Partial rotary embedding is not supported.')
  reader.require('is_causal', [true], 'Models that read left to right are supported.')
  const { raw } = reader
  const defaults = DEFAULTS[type]!
  const layers = reader.size('num_hidden_layers')
  const width = reader.size('hidden_size')
  const heads = reader.size('num_attention_heads')
  const keyValueHeads = raw.num_key_value_heads === undefined ? (defaults.keyValueHeads ?? heads) : heads
  const wholeHead = raw.head_dim === undefined ? (defaults.headSize ?? width / heads) : width / heads
  const headSize = reader.size('head_dim', wholeHead)
  const maxPositions = reader.size('max_position_embeddings', defaults.maxPositions)
  const biased = reader.flag('attention_bias', false)
  return checkHeads(
    {
      family: type,
      kind: 'causal',
      layers,
      width,
      heads,
      keyValueHeads: reader.size('num_key_value_heads', keyValueHeads),
      headSize,
      innerSize: reader.size('intermediate_size'),
      vocabularySize: reader.size('vocab_size'),
      maxPositions,
      activation: reader.activation('hidden_act', 'silu'),
      epsilon: reader.number('rms_norm_eps', 1e-6),
      tied: reader.flag('tie_word_embeddings', false),
      attentionScale: Array.from({ length: layers }, () => 1 / Math.sqrt(headSize)),
      window: windows(type, reader, layers, file),
      queryKeyValueBias: type === 'qwen2' ? true : type === 'mistral' ? false : biased,
      attentionOutputBias: type === 'llama' || type === 'qwen3' ? biased : false,
      innerBias: type === 'llama' ? reader.flag('mlp_bias', false) : false,
      queryKeyNorm: type === 'qwen3',
      rotary: readRotary(raw, headSize, maxPositions, file),
      firstPosition: 0,
      typeVocabularySize: 0,
      raw,
    },
    file,
  )
}

const shapes = (config: ModelConfig): Record<string, readonly number[]> => {
  const { width: d, innerSize: f, headSize, heads, keyValueHeads } = config
  const all: Record<string, readonly number[]> = { 'model.embed_tokens.weight': [config.vocabularySize, d] }
  const projection = (name: string, shape: readonly number[], bias: boolean) => {
    all[`${name}.weight`] = shape
    if (bias) all[`${name}.bias`] = [shape[0]!]
  }
  for (let i = 0; i < config.layers; i++) {
    const part = (name: string) => `model.layers.${i}.${name}`
    projection(part('self_attn.q_proj'), [heads * headSize, d], config.queryKeyValueBias)
    projection(part('self_attn.k_proj'), [keyValueHeads * headSize, d], config.queryKeyValueBias)
    projection(part('self_attn.v_proj'), [keyValueHeads * headSize, d], config.queryKeyValueBias)
    projection(part('self_attn.o_proj'), [d, heads * headSize], config.attentionOutputBias)
    if (config.queryKeyNorm) {
      all[part('self_attn.q_norm.weight')] = [headSize]
      all[part('self_attn.k_norm.weight')] = [headSize]
    }
    projection(part('mlp.gate_proj'), [f, d], config.innerBias)
    projection(part('mlp.up_proj'), [f, d], config.innerBias)
    projection(part('mlp.down_proj'), [d, f], config.innerBias)
    all[part('input_layernorm.weight')] = [d]
    all[part('post_attention_layernorm.weight')] = [d]
  }
  all['model.norm.weight'] = [d]
  if (!config.tied) all['lm_head.weight'] = [config.vocabularySize, d]
  return all
}

const block = (
  { config, parameters }: Build,
  layer: number,
  rows: Value,
  layout: Layout,
  selection?: Selection,
): Value => {
  const { epsilon, headSize, queryKeyValueBias } = config
  const name = (part: string) => `model.layers.${layer}.${part}`
  const normed = rms(parameters, rows, name('input_layernorm'), epsilon)
  const chosen = selection ? gather(normed, selection.rows) : normed
  const residual = selection ? gather(rows, selection.rows) : rows
  const headNorm = (x: Value, part: string): Value =>
    config.queryKeyNorm
      ? reshape(
          rms(
            parameters,
            reshape(x, [x.shape[0]!, (x.shape[1] as number) / headSize, headSize]),
            name(part),
            epsilon,
          ),
          x.shape,
        )
      : x
  const queries = linear(parameters, chosen, name('self_attn.q_proj'), queryKeyValueBias)
  const keys = linear(parameters, normed, name('self_attn.k_proj'), queryKeyValueBias)
  const values = linear(parameters, normed, name('self_attn.v_proj'), queryKeyValueBias)
  const attended = attention(
    config,
    layer,
    { queries: headNorm(queries, 'self_attn.q_norm'), keys: headNorm(keys, 'self_attn.k_norm'), values },
    layout,
    selection,
  )
  const middle = add(
    residual,
    linear(parameters, attended, name('self_attn.o_proj'), config.attentionOutputBias),
  )
  const inside = rms(parameters, middle, name('post_attention_layernorm'), epsilon)
  const gate = activate(
    config.activation,
    linear(parameters, inside, name('mlp.gate_proj'), config.innerBias),
  )
  const up = linear(parameters, inside, name('mlp.up_proj'), config.innerBias)
  return add(middle, linear(parameters, mul(gate, up), name('mlp.down_proj'), config.innerBias))
}

export const llama: Family = {
  types: ['llama', 'mistral', 'qwen2', 'qwen3'],
  parse,
  shapes,
  blockPrefix: () => 'model.layers.',
  isEmbedding: name => /^(model\.embed_tokens|lm_head)\./.test(name),
  ignorable: /rotary_emb\.inv_freq$|^lm_head\.weight$/,
  aliases: name => (name.startsWith('model.') ? [name.slice('model.'.length)] : []),
  tokenEmbedding: () => 'model.embed_tokens.weight',
  twins: () => ({ 'lm_head.weight': 'model.embed_tokens.weight' }),
  embed: (_build, rows) => rows,
  block,
  finalNorm: ({ config, parameters }, rows) => rms(parameters, rows, 'model.norm', config.epsilon),
  logits: ({ config, parameters }, hidden, columns) =>
    projectVocabulary(
      parameters,
      config.tied ? 'model.embed_tokens.weight' : 'lm_head.weight',
      hidden,
      columns,
    ),
}
