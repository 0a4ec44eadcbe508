/**
 * BERT (Devlin et al. 2019, arXiv 1810.04805) and RoBERTa (Liu et al. 2019, arXiv 1907.11692) masked language models:
 * attention both ways, LayerNorm after each part, an output head with its own transform.
 * @module
 */
import { PromptPostError } from '@promptpost/base'
import { add, constant, gather, gemm, type Value } from '../graph/index.js'
import { attention } from './attention.js'
import { checkHeads, type ModelConfig } from './config.js'
import type { Build, Family } from './family.js'
import { activate, linear, norm } from './layers.js'
import { addByPosition, type Layout, lookUp, type Selection } from './layout.js'

const parse: Family['parse'] = (type, reader, file) => {
  reader.require('position_embedding_type', ['absolute'], 'Relative positions are not supported.')
  reader.require('is_decoder', [false], 'Use a masked language model.')
  reader.require('add_cross_attention', [false], 'Encoder-decoder models are not supported.')
  const layers = reader.size('num_hidden_layers')
  const width = reader.size('hidden_size')
  const heads = reader.size('num_attention_heads')
  const pad = reader.raw.pad_token_id
  const valid = typeof pad === 'number' && Number.isInteger(pad) && pad >= 0
  if (type === 'roberta' && !valid && pad !== undefined) {
    throw new PromptPostError('invalid-config', 'must be a token id: positions are counted from it', {
      field: `${file}: pad_token_id`,
      value: pad,
    })
  }
  const padTokenId = valid ? pad : type === 'roberta' ? 1 : 0
  const positions = reader.size('max_position_embeddings', 512)
  const firstPosition = type === 'roberta' ? padTokenId + 1 : 0
  return checkHeads(
    {
      family: type,
      kind: 'masked',
      layers,
      width,
      heads,
      keyValueHeads: heads,
      headSize: width / heads,
      innerSize: reader.size('intermediate_size'),
      vocabularySize: reader.size('vocab_size'),
      maxPositions: positions - firstPosition,
      activation: reader.activation('hidden_act', 'gelu'),
      epsilon: reader.number('layer_norm_eps', 1e-12),
      tied: reader.flag('tie_word_embeddings', true),
      attentionScale: Array.from({ length: layers }, () => 1 / Math.sqrt(width / heads)),
      window: Array.from({ length: layers }, () => undefined),
      queryKeyValueBias: true,
      attentionOutputBias: true,
      innerBias: true,
      queryKeyNorm: false,
      firstPosition,
      typeVocabularySize: reader.size('type_vocab_size', 2),
      padTokenId,
      raw: reader.raw,
    },
    file,
  )
}

/**
 * Names of the output head: transform, its norm, the bias, the matrix where it is not the embedding. transformers ties
 * two biases along with the matrix; untied it adds the decoder's.
 */
const headNames = ({ family, tied }: ModelConfig) => {
  const [head, dense, normName] =
    family === 'bert'
      ? ['cls.predictions', 'transform.dense', 'transform.LayerNorm']
      : ['lm_head', 'dense', 'layer_norm']
  return {
    dense: `${head}.${dense}`,
    norm: `${head}.${normName}`,
    bias: tied ? `${head}.bias` : `${head}.decoder.bias`,
    decoder: `${head}.decoder.weight`,
  }
}

const shapes = (config: ModelConfig): Record<string, readonly number[]> => {
  const { family, width: d, innerSize: f, vocabularySize } = config
  const all: Record<string, readonly number[]> = {}
  const pair = (name: string, weight: readonly number[]) => {
    all[`${name}.weight`] = weight
    all[`${name}.bias`] = [weight[0]!]
  }
  const embeddings = `${family}.embeddings`
  all[`${embeddings}.word_embeddings.weight`] = [vocabularySize, d]
  all[`${embeddings}.position_embeddings.weight`] = [config.maxPositions + config.firstPosition, d]
  all[`${embeddings}.token_type_embeddings.weight`] = [config.typeVocabularySize, d]
  pair(`${embeddings}.LayerNorm`, [d])
  for (let i = 0; i < config.layers; i++) {
    const part = (name: string) => `${family}.encoder.layer.${i}.${name}`
    for (const name of ['query', 'key', 'value']) pair(part(`attention.self.${name}`), [d, d])
    pair(part('attention.output.dense'), [d, d])
    pair(part('attention.output.LayerNorm'), [d])
    pair(part('intermediate.dense'), [f, d])
    pair(part('output.dense'), [d, f])
    pair(part('output.LayerNorm'), [d])
  }
  const head = headNames(config)
  pair(head.dense, [d, d])
  pair(head.norm, [d])
  all[head.bias] = [vocabularySize]
  if (!config.tied) all[head.decoder] = [vocabularySize, d]
  return all
}

const embed = ({ config, parameters }: Build, rows: Value, layout: Layout): Value => {
  const embeddings = `${config.family}.embeddings`
  const positions = parameters.table(`${embeddings}.position_embeddings.weight`)
  const placed = addByPosition(layout, rows, config.maxPositions, ids =>
    lookUp(positions, config.firstPosition === 0 ? ids : add(ids, config.firstPosition), rows.dtype),
  )
  const type = lookUp(
    parameters.table(`${embeddings}.token_type_embeddings.weight`),
    typeZero(layout),
    rows.dtype,
  )
  return norm(parameters, add(placed, type), `${embeddings}.LayerNorm`, config.epsilon)
}

/** Token type 0, "sentence A", for every token, as transformers takes it when none is given. */
const typeZero = (layout: Layout): Value => constant(layout.graph, 'int64', [0])

const block = (
  { config, parameters }: Build,
  layer: number,
  rows: Value,
  layout: Layout,
  selection?: Selection,
): Value => {
  const name = (part: string) => `${config.family}.encoder.layer.${layer}.${part}`
  const chosen = selection ? gather(rows, selection.rows) : rows
  const projections = {
    queries: linear(parameters, chosen, name('attention.self.query'), true),
    keys: linear(parameters, rows, name('attention.self.key'), true),
    values: linear(parameters, rows, name('attention.self.value'), true),
  }
  const attended = attention(config, layer, projections, layout, selection)
  const middle = norm(
    parameters,
    add(chosen, linear(parameters, attended, name('attention.output.dense'), true)),
    name('attention.output.LayerNorm'),
    config.epsilon,
  )
  const inner = activate(config.activation, linear(parameters, middle, name('intermediate.dense'), true))
  return norm(
    parameters,
    add(middle, linear(parameters, inner, name('output.dense'), true)),
    name('output.LayerNorm'),
    config.epsilon,
  )
}

const logits = ({ config, parameters }: Build, hidden: Value, columns?: Value): Value => {
  const names = headNames(config)
  // RoBERTa's head is always the exact GELU; BERT's follows hidden_act.
  const activation = config.family === 'roberta' ? 'gelu' : config.activation
  const transformed = norm(
    parameters,
    activate(activation, linear(parameters, hidden, names.dense, true)),
    names.norm,
    config.epsilon,
  )
  const decoder = config.tied ? `${config.family}.embeddings.word_embeddings.weight` : names.decoder
  const matrix = columns
    ? lookUp(parameters.table(decoder), columns, hidden.dtype)
    : parameters.weight(decoder)
  const bias = parameters.weight(names.bias)
  return gemm(transformed, matrix, { transB: true, c: columns ? gather(bias, columns) : bias })
}

export const bert: Family = {
  types: ['bert', 'roberta'],
  parse,
  shapes,
  blockPrefix: config => `${config.family}.encoder.layer.`,
  isEmbedding: name => /\.embeddings\.|^lm_head\.|^cls\.predictions\./.test(name),
  ignorable:
    /\.position_ids$|\.pooler\.|^cls\.seq_relationship\.|^(lm_head|cls\.predictions)\.(bias|decoder\.(weight|bias))$/,
  aliases: name => [
    name.replace(
      /^(lm_head|cls\.predictions)\.(decoder\.)?bias$/,
      (_, head, decoder) => `${head}.${decoder ? '' : 'decoder.'}bias`,
    ),
    name.replace(/LayerNorm\.weight$/, 'LayerNorm.gamma').replace(/LayerNorm\.bias$/, 'LayerNorm.beta'),
    name.replace(/^(bert|roberta)\./, ''),
  ],
  tokenEmbedding: config => `${config.family}.embeddings.word_embeddings.weight`,
  twins: config => ({
    [headNames(config).decoder]: `${config.family}.embeddings.word_embeddings.weight`,
    [headNames(config).decoder.replace(/weight$/, 'bias')]: headNames(config).bias,
  }),
  embed,
  block,
  finalNorm: (_build, rows) => rows,
  logits,
}
