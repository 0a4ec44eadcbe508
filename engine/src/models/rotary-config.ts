/**
 * Rotary position embedding: inverse frequencies from config.json, in the style of before and since transformers 5.
 * Su et al. 2021 (arXiv 2104.09864); scaling rules as in transformers' modeling_rope_utils.py.
 * @module
 */
import { PromptPostError } from '@promptpost/base'

export type RotaryFrequencies = {
  /** Angle per position, radians, one per pair of dimensions: [headSize / 2]. */
  inverse: readonly number[]
}

type RopeFields = Record<string, unknown>

const positive = (fields: RopeFields, name: string, file: string): number => {
  const value = fields[name]
  if (typeof value === 'number' && Number.isFinite(value) && value > 0) return value
  throw new PromptPostError('invalid-config', 'must be a positive number', {
    field: `${file}: rope ${name}`,
    value,
    next: 'Check rope_parameters (or rope_scaling) against the model’s published config.json.',
  })
}

/**
 * Where the settings lie: `rope_parameters` since transformers 5; `rope_theta` and `rope_scaling` before. As in
 * transformers, a `rope_scaling` that says anything takes the place of `rope_parameters`.
 */
const ropeFields = (raw: Readonly<Record<string, unknown>>, file: string): RopeFields => {
  const now = raw.rope_parameters
  const before = raw.rope_scaling
  for (const [name, value] of Object.entries({ rope_parameters: now, rope_scaling: before })) {
    if (value !== undefined && value !== null && (typeof value !== 'object' || Array.isArray(value))) {
      throw new PromptPostError('invalid-config', 'must be an object or null', {
        field: `${file}: ${name}`,
        value,
      })
    }
  }
  const chosen = Object.keys(before ?? {}).length > 0 ? before : now
  const fields = { ...((chosen ?? {}) as RopeFields) }
  const nested = Object.keys(fields).find(
    name => typeof fields[name] === 'object' && /_attention$/.test(name),
  )
  if (nested !== undefined) {
    throw new PromptPostError('unsupported-model', 'rotary settings by layer type are not supported', {
      field: `${file}: rope ${nested}`,
    })
  }
  fields.rope_theta ??= raw.rope_theta ?? 10000
  fields.rope_type ??= fields.type ?? 'default'
  return fields
}

/**
 * @param headSize dimensions of one head, even
 * @param maxPositions longest sequence of the model
 * @throws PromptPostError 'unsupported-model' for scalings whose computation is not offered (dynamic, yarn, longrope)
 */
export const readRotary = (
  raw: Readonly<Record<string, unknown>>,
  headSize: number,
  maxPositions: number,
  file: string,
): RotaryFrequencies => {
  const fields = ropeFields(raw, file)
  const partial = fields.partial_rotary_factor ?? raw.partial_rotary_factor
  if (partial !== undefined && partial !== null && partial !== 1) {
    throw new PromptPostError('unsupported-model', 'partial rotary embedding is not supported', {
      field: `${file}: partial_rotary_factor`,
      value: partial,
    })
  }
  const theta = positive(fields, 'rope_theta', file)
  const f32 = Math.fround
  // transformers computes these in float32; so do we, to give its angles.
  const base = Array.from({ length: headSize / 2 }, (_, i) => f32(1 / f32(theta ** f32((2 * i) / headSize))))
  switch (fields.rope_type) {
    case 'default':
      return { inverse: base }
    case 'linear': {
      const factor = positive(fields, 'factor', file)
      return { inverse: base.map(value => f32(value / factor)) }
    }
    case 'llama3':
      // The context before scaling may stand beside the settings (and then counts), in them, or be the model's own.
      fields.original_max_position_embeddings =
        raw.original_max_position_embeddings ?? fields.original_max_position_embeddings ?? maxPositions
      return { inverse: llama3(base, fields, file) }
    default:
      throw new PromptPostError('unsupported-model', 'this rotary scaling is not supported', {
        field: `${file}: rope_type`,
        value: fields.rope_type,
        next: 'Supported are default, linear and llama3.',
      })
  }
}

/** Llama 3.1: long wavelengths are slowed by `factor`, short ones kept, those between interpolated. */
const llama3 = (base: readonly number[], fields: RopeFields, file: string): number[] => {
  const factor = positive(fields, 'factor', file)
  const low = positive(fields, 'low_freq_factor', file)
  const high = positive(fields, 'high_freq_factor', file)
  const context = positive(fields, 'original_max_position_embeddings', file)
  return base.map(frequency => {
    const wavelength = (2 * Math.PI) / frequency
    if (wavelength > context / low) return Math.fround(frequency / factor)
    if (wavelength < context / high) return frequency
    const smooth = (context / wavelength - low) / (high - low)
    return Math.fround(((1 - smooth) * frequency) / factor + smooth * frequency)
  })
}
