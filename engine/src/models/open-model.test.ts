/**
 * Opening model directories: weights that do not belong, and tied weights that a file holds twice.
 * @module
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readTensor, type TensorData, writeSafetensors } from '../weights/index.js'
import { openModel, readModelConfig } from './index.js'
import { type RawConfig, TINY_CONFIGS, writeTinyModel } from './testing/tiny-models.js'

let directory: string
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'promptpost-open-'))
})
afterEach(() => rm(directory, { recursive: true, force: true }))

/** A tiny model's tensors, changed and written again. */
const rewrite = async (raw: RawConfig, change: (tensors: Map<string, TensorData>) => void): Promise<void> => {
  const model = await writeTinyModel(directory, raw)
  const tensors = new Map<string, TensorData>()
  for (const [name, { shape, ...entry }] of model.weights) {
    tensors.set(name, { name, shape, data: await readTensor({ ...entry, shape }) })
  }
  change(tensors)
  const renamed = [...tensors].map(([name, tensor]) => ({ ...tensor, name }))
  await writeSafetensors(join(directory, 'model.safetensors'), renamed)
}

const field = (name: string) => expect.stringContaining(name)

describe('openModel', () => {
  it.each(Object.keys(TINY_CONFIGS) as (keyof typeof TINY_CONFIGS)[])(
    'opens %s in every storage type',
    async name => {
      for (const storage of ['float32', 'float16', 'bfloat16'] as const) {
        const model = await writeTinyModel(directory, TINY_CONFIGS[name], storage)
        expect([...model.weights.values()].every(entry => entry.storage === storage)).toBe(true)
      }
    },
  )

  it('names a tensor that is missing, of another shape, or not of this model', async () => {
    const gain = 'transformer.h.1.ln_1.weight'
    await rewrite(TINY_CONFIGS.gpt2, tensors => tensors.delete(gain))
    await expect(openModel(directory)).rejects.toMatchObject({ code: 'invalid-weights', field: field(gain) })
    const short = { name: gain, shape: [3], data: new Float32Array(3) }
    await rewrite(TINY_CONFIGS.gpt2, tensors => tensors.set(gain, short))
    await expect(openModel(directory)).rejects.toMatchObject({ code: 'invalid-weights', field: field(gain) })
    await rewrite(TINY_CONFIGS.gpt2, tensors => tensors.set('score.weight', short))
    await expect(openModel(directory)).rejects.toMatchObject({
      code: 'invalid-weights',
      field: field('score.weight'),
    })
  })

  it.each([
    ['gpt2', 'transformer.wte.weight', 'lm_head.weight'],
    ['qwen2', 'model.embed_tokens.weight', 'lm_head.weight'],
    ['bert', 'bert.embeddings.word_embeddings.weight', 'cls.predictions.decoder.weight'],
    ['bert', 'cls.predictions.bias', 'cls.predictions.decoder.bias'],
    ['roberta', 'lm_head.bias', 'lm_head.decoder.bias'],
  ] as const)(
    'takes a tied %s whose file holds %s twice only when both are the same',
    async (name, original, twin) => {
      await rewrite(TINY_CONFIGS[name], tensors => tensors.set(twin, tensors.get(original)!))
      expect((await openModel(directory)).weights.has(twin)).toBe(false)
      await rewrite(TINY_CONFIGS[name], tensors => {
        const tensor = tensors.get(original)!
        tensors.set(twin, {
          ...tensor,
          data: (tensor.data as Float32Array).map((value, i) => (i === 5 ? value + 1 : value)),
        })
      })
      await expect(openModel(directory)).rejects.toMatchObject({
        code: 'invalid-weights',
        field: field(twin),
      })
    },
  )

  it('takes the decoder’s bias of an untied roberta, and the other where it is the only one', async () => {
    const raw = { ...TINY_CONFIGS.roberta, tie_word_embeddings: false }
    const bias = (await writeTinyModel(directory, raw)).weights.get('lm_head.decoder.bias')
    expect(bias?.name).toBe('lm_head.decoder.bias')
    await rewrite(raw, tensors => {
      tensors.set('lm_head.bias', tensors.get('lm_head.decoder.bias')!)
      tensors.delete('lm_head.decoder.bias')
    })
    expect((await openModel(directory)).weights.get('lm_head.decoder.bias')?.name).toBe('lm_head.bias')
  })
})

describe('readModelConfig', () => {
  const file = () => join(directory, 'config.json')

  it('names a file that is missing, broken or too large', async () => {
    await expect(readModelConfig(directory)).rejects.toMatchObject({ code: 'not-found', field: file() })
    await writeFile(file(), '{"model_type": ')
    await expect(readModelConfig(directory)).rejects.toMatchObject({ code: 'invalid-config', field: file() })
    await writeFile(file(), `{"model_type": "gpt2"${' '.repeat(1 << 20)}}`)
    await expect(readModelConfig(directory)).rejects.toMatchObject({ code: 'invalid-config', field: file() })
  })
})
