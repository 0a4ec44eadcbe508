/**
 * GPT-2 (Radford et al. 2019): learned positions, LayerNorm before each part, one fused query-key-value projection.
 * Names and computation as transformers' modeling_gpt2.py.
 * @module
 */
import { add, gather, gemm, split, type Value } from '../graph/index.js'
import { attention } from './attention.js'
import { checkHeads, type ModelConfig } from './config.js'
import type { Build, Family } from './family.js'
import { activate, conv1d, norm } from './layers.js'
import { addByPosition, type Layout, lookUp, type Selection } from './layout.js'

const parse: Family['parse'] = (_type, reader, file) => {
  reader.require('scale_attn_weights', [true], 'Only scaled attention is supported.')
  reader.require('is_causal', [true], 'Models that read left to right are supported.')
  reader.require('add_cross_attention', [false], 'Encoder-decoder models are not supported.')
  const layers = reader.size('n_layer')
  const width = reader.size('n_embd')
  const heads = reader.size('n_head')
  const headSize = width / heads
  const byLayer = reader.flag('scale_attn_by_inverse_layer_idx', false)
  return checkHeads(
    {
      family: 'gpt2',
      kind: 'causal',
      layers,
      width,
      heads,
      keyValueHeads: heads,
      headSize,
      innerSize: reader.size('n_inner', 4 * width),
      vocabularySize: reader.size('vocab_size'),
      maxPositions: reader.size('n_positions', reader.size('n_ctx', 1024)),
      activation: reader.activation('activation_function', 'gelu_new'),
      epsilon: reader.number('layer_norm_epsilon', 1e-5),
      tied: reader.flag('tie_word_embeddings', true),
      attentionScale: Array.from(
        { length: layers },
        (_, i) => 1 / Math.sqrt(headSize) / (byLayer ? i + 1 : 1),
      ),
      window: Array.from({ length: layers }, () => undefined),
      queryKeyValueBias: true,
      attentionOutputBias: true,
      innerBias: true,
      queryKeyNorm: false,
      firstPosition: 0,
      typeVocabularySize: 0,
      raw: reader.raw,
    },
    file,
  )
}

const shapes = (config: ModelConfig): Record<string, readonly number[]> => {
  const { width: d, innerSize: f, layers, vocabularySize, maxPositions, tied } = config
  const all: Record<string, readonly number[]> = {
    'transformer.wte.weight': [vocabularySize, d],
    'transformer.wpe.weight': [maxPositions, d],
  }
  for (let i = 0; i < layers; i++) {
    const part = (name: string) => `transformer.h.${i}.${name}`
    for (const name of ['ln_1', 'ln_2']) {
      all[part(`${name}.weight`)] = [d]
      all[part(`${name}.bias`)] = [d]
    }
    const matrices = {
      'attn.c_attn': [d, 3 * d],
      'attn.c_proj': [d, d],
      'mlp.c_fc': [d, f],
      'mlp.c_proj': [f, d],
    }
    for (const [name, shape] of Object.entries(matrices)) {
      all[part(`${name}.weight`)] = shape
      all[part(`${name}.bias`)] = [shape[1]!]
    }
  }
  all['transformer.ln_f.weight'] = [d]
  all['transformer.ln_f.bias'] = [d]
  if (!tied) all['lm_head.weight'] = [vocabularySize, d]
  return all
}

const block = (
  { config, parameters }: Build,
  layer: number,
  rows: Value,
  layout: Layout,
  selection?: Selection,
): Value => {
  const { width: d, epsilon } = config
  const name = (part: string) => `transformer.h.${layer}.${part}`
  const normed = norm(parameters, rows, name('ln_1'), epsilon)
  let residual = rows
  let projections: { queries: Value; keys: Value; values: Value }
  if (selection) {
    // The last block: keys and values of all rows, everything else of the selected ones only.
    residual = gather(rows, selection.rows)
    const [wq, wkv] = split(parameters.weight(name('attn.c_attn.weight')), [d, 2 * d], 1) as [Value, Value]
    const [bq, bkv] = split(parameters.weight(name('attn.c_attn.bias')), [d, 2 * d], 0) as [Value, Value]
    const [keys, values] = split(gemm(normed, wkv, { c: bkv }), [d, d], 1) as [Value, Value]
    projections = { queries: gemm(gather(normed, selection.rows), wq, { c: bq }), keys, values }
  } else {
    const [queries, keys, values] = split(conv1d(parameters, normed, name('attn.c_attn')), [d, d, d], 1)
    projections = { queries: queries!, keys: keys!, values: values! }
  }
  const attended = attention(config, layer, projections, layout, selection)
  const middle = add(residual, conv1d(parameters, attended, name('attn.c_proj')))
  const inner = activate(
    config.activation,
    conv1d(parameters, norm(parameters, middle, name('ln_2'), epsilon), name('mlp.c_fc')),
  )
  return add(middle, conv1d(parameters, inner, name('mlp.c_proj')))
}

const headName = (config: ModelConfig) => (config.tied ? 'transformer.wte.weight' : 'lm_head.weight')

export const gpt2: Family = {
  types: ['gpt2'],
  parse,
  shapes,
  blockPrefix: () => 'transformer.h.',
  isEmbedding: name => /^(transformer\.w[tp]e|lm_head)\./.test(name),
  ignorable: /(^|\.)h\.\d+\.attn\.(bias|masked_bias)$|^lm_head\.weight$/,
  aliases: name => (name.startsWith('transformer.') ? [name.slice('transformer.'.length)] : []),
  tokenEmbedding: () => 'transformer.wte.weight',
  twins: () => ({ 'lm_head.weight': 'transformer.wte.weight' }),
  embed: ({ config, parameters }, rows, layout) =>
    addByPosition(layout, rows, config.maxPositions, positions =>
      lookUp(parameters.table('transformer.wpe.weight'), positions, rows.dtype),
    ),
  block,
  finalNorm: ({ config, parameters }, rows) => norm(parameters, rows, 'transformer.ln_f', config.epsilon),
  logits: ({ config, parameters }, hidden, columns) =>
    projectVocabulary(parameters, headName(config), hidden, columns),
}

/** Hidden rows times the output matrix [vocabulary, width], or the rows of it that `columns` names. */
export const projectVocabulary = (
  parameters: Build['parameters'],
  name: string,
  hidden: Value,
  columns: Value | undefined,
): Value =>
  gemm(hidden, columns ? lookUp(parameters.table(name), columns, hidden.dtype) : parameters.weight(name), {
    transB: true,
  })
