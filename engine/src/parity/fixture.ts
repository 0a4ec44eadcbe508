/**
 * A parity fixture: a model directory, a case, and what transformers computes on it.
 * @module
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PromptPostError } from '@promptpost/base'
import { type Model, openModel } from '../models/index.js'
import {
  readSafetensorsHeader,
  readTensor,
  type StorageType,
  toBfloat16,
  toFloat16,
  toFloat32,
} from '../weights/index.js'

export type Case = {
  input_ids: number[][]
  attention_mask: number[][]
  readout: number[]
  labels: number[]
  verbalizer: number[][]
  prompt: number[][]
  target_prompt: number[][]
  alpha: number
  student_layers: number
  kept_layers: number[]
  mlm_positions?: [number[], number[]]
  mlm_labels?: number[]
}

export type Fixture = { directory: string; model: Model; case: Case; expected: Map<string, Float32Array> }

/**
 * make.py rounds the whole module through the storage type (`model.to(float16)`), and with it the buffer of rotary
 * frequencies, which no checkpoint stores and which from_pretrained keeps in float32. The fixture's model has them
 * rounded; its student, built afresh from the configuration, does not.
 */
const roundRotary = (model: Model): Model => {
  const storage = [...model.weights.values()][0]!.storage
  const { rotary } = model.config
  if (!rotary || storage === 'float32') return model
  return {
    ...model,
    config: { ...model.config, rotary: { inverse: Array.from(roundThrough(storage, rotary.inverse)) } },
  }
}

const roundThrough = (storage: StorageType, values: readonly number[]): Float32Array => {
  const bits = (storage === 'float16' ? toFloat16 : toBfloat16)(Float32Array.from(values))
  return toFloat32(storage, new Uint8Array(bits.buffer, bits.byteOffset, bits.byteLength))
}

export const openFixture = async (directory: string): Promise<Fixture> => {
  const file = join(directory, 'case.json')
  let parsed: Case
  try {
    parsed = JSON.parse(await readFile(file, 'utf8')) as Case
  } catch (cause) {
    throw new PromptPostError('not-found', 'is not a parity fixture', {
      field: file,
      next: 'Name folders that hold case.json, expected.safetensors and a model.',
      cause,
    })
  }
  const { tensors } = await readSafetensorsHeader(join(directory, 'expected.safetensors'))
  const expected = new Map<string, Float32Array>()
  for (const entry of tensors) expected.set(entry.name, await readTensor(entry))
  return { directory, model: roundRotary(await openModel(directory)), case: parsed, expected }
}
