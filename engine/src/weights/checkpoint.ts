/**
 * The weights of a Hugging Face model directory: one model.safetensors, or an index with shards beside it.
 * @module
 */
import { readdir, readFile, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { PromptPostError } from '@promptpost/base'
import { isObject, parseJsonObject } from './json.js'
import { checkName, MAX_TENSORS, problem, quote } from './problem.js'
import { readSafetensorsHeader, regularFile, type TensorEntry } from './reader.js'

/** A file's name in the model's directory, and its absolute path with links resolved (in a Hugging Face cache that of a blob). */
export type WeightFile = { readonly name: string; readonly path: string }

/** Every tensor of a model by its name, and where it lies. Nothing but headers was read. */
export type Checkpoint = {
  /** Absolute path of the model directory as given; links not resolved. */
  readonly directory: string
  /** The weight files in order of their names. */
  readonly files: readonly WeightFile[]
  readonly tensors: ReadonlyMap<string, TensorEntry>
  /** `__metadata__` of the file; with shards, of the first shard that has the key. */
  readonly metadata: Readonly<Record<string, string>>
}

const SINGLE = 'model.safetensors'
const INDEX = 'model.safetensors.index.json'

/** Largest index, in bytes: as the limit on a header. */
const MAX_INDEX_BYTES = 100_000_000

/** Shards are plain files in the directory: an index never leads out of it. */
const SHARD_NAME = /^[A-Za-z0-9._-]+\.safetensors$/

const PICKLES = /\.(bin|pt|pth|ckpt|pkl|pickle)$/

const convertHint = (directory: string): string =>
  'Convert it where you trust its origin: AutoModelForCausalLM (or AutoModelForMaskedLM).from_pretrained' +
  `(${quote(directory)}).save_pretrained(...) in Python's transformers writes ${SINGLE}`

const nothingFound = async (directory: string): Promise<PromptPostError> => {
  const names = (await readdir(directory)).sort()
  const pickle = names.find(name => PICKLES.test(name))
  const other = names.find(name => name.endsWith('.safetensors'))
  if (other === 'adapter_model.safetensors') {
    return problem(directory, `holds an adapter (${other}), not a model`, {
      next: 'Give the directory of the base model',
    })
  }
  if (other !== undefined) {
    return problem(directory, `holds ${quote(other)}, but neither ${SINGLE} nor ${INDEX}`, {
      next: `Rename a single file to ${SINGLE}, or add the index of the shards`,
    })
  }
  if (pickle !== undefined) {
    return problem(
      directory,
      `holds weights only as ${quote(pickle)}; pickle can run code and is never loaded`,
      {
        next: convertHint(directory),
      },
    )
  }
  return problem(directory, `holds no weights: neither ${SINGLE} nor ${INDEX}`, {
    next: 'Give the directory of a Hugging Face model',
  })
}

const readIndex = async (path: string): Promise<Map<string, string>> => {
  const file = await regularFile(path)
  const { size } = await stat(file)
  if (size > MAX_INDEX_BYTES) throw problem(path, `is larger than ${MAX_INDEX_BYTES} bytes`, { value: size })
  const limits = { depth: 16, keys: MAX_TENSORS, wholeNumbers: false }
  const { weight_map: map } = parseJsonObject(await readFile(file), path, limits)
  if (!isObject(map)) throw problem(path, 'has no weight_map object')
  const shards = new Map<string, string>()
  for (const [name, shard] of Object.entries(map)) {
    checkName(path, name)
    if (typeof shard !== 'string' || !SHARD_NAME.test(shard)) {
      throw problem(path, 'is mapped to something that is not a plain .safetensors file name', {
        tensor: name,
        value: typeof shard === 'string' ? shard.slice(0, 100) : typeof shard,
      })
    }
    shards.set(name, shard)
  }
  if (shards.size === 0) throw problem(path, 'has an empty weight_map')
  return shards
}

const openShards = async (directory: string): Promise<Checkpoint> => {
  const index = join(directory, INDEX)
  const shardOf = await readIndex(index)
  const neededBy = new Map<string, string>()
  for (const [name, shard] of shardOf) if (!neededBy.has(shard)) neededBy.set(shard, name)
  const shards = [...neededBy.keys()].sort()
  for (const shard of shards) {
    const found = await stat(join(directory, shard)).catch(() => undefined)
    if (found === undefined) {
      throw problem(join(directory, shard), `does not exist, but ${INDEX} needs it`, {
        tensor: neededBy.get(shard)!,
      })
    }
  }
  const files: WeightFile[] = []
  const tensors = new Map<string, TensorEntry>()
  let metadata: Record<string, string> = {}
  for (const shard of shards) {
    const path = join(directory, shard)
    const header = await readSafetensorsHeader(path)
    files.push({ name: shard, path: await regularFile(path) })
    metadata = { ...header.metadata, ...metadata }
    for (const entry of header.tensors) {
      const expected = shardOf.get(entry.name)
      if (expected !== shard) {
        const where = expected === undefined ? 'does not list it' : `places it in ${quote(expected)}`
        throw problem(path, `is in this shard, but ${INDEX} ${where}`, { tensor: entry.name })
      }
      tensors.set(entry.name, entry)
    }
  }
  for (const [name, shard] of shardOf) {
    if (!tensors.has(name))
      throw problem(join(directory, shard), `is not in this shard, where ${INDEX} places it`, {
        tensor: name,
      })
  }
  return { directory, files, tensors, metadata }
}

/**
 * Opens the weights of a model directory: model.safetensors if it is there, else model.safetensors.index.json with its
 * shards (the order transformers uses). Reads headers only.
 *
 * @throws PromptPostError 'invalid-weights' when the directory or its weights are missing, only pickle is there, or a
 *   file breaks a rule of the format
 */
export const openCheckpoint = async (directory: string): Promise<Checkpoint> => {
  const root = resolve(directory)
  const found = await stat(root).catch(() => undefined)
  if (found === undefined)
    throw problem(directory, 'does not exist', { next: 'Check the path of the model directory' })
  if (!found.isDirectory()) {
    throw problem(directory, 'is not a directory', {
      next: 'Give the directory that holds config.json and the weights',
    })
  }
  const has = (name: string) =>
    stat(join(root, name)).then(
      file => file.isFile(),
      () => false,
    )
  const single = join(root, SINGLE)
  if (!(await has(SINGLE))) {
    if (await has(INDEX)) return openShards(root)
    throw await nothingFound(root)
  }
  const { tensors, metadata } = await readSafetensorsHeader(single)
  if (tensors.length === 0) throw problem(single, 'holds no tensors')
  const byName = new Map(tensors.map(entry => [entry.name, entry]))
  const files = [{ name: SINGLE, path: await regularFile(single) }]
  return { directory: root, files, tensors: byName, metadata }
}
