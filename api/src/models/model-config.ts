/**
 * The plain facts of a model's config.json.
 * @module
 */
import { PromptPostError } from '@promptpost/base'
import type { Schemas } from '../http/validate.js'

type Config = Record<string, unknown>

const parse = (text: string): Config => {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Config
  } catch {}
  throw new PromptPostError('invalid-config', 'is not a JSON object', {
    field: 'config.json',
    next: 'Restore the file.',
  })
}

/** The first of the names that the config has as this type: families name the same thing differently. */
const pick = <T>(config: Config, type: 'string' | 'number', ...names: string[]): T | undefined =>
  names.map(name => config[name]).find(value => typeof value === type) as T | undefined

/** @throws PromptPostError `invalid-config` when it is no JSON object */
export const summaryOf = (text: string): Schemas['ModelConfig'] => {
  const config = parse(text)
  const architectures = config.architectures
  const facts = {
    model_type: pick<string>(config, 'string', 'model_type'),
    architecture:
      Array.isArray(architectures) && typeof architectures[0] === 'string' ? architectures[0] : undefined,
    hidden_size: pick<number>(config, 'number', 'hidden_size', 'n_embd', 'd_model'),
    layers: pick<number>(config, 'number', 'num_hidden_layers', 'n_layer'),
    heads: pick<number>(config, 'number', 'num_attention_heads', 'n_head'),
    key_value_heads: pick<number>(config, 'number', 'num_key_value_heads'),
    head_size: pick<number>(config, 'number', 'head_dim'),
    intermediate_size: pick<number>(config, 'number', 'intermediate_size', 'n_inner'),
    vocabulary_size: pick<number>(config, 'number', 'vocab_size'),
    max_positions: pick<number>(config, 'number', 'max_position_embeddings', 'n_positions'),
    dtype: pick<string>(config, 'string', 'dtype', 'torch_dtype'),
  }
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined))
}
