/**
 * A model by its config.json and the headers of its weights; or by its config.json alone, before gigabytes are fetched.
 * @module
 */
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { PromptPostError } from '@promptpost/base'
import { type Model, openModel, readModelConfig } from '../models/index.js'
import type { StorageType, TensorEntry } from '../weights/index.js'

const BYTES: Partial<Record<StorageType, number>> = { float32: 4, float16: 2, bfloat16: 2 }

export type Described = {
  model: Model
  /** Whether there are weights; otherwise sizes are what config.json asks for, in its `torch_dtype`. */
  hasWeights: boolean
}

const storageOf = (raw: Readonly<Record<string, unknown>>, file: string): StorageType => {
  const named = raw.torch_dtype ?? raw.dtype ?? 'float32'
  const storage = String(named) as StorageType
  if (BYTES[storage]) return storage
  throw new PromptPostError('invalid-config', 'is not float32, float16 or bfloat16', {
    field: `${file}: torch_dtype`,
    value: named,
  })
}

/** @throws PromptPostError naming the file and field that is wrong */
export const describeModel = async (directory: string): Promise<Described> => {
  const names = await readdir(directory).catch(() => [])
  if (names.some(name => /\.safetensors(\.index\.json)?$/.test(name)))
    return { model: await openModel(directory), hasWeights: true }
  const { family, config } = await readModelConfig(directory)
  const storage = storageOf(config.raw, join(directory, 'config.json'))
  const name = 'model.safetensors'
  const file = join(directory, name)
  const tensors = new Map<string, TensorEntry>()
  let offset = 0
  for (const [tensor, shape] of Object.entries(family.shapes(config))) {
    const byteLength = shape.reduce((a, b) => a * b, BYTES[storage]!)
    tensors.set(tensor, { name: tensor, storage, shape, file, offset, byteLength })
    offset += byteLength
  }
  const checkpoint = { directory, files: [{ name, path: file }], tensors, metadata: {} }
  return { model: { directory, family, config, checkpoint, weights: tensors }, hasWeights: false }
}
