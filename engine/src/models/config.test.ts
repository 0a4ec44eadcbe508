/**
 * config.json of every family: what is read, and what is refused by name.
 * @module
 */
import { describe, expect, it } from 'vitest'
import type { ModelConfig } from './config.js'
import { parseConfig } from './registry.js'
import { type RawConfig, TINY_CONFIGS } from './testing/tiny-models.js'

type Name = keyof typeof TINY_CONFIGS
const NAMES = Object.keys(TINY_CONFIGS) as Name[]

const parse = (name: Name, change: RawConfig = {}): ModelConfig =>
  parseConfig({ ...TINY_CONFIGS[name], ...change }, 'config.json').config

const refusal = (code: string, field: string) =>
  expect.objectContaining({ code, field: expect.stringContaining(field) })

describe('config.json of every family', () => {
  it.each(NAMES)('%s is read', name => {
    expect(parse(name)).toMatchObject({
      family: TINY_CONFIGS[name].model_type,
      kind: name === 'bert' || name === 'roberta' ? 'masked' : 'causal',
      layers: 3,
      width: 12,
      vocabularySize: 31,
    })
  })

  it.each(NAMES)('%s refuses what it cannot compute, by name', name => {
    const activation = name === 'gpt2' ? 'activation_function' : 'hidden_act'
    const refused: [RawConfig, string][] = [
      [{ [activation]: 'quick_gelu' }, activation],
      [{ [activation]: 'constructor' }, activation],
      [{ quantization_config: { quant_method: 'gptq' } }, 'quantization_config'],
      [{ compression_config: {} }, 'compression_config'],
      [{ per_layer_config: { 0: {} } }, 'per_layer_config'],
    ]
    for (const [change, field] of refused) {
      expect(() => parse(name, change)).toThrow(refusal('unsupported-model', `config.json: ${field}`))
    }
  })

  it.each(NAMES)('%s refuses sizes that are no positive integers, by name', name => {
    const field = name === 'gpt2' ? 'n_layer' : 'num_hidden_layers'
    for (const value of [0, -1, 1.5, '3', null, 1e9]) {
      expect(() => parse(name, { [field]: value })).toThrow(
        refusal('invalid-config', `config.json: ${field}`),
      )
    }
    expect(() => parse(name, { tie_word_embeddings: 'yes' })).toThrow(
      refusal('invalid-config', 'tie_word_embeddings'),
    )
  })

  it.each([
    ['gpt2', true],
    ['llama', false],
    ['mistral', false],
    ['qwen2', false],
    ['qwen3', false],
    ['bert', true],
    ['roberta', true],
  ] as const)('%s ties its embeddings by default: %s', (name, tied) => {
    expect(parse(name, { tie_word_embeddings: undefined }).tied).toBe(tied)
    expect(parse(name, { tie_word_embeddings: !tied }).tied).toBe(!tied)
  })

  it.each([
    ['gpt2', { n_head: 5 }],
    ['bert', { num_attention_heads: 5 }],
    ['llama', { head_dim: 5 }],
  ] as const)('%s refuses heads of a size that does not work', (name, change) => {
    expect(() => parse(name, change)).toThrow(refusal('invalid-config', 'head_dim'))
  })

  it('refuses a family it does not know, and lists those it does', () => {
    for (const model_type of ['gemma3', undefined, 7, 'toString']) {
      expect(() => parseConfig({ model_type }, 'config.json')).toThrow(
        expect.objectContaining({
          code: 'unsupported-model',
          field: 'config.json: model_type',
          next: 'Supported are gpt2, llama, mistral, qwen2, qwen3, bert, roberta.',
        }),
      )
    }
  })

  it.each([null, [], 'gpt2', 3])('refuses %j for a config.json', raw => {
    expect(() => parseConfig(raw, 'config.json')).toThrow(refusal('invalid-config', 'config.json'))
  })
})

describe('gpt2', () => {
  it.each([
    [{ scale_attn_weights: false }, 'scale_attn_weights'],
    [{ add_cross_attention: true }, 'add_cross_attention'],
    [{ is_causal: false }, 'is_causal'],
  ])('refuses %j', (change, field) => {
    expect(() => parse('gpt2', change)).toThrow(refusal('unsupported-model', field))
  })

  it('takes fields that change no result', () => {
    expect(parse('gpt2', { reorder_and_upcast_attn: true, attn_pdrop: 0.5 })).toMatchObject({ layers: 3 })
  })

  it('scales by the layer where asked to', () => {
    expect(parse('gpt2').attentionScale).toEqual([0.5, 0.5, 0.5])
    const byLayer = parse('gpt2', { scale_attn_by_inverse_layer_idx: true })
    expect(byLayer.attentionScale).toEqual([0.5, 0.25, 0.5 / 3])
  })

  it('has an inner size of four widths unless n_inner says otherwise', () => {
    expect(parse('gpt2').innerSize).toBe(48)
    expect(parse('gpt2', { n_inner: null }).innerSize).toBe(48)
    expect(parse('gpt2', { n_inner: 20 }).innerSize).toBe(20)
  })

  it('has transformers’ defaults', () => {
    expect(parse('gpt2', { n_positions: undefined })).toMatchObject({
      maxPositions: 1024,
      activation: 'gelu-tanh',
      epsilon: 1e-5,
    })
    expect(parse('gpt2', { activation_function: 'gelu' }).activation).toBe('gelu')
  })
})

describe('bert and roberta', () => {
  it.each(['bert', 'roberta'] as const)('%s refuses relative positions and decoders', name => {
    for (const position_embedding_type of ['relative_key', 'relative_key_query']) {
      expect(() => parse(name, { position_embedding_type })).toThrow(
        refusal('unsupported-model', 'position_embedding_type'),
      )
    }
    expect(() => parse(name, { is_decoder: true })).toThrow(refusal('unsupported-model', 'is_decoder'))
    expect(() => parse(name, { add_cross_attention: true })).toThrow(
      refusal('unsupported-model', 'add_cross_attention'),
    )
    expect(parse(name, { position_embedding_type: 'absolute', is_decoder: false }).layers).toBe(3)
  })

  it('count positions from 0 (bert) or from the pad token on (roberta)', () => {
    expect(parse('bert', { pad_token_id: 5 })).toMatchObject({ firstPosition: 0, maxPositions: 64 })
    expect(parse('roberta', { pad_token_id: undefined })).toMatchObject({
      firstPosition: 2,
      maxPositions: 62,
    })
    expect(parse('roberta', { pad_token_id: 4 })).toMatchObject({ firstPosition: 5, maxPositions: 59 })
    for (const pad_token_id of [null, -1, 'pad']) {
      expect(() => parse('roberta', { pad_token_id })).toThrow(refusal('invalid-config', 'pad_token_id'))
    }
  })

  it('have transformers’ defaults', () => {
    const change = { layer_norm_eps: undefined, type_vocab_size: undefined, hidden_act: undefined }
    for (const name of ['bert', 'roberta'] as const) {
      expect(parse(name, change)).toMatchObject({ epsilon: 1e-12, typeVocabularySize: 2, activation: 'gelu' })
      expect(parse(name, { type_vocab_size: 1 }).typeVocabularySize).toBe(1)
    }
  })

  it('have an output bias of their own when they are not tied', () => {
    for (const [name, head] of [
      ['bert', 'cls.predictions'],
      ['roberta', 'lm_head'],
    ] as const) {
      const names = (tied: boolean) => {
        const { family, config } = parseConfig(
          { ...TINY_CONFIGS[name], tie_word_embeddings: tied },
          'config.json',
        )
        return Object.keys(family.shapes(config)).filter(weight =>
          /^(cls\.predictions|lm_head)\.(decoder|bias)/.test(weight),
        )
      }
      expect(names(true)).toEqual([`${head}.bias`])
      expect(names(false).sort()).toEqual([`${head}.decoder.bias`, `${head}.decoder.weight`])
    }
  })
})
