/**
 * Model directories with random weights, made when needed: speed does not depend on what the weights are.
 * @module
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Model, openModel, parseConfig } from '@promptpost/engine/models'
import { createRandom } from '@promptpost/engine/text'
import { writeSafetensors } from '@promptpost/engine/weights'
import type { ModelShape } from './cases.js'

/** Standard deviation of the matrices, GPT-2's own. */
const SCALE = 0.02

/** A Hugging Face config.json of GPT-2 in these sizes. */
export const gpt2Config = (shape: ModelShape): Record<string, unknown> => ({
  model_type: 'gpt2',
  architectures: ['GPT2LMHeadModel'],
  n_layer: shape.layers,
  n_embd: shape.width,
  n_head: shape.heads,
  vocab_size: shape.vocabulary,
  n_positions: shape.positions,
  activation_function: 'gelu_new',
  layer_norm_epsilon: 1e-5,
  attn_pdrop: 0,
  embd_pdrop: 0,
  resid_pdrop: 0,
  bos_token_id: 0,
  eos_token_id: 0,
})

/** Uniform values of the given standard deviation around `mean`. */
export const randomValues = (length: number, seed: number, scale: number, mean = 0): Float32Array => {
  const random = createRandom(seed)
  const width = scale * Math.sqrt(12)
  return Float32Array.from({ length }, () => mean + (random.next() - 0.5) * width)
}

/** Writes config.json and model.safetensors, and opens them. Norms have gain 1, biases are 0. */
export const makeRandomModel = async (directory: string, raw: Record<string, unknown>): Promise<Model> => {
  await mkdir(directory, { recursive: true })
  await writeFile(join(directory, 'config.json'), JSON.stringify(raw, null, 2))
  const { family, config } = parseConfig(raw, 'config.json')
  const tensors = Object.entries(family.shapes(config)).map(([name, shape], i) => {
    const length = shape.reduce((a, b) => a * b, 1)
    const matrix = shape.length > 1
    const gain = name.endsWith('.weight') ? 1 : 0
    return {
      name,
      shape,
      data: matrix ? randomValues(length, i + 1, SCALE) : new Float32Array(length).fill(gain),
    }
  })
  await writeSafetensors(join(directory, 'model.safetensors'), tensors, { format: 'pt' })
  return openModel(directory)
}
