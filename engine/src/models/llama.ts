/**
 * Llama and its kin: rotary positions, RMSNorm before each part, gated feed-forward, grouped queries. Touvron et al.
 * 2023 (arXiv 2302.13971). mistral adds a sliding window (arXiv 2310.06825), qwen2 biases on queries, keys and values
 * (arXiv 2407.10671), qwen3 norms on each head's queries and keys (arXiv 2505.09388).
 * @module
 */
import { add, gather, mul, reshape, type Value } from '../graph/index.js'
import { attention } from './attention.js'
import { type ConfigReader, checkHeads, type ModelConfig } from './config.js'
import type { Build, Family } from './family.js'
import { projectVocabulary } from './gpt2.js'
import { activate, linear, rms } from './layers.js'
import type { Layout, Selection } from './layout.js'
import { readRotary } from './rotary-config.js'

/** Window of each layer: mistral's everywhere; qwen's where `use_sliding_window` and layer_types (or the depth) say. */
const windows = (type: string, reader: ConfigReader, layers: number): (number | undefined)[] => {
  const { raw } = reader
  const uses = type === 'mistral' ? true : type === 'llama' ? false : reader.flag('use_sliding_window', false)
  const size = uses && raw.sliding_window !== null && raw.sliding_window !== undefined ? reader.size('sliding_window') : undefined
  const from = type === 'mistral' ? 0 : reader.size('max_window_layers', 28)
  const kinds = raw.layer_types
  return Array.from({ length: layers }, (_, i) => {
    const sliding = Array.isArray(kinds) && type !== 'mistral' ? kinds[i] === 'sliding_attention' : i >= from
    return sliding ? size : undefined
  })
}

const parse: Family['parse'] = (type, reader, file) => {
  reader.require('pretraining_tp', [1], 'Tensor-parallel checkpoints must be merged first.')
  reader.require('partial_rotary_factor', [1], 'Partial rotary embedding is not supported.')
  if (Array.isArray(reader.raw.layer_types)) {
    const known = reader.raw.layer_types.every(kind => kind === 'full_attention' || kind === 'sliding_attention')
    if (!known) reader.require('layer_types', [], 'Supported layer types are full_attention and sliding_attention.')
  }
  const layers = reader.size('num_hidden_layers')
  const width = reader.size('hidden_size')
  const heads = reader.size('num_attention_heads')
  const headSize = reader.size('head_dim', width / heads)
  const biased = reader.flag('attention_bias', false)
  return checkHeads(
    {
      family: type,
      kind: 'causal',
      layers,
      width,
      heads,
      keyValueHeads: reader.size('num_key_value_heads', heads),
      headSize,
      innerSize: reader.size('intermediate_size'),
      vocabularySize: reader.size('vocab_size'),
      maxPositions: reader.size('max_position_embeddings', 2048),
      activation: reader.activation('hidden_act', 'silu'),
      epsilon: reader.number('rms_norm_eps', 1e-6),
      tied: reader.flag('tie_word_embeddings', false),
      attentionScale: Array.from({ length: layers }, () => 1 / Math.sqrt(headSize)),
      window: windows(type, reader, layers),
      queryKeyValueBias: type === 'qwen2' ? true : type === 'mistral' ? false : biased,
      attentionOutputBias: type === 'llama' || type === 'qwen3' ? biased : false,
      innerBias: type === 'llama' ? reader.flag('mlp_bias', false) : false,
      queryKeyNorm: type === 'qwen3',
      rotary: readRotary(reader.raw, headSize, file),
      firstPosition: 0,
      typeVocabularySize: 0,
      raw: reader.raw,
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

const block = ({ config, parameters }: Build, layer: number, rows: Value, layout: Layout, selection?: Selection): Value => {
  const { epsilon, headSize, queryKeyValueBias } = config
  const name = (part: string) => `model.layers.${layer}.${part}`
  const normed = rms(parameters, rows, name('input_layernorm'), epsilon)
  const chosen = selection ? gather(normed, selection.rows) : normed
  const residual = selection ? gather(rows, selection.rows) : rows
  const headNorm = (x: Value, part: string): Value =>
    config.queryKeyNorm
      ? reshape(rms(parameters, reshape(x, [x.shape[0]!, (x.shape[1] as number) / headSize, headSize]), name(part), epsilon), x.shape)
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
  const middle = add(residual, linear(parameters, attended, name('self_attn.o_proj'), config.attentionOutputBias))
  const inside = rms(parameters, middle, name('post_attention_layernorm'), epsilon)
  const gate = activate(config.activation, linear(parameters, inside, name('mlp.gate_proj'), config.innerBias))
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
  embed: (_build, rows) => rows,
  block,
  finalNorm: ({ config, parameters }, rows) => rms(parameters, rows, 'model.norm', config.epsilon),
  logits: ({ config, parameters }, hidden, columns) =>
    projectVocabulary(parameters, config.tied ? 'model.embed_tokens.weight' : 'lm_head.weight', hidden, columns),
}
