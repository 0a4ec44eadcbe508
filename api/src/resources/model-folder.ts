/**
 * Reading a model's folder without the engine: digests of its files and the plain facts of its config.json.
 * @module
 */
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { digestFile, PromptPostError } from '@promptpost/base'
import type { OutputFile } from '@promptpost/base/jobs'
import type { Schemas } from '../http/validate.js'

const CONFIG_LIMIT = 1 << 20
const FILES_LIMIT = 1000

type Config = Record<string, unknown>

const bad = (message: string, next: string): PromptPostError =>
  new PromptPostError('invalid-config', message, { field: 'config.json', next })

const readConfig = async (directory: string): Promise<Config> => {
  const path = join(directory, 'config.json')
  const facts = await stat(path).catch(() => undefined)
  if (!facts?.isFile()) throw bad('is missing', 'Put a Hugging Face model directory there.')
  if (facts.size > CONFIG_LIMIT)
    throw bad('is too large to be one', 'Put a Hugging Face model directory there.')
  try {
    const value: unknown = JSON.parse(await readFile(path, 'utf8'))
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Config
  } catch {}
  throw bad('is not a JSON object', 'Restore the file.')
}

/** The first of the names that the config has as this type: families name the same thing differently. */
const pick = <T>(config: Config, type: 'string' | 'number', ...names: string[]): T | undefined =>
  names.map(name => config[name]).find(value => typeof value === type) as T | undefined

const summary = (config: Config): Schemas['ModelConfig'] => {
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

/** Every plain file directly in the folder, by name; hidden files are not part of a model. */
const digests = async (directory: string): Promise<OutputFile[]> => {
  const names = (await readdir(directory))
    .filter(name => /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/.test(name))
    .sort()
  if (names.length > FILES_LIMIT)
    throw bad(`stands among more than ${FILES_LIMIT} files`, 'Keep only the model in its folder.')
  const files: OutputFile[] = []
  for (const name of names) {
    const path = join(directory, name)
    if ((await stat(path)).isFile()) files.push({ name, ...(await digestFile(path)) })
  }
  return files
}

/** @throws PromptPostError when the folder holds no readable config.json */
export const readModelFolder = async (
  directory: string,
): Promise<{ config: Schemas['ModelConfig']; files: OutputFile[] }> => ({
  config: summary(await readConfig(directory)),
  files: await digests(directory),
})
