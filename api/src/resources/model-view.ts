/**
 * A model as the contract shows it: its record, and what follows from its configuration and files.
 * @module
 */
import { MODEL_KINDS } from '@promptpost/base'
import { MOST_TEXTS } from '../generated/operations.js'
import type { Schemas } from '../http/validate.js'
import { compact } from './job-view.js'
import { VIRTUAL_TOKENS_LIMIT } from './prompt-tensor.js'
import type { ModelRecord } from './records.js'

/** Positions a text needs behind a prompt, as the engine has it. */
const LEAST_TEXT = 2

/** Why the service can do nothing with it, as far as that can be seen without opening its weights. */
const obstacle = ({ config, files }: ModelRecord): string | undefined => {
  const type = config.model_type
  if (type === undefined) return 'config.json names no model_type'
  if (!Object.hasOwn(MODEL_KINDS, type))
    return `model_type ${type} is not supported; these are: ${Object.keys(MODEL_KINDS).join(', ')}`
  if (!files.some(({ name }) => name.endsWith('.safetensors'))) return 'there are no .safetensors files'
  if (!files.some(({ name }) => name === 'tokenizer.json')) return 'there is no tokenizer.json'
  return undefined
}

export const modelView = (record: ModelRecord): Schemas['Model'] => {
  const { model_type: type = '', max_positions: positions, layers } = record.config
  const reason = obstacle(record)
  const can = reason === undefined
  const kind = Object.hasOwn(MODEL_KINDS, type) ? MODEL_KINDS[type] : undefined
  return {
    ...record,
    capabilities: compact({
      kind: kind as NonNullable<typeof kind>,
      distil: can,
      transfer: can,
      predict: can,
      reason: reason as string,
    }),
    limits: compact({
      max_tokens: positions as number,
      max_virtual_tokens: Math.max(1, Math.min(VIRTUAL_TOKENS_LIMIT, (positions ?? Infinity) - LEAST_TEXT)),
      max_texts: MOST_TEXTS,
      max_layers: layers as number,
    }),
  }
}
