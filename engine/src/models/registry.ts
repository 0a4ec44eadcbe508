/**
 * The families the engine knows, and the opening of a model directory.
 * @module
 */
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { PromptPostError } from '@promptpost/base'
import { type Checkpoint, openCheckpoint, type TensorEntry } from '../weights/index.js'
import { bert } from './bert.js'
import { type ModelConfig, readConfigFields } from './config.js'
import type { Family } from './family.js'
import { gpt2 } from './gpt2.js'
import { llama } from './llama.js'
import { resolveWeights } from './parameters.js'
import { checkTwins } from './twins.js'

export const FAMILIES: readonly Family[] = [gpt2, llama, bert]

/** A config.json larger than this is not one. */
const CONFIG_LIMIT = 1 << 20

/** @throws PromptPostError 'unsupported-model' naming model_type and what is supported */
export const familyOf = (
  raw: Readonly<Record<string, unknown>>,
  file: string,
): { family: Family; type: string } => {
  const type = raw.model_type
  const family = FAMILIES.find(candidate => typeof type === 'string' && candidate.types.includes(type))
  if (!family) {
    throw new PromptPostError('unsupported-model', 'this model family is not supported', {
      field: `${file}: model_type`,
      value: type,
      next: `Supported are ${FAMILIES.flatMap(item => item.types).join(', ')}.`,
    })
  }
  return { family, type: type as string }
}

/** Quantised checkpoints and the like would be read as something else. */
const refuseVariants = (raw: Readonly<Record<string, unknown>>, file: string): void => {
  for (const field of ['quantization_config', 'compression_config']) {
    if (raw[field] !== undefined && raw[field] !== null) {
      throw new PromptPostError('unsupported-model', 'quantised checkpoints are not supported', {
        field: `${file}: ${field}`,
        next: 'Use the float16, bfloat16 or float32 weights.',
      })
    }
  }
  if (raw.per_layer_config !== undefined && raw.per_layer_config !== null) {
    throw new PromptPostError('unsupported-model', 'layers that differ from one another are not supported', {
      field: `${file}: per_layer_config`,
    })
  }
}

/** Parses a config.json's content. @param file its name, for errors */
export const parseConfig = (raw: unknown, file: string): { family: Family; config: ModelConfig } => {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) {
    throw new PromptPostError('invalid-config', 'must be a JSON object', { field: file })
  }
  const fields = raw as Record<string, unknown>
  refuseVariants(fields, file)
  const { family, type } = familyOf(fields, file)
  return { family, config: family.parse(type, readConfigFields(fields, file), file) }
}

/** A model directory, opened and checked: no weight is read yet. */
export type Model = {
  directory: string
  family: Family
  config: ModelConfig
  checkpoint: Checkpoint
  /** Entry of every weight by its canonical name. */
  weights: Map<string, TensorEntry>
}

/** @throws PromptPostError naming the file and field that is wrong */
export const readModelConfig = async (
  directory: string,
): Promise<{ family: Family; config: ModelConfig }> => {
  const file = join(directory, 'config.json')
  let text: string
  try {
    if ((await stat(file)).size > CONFIG_LIMIT) {
      throw new PromptPostError('invalid-config', 'is larger than a config.json can be', { field: file })
    }
    text = await readFile(file, 'utf8')
  } catch (cause) {
    if (cause instanceof PromptPostError) throw cause
    throw new PromptPostError('not-found', 'cannot be read', {
      field: file,
      next: 'Name a Hugging Face model directory: config.json, tokenizer.json and *.safetensors.',
      cause,
    })
  }
  let raw: unknown
  try {
    raw = JSON.parse(text)
  } catch (cause) {
    throw new PromptPostError('invalid-config', `is not JSON: ${(cause as Error).message}`, {
      field: file,
      cause,
    })
  }
  return parseConfig(raw, file)
}

/** Opens a Hugging Face model directory. */
export const openModel = async (directory: string): Promise<Model> => {
  const { family, config } = await readModelConfig(directory)
  const checkpoint = await openCheckpoint(directory)
  const weights = resolveWeights(family, config, checkpoint)
  await checkTwins(family, config, checkpoint, weights)
  return { directory, family, config, checkpoint, weights }
}
