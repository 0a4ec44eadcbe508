/**
 * config.json of llama and its kin: heads, biases, windows, rotary settings in the styles before and since transformers 5.
 * @module
 */
import { describe, expect, it } from 'vitest'
import type { ModelConfig } from './config.js'
import { parseConfig } from './registry.js'
import { type RawConfig, TINY_CONFIGS } from './testing/tiny-models.js'

type Name = 'llama' | 'mistral' | 'qwen2' | 'qwen3'
const NAMES: readonly Name[] = ['llama', 'mistral', 'qwen2', 'qwen3']

const parse = (name: Name, change: RawConfig = {}): ModelConfig =>
  parseConfig({ ...TINY_CONFIGS[name], ...change }, 'config.json').config

const refusal = (code: string, field: string) =>
  expect.objectContaining({ code, field: expect.stringContaining(field) })

const full = 'full_attention'
const sliding = 'sliding_attention'

describe('heads and biases', () => {
  it.each(NAMES)('%s refuses key-value heads that do not divide the heads', name => {
    expect(() => parse(name, { num_key_value_heads: 3 })).toThrow(
      refusal('invalid-config', 'num_key_value_heads'),
    )
  })

  it('default as in transformers, which differs where a field is absent and where it is null', () => {
    const sizes = { num_attention_heads: 64, hidden_size: 128, head_dim: undefined }
    const absent = { ...sizes, num_key_value_heads: undefined }
    expect(NAMES.map(name => parse(name, absent).keyValueHeads)).toEqual([64, 8, 32, 32])
    expect(NAMES.map(name => parse(name, absent).headSize)).toEqual([2, 2, 2, 128])
    const empty = { ...sizes, num_key_value_heads: null }
    expect(NAMES.map(name => parse(name, empty).keyValueHeads)).toEqual([64, 64, 64, 64])
    expect(parse('llama', { ...sizes, head_dim: null }).headSize).toBe(2)
    expect(NAMES.map(name => parse(name, { max_position_embeddings: undefined }).maxPositions)).toEqual([
      2048, 131072, 32768, 32768,
    ])
  })

  it('scale by the size of a head, not by the width', () => {
    expect(parse('qwen3').attentionScale[0]).toBe(1 / Math.sqrt(6))
  })

  it('follow attention_bias and mlp_bias where the family has them', () => {
    const biases = (name: Name, attention_bias: boolean) => {
      const config = parse(name, { attention_bias, mlp_bias: true })
      return [config.queryKeyValueBias, config.attentionOutputBias, config.innerBias]
    }
    expect(biases('llama', true)).toEqual([true, true, true])
    expect(biases('llama', false)).toEqual([false, false, true])
    expect(biases('qwen3', true)).toEqual([true, true, false])
    expect(biases('qwen2', false)).toEqual([true, false, false])
    expect(biases('mistral', true)).toEqual([false, false, false])
    expect(parse('llama', { mlp_bias: undefined, attention_bias: null })).toMatchObject({
      innerBias: false,
      queryKeyValueBias: false,
    })
    expect(NAMES.map(name => parse(name).queryKeyNorm)).toEqual([false, false, false, true])
  })

  it.each(NAMES)(
    '%s refuses attention both ways, and takes a training setting that changes nothing',
    name => {
      expect(() => parse(name, { is_causal: false })).toThrow(refusal('unsupported-model', 'is_causal'))
      expect(parse(name, { is_causal: true, pretraining_tp: 2 }).layers).toBe(3)
    },
  )
})

describe('sliding windows', () => {
  const everywhere = (size: number | undefined) => [size, size, size]

  it('are never llama’s and everywhere mistral’s', () => {
    expect(parse('llama', { sliding_window: 3, use_sliding_window: true }).window).toEqual(
      everywhere(undefined),
    )
    expect(parse('mistral').window).toEqual(everywhere(4))
    expect(parse('mistral', { sliding_window: null }).window).toEqual(everywhere(undefined))
    expect(parse('mistral', { sliding_window: undefined }).window).toEqual(everywhere(4096))
    expect(parse('mistral', { layer_types: [full, full, full] }).window).toEqual(everywhere(4))
  })

  it.each(['qwen2', 'qwen3'] as const)('%s has them from max_window_layers on', name => {
    const asked = { use_sliding_window: true, sliding_window: 3 }
    expect(parse(name, { ...asked, max_window_layers: 1 }).window).toEqual([undefined, 3, 3])
    expect(parse(name, { ...asked, max_window_layers: 0 }).window).toEqual(everywhere(3))
    expect(parse(name, { ...asked, max_window_layers: undefined }).window).toEqual(everywhere(undefined))
    expect(parse(name, { ...asked, max_window_layers: 0, sliding_window: null }).window).toEqual(
      everywhere(undefined),
    )
    expect(parse(name, { ...asked, max_window_layers: 0, sliding_window: undefined }).window).toEqual(
      everywhere(4096),
    )
    expect(parse(name, { ...asked, max_window_layers: 0, use_sliding_window: false }).window).toEqual(
      everywhere(undefined),
    )
  })

  it.each(['qwen2', 'qwen3'] as const)('%s has them where layer_types says', name => {
    const asked = { use_sliding_window: true, sliding_window: 3, max_window_layers: 2 }
    expect(parse(name, { ...asked, layer_types: [sliding, full, sliding] }).window).toEqual([3, undefined, 3])
    expect(parse(name, { ...asked, layer_types: ['attention', full, full] }).window).toEqual(
      everywhere(undefined),
    )
    expect(parse(name, { ...asked, layer_types: null }).window).toEqual([undefined, undefined, 3])
    const unused = { ...asked, use_sliding_window: false, layer_types: [sliding, full, full] }
    expect(() => parse(name, unused)).toThrow(refusal('invalid-config', 'layer_types'))
  })

  it.each(NAMES)('%s refuses layer types it does not know, and lists of another length', name => {
    for (const kind of ['chunked_attention', 'linear_attention', 3, null]) {
      expect(() => parse(name, { layer_types: [full, full, kind] })).toThrow(
        refusal('unsupported-model', 'layer_types'),
      )
    }
    for (const layer_types of [[full, full], full, {}]) {
      expect(() => parse(name, { layer_types })).toThrow(refusal('invalid-config', 'layer_types'))
    }
  })
})

describe('rotary settings', () => {
  const inverse = (change: RawConfig, name: Name = 'llama') =>
    parse(name, { head_dim: 8, rope_theta: undefined, ...change }).rotary!.inverse
  const powers = (theta: number) => [0, 1, 2, 3].map(i => theta ** (-i / 4))
  const expectClose = (found: readonly number[], expected: readonly number[]) => {
    expect(found).toHaveLength(expected.length)
    expected.forEach((value, i) => {
      expect(Math.abs(found[i]! / value - 1)).toBeLessThan(2e-7)
    })
  }

  it('are the same in both styles', () => {
    expectClose(inverse({}), powers(10000))
    expectClose(inverse({ rope_theta: 500 }), powers(500))
    expectClose(inverse({ rope_parameters: { rope_type: 'default', rope_theta: 500 } }), powers(500))
    expectClose(inverse({ rope_theta: 500, rope_scaling: null, rope_parameters: null }), powers(500))
    const linear = powers(500).map(value => value / 4)
    expectClose(inverse({ rope_theta: 500, rope_scaling: { type: 'linear', factor: 4 } }), linear)
    expectClose(inverse({ rope_theta: 500, rope_scaling: { rope_type: 'linear', factor: 4 } }), linear)
    expectClose(inverse({ rope_parameters: { rope_type: 'linear', factor: 4, rope_theta: 500 } }), linear)
  })

  it('come from rope_scaling where it says anything, as in transformers', () => {
    const rope_parameters = { rope_type: 'default', rope_theta: 500 }
    expectClose(
      inverse({ rope_parameters, rope_scaling: { type: 'linear', factor: 2 } }),
      powers(10000).map(v => v / 2),
    )
    expectClose(inverse({ rope_parameters, rope_scaling: {} }), powers(500))
  })

  it('of llama 3.1 slow long wavelengths, keep short ones and join them smoothly', () => {
    const scaling = { rope_type: 'llama3', factor: 8, low_freq_factor: 1, high_freq_factor: 4 }
    const context = 64
    const expected = powers(100).map(frequency => {
      const wavelength = (2 * Math.PI) / frequency
      if (wavelength > context) return frequency / 8
      if (wavelength < context / 4) return frequency
      const smooth = (context / wavelength - 1) / 3
      return ((1 - smooth) * frequency) / 8 + smooth * frequency
    })
    expect(new Set(expected.map((value, i) => value / powers(100)[i]!)).size).toBeGreaterThan(2)
    const given = { ...scaling, original_max_position_embeddings: context }
    expectClose(inverse({ rope_theta: 100, rope_scaling: given }), expected)
    expectClose(inverse({ rope_parameters: { ...given, rope_theta: 100 } }), expected)
    // Without it the model's own length counts; beside the settings it takes precedence.
    expectClose(
      inverse({ rope_theta: 100, rope_scaling: scaling, max_position_embeddings: context }),
      expected,
    )
    const other = { ...scaling, original_max_position_embeddings: 7 }
    expectClose(
      inverse({ rope_theta: 100, rope_scaling: other, original_max_position_embeddings: context }),
      expected,
    )
  })

  it('are those of the configuration’s family alike', () => {
    for (const name of NAMES)
      expectClose(
        inverse({ rope_theta: 77, sliding_window: null, use_sliding_window: false }, name),
        powers(77),
      )
  })

  it.each(['dynamic', 'yarn', 'longrope', 'su', 'mrope', 'proportional'])('of type %s are refused', type => {
    const refused = refusal('unsupported-model', 'rope_type')
    expect(() => inverse({ rope_scaling: { type, factor: 2 } })).toThrow(refused)
    expect(() => inverse({ rope_parameters: { rope_type: type, factor: 2, rope_theta: 100 } })).toThrow(
      refused,
    )
  })

  it('of a part of a head, or by layer type, are refused', () => {
    const partial = refusal('unsupported-model', 'partial_rotary_factor')
    expect(() => inverse({ partial_rotary_factor: 0.5 })).toThrow(partial)
    expect(() => inverse({ rope_parameters: { rope_theta: 100, partial_rotary_factor: 0.5 } })).toThrow(
      partial,
    )
    const nested = { full_attention: { rope_type: 'default', rope_theta: 100 } }
    expect(() => inverse({ rope_parameters: nested })).toThrow(
      refusal('unsupported-model', 'rope full_attention'),
    )
  })

  it('that are no numbers are refused by name', () => {
    expect(() => inverse({ rope_theta: -1 })).toThrow(refusal('invalid-config', 'rope rope_theta'))
    expect(() => inverse({ rope_scaling: { type: 'linear' } })).toThrow(
      refusal('invalid-config', 'rope factor'),
    )
    expect(() => inverse({ rope_scaling: [] })).toThrow(refusal('invalid-config', 'rope_scaling'))
    expect(() => inverse({ rope_parameters: 'default' })).toThrow(
      refusal('invalid-config', 'rope_parameters'),
    )
    const llama3 = { rope_type: 'llama3', factor: 8, high_freq_factor: 4 }
    expect(() => inverse({ rope_scaling: llama3 })).toThrow(refusal('invalid-config', 'rope low_freq_factor'))
  })
})
