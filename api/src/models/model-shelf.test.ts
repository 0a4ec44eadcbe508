import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { modelFileKey, openMemoryStore } from '@promptpost/base/store'
import { describe, expect, it } from 'vitest'
import { type ModelShelf, modelsInFolders, modelsInStore } from './model-shelf.js'

type Files = Record<string, string>

/** Both kinds, with the same files. */
const shelves = async (
  models: Record<string, Files>,
  use: (shelf: ModelShelf) => Promise<void>,
): Promise<void> => {
  const root = await mkdtemp(join(tmpdir(), 'promptpost-shelf-'))
  const store = openMemoryStore()
  for (const [model, files] of Object.entries(models))
    for (const [file, text] of Object.entries(files)) {
      await mkdir(dirname(join(root, model, file)), { recursive: true })
      await writeFile(join(root, model, file), text)
      await store.put(modelFileKey(model, file), text)
    }
  try {
    for (const shelf of [modelsInFolders(root), modelsInStore(store)]) await use(shelf)
  } finally {
    await rm(root, { recursive: true })
  }
}

const CONFIG = JSON.stringify({ model_type: 'gpt2', n_embd: 8, n_layer: 3, n_head: 2, secret: 'not told' })

describe('a shelf of models', () => {
  it('knows the same of a model, wherever it stands', async () => {
    const found: unknown[] = []
    await shelves({ small: { 'config.json': CONFIG, 'model.safetensors': 'weights' } }, async shelf => {
      found.push(await shelf('small'))
    })
    expect(found[0]).toMatchObject({
      config: { model_type: 'gpt2', hidden_size: 8, layers: 3, heads: 2 },
      files: [{ name: 'config.json' }, { name: 'model.safetensors', size: 7 }],
    })
    expect(found[1]).toEqual(found[0])
    expect(JSON.stringify(found)).not.toContain('not told')
  })

  it('has none of another name', async () => {
    await shelves({ small: { 'config.json': CONFIG } }, async shelf => {
      expect(await shelf('smal')).toBeUndefined()
      expect(await shelf('smaller')).toBeUndefined()
    })
  })

  it.each([
    ['is missing', { 'model.safetensors': 'x' }],
    ['is not a JSON object', { 'config.json': '[1]' }],
    ['is too large to be one', { 'config.json': ' '.repeat((1 << 20) + 1) }],
    [
      'stands among more than 1000 files',
      { 'config.json': CONFIG, ...Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`f${i}`, ''])) },
    ],
  ])('says of a folder that is no model: config.json %s', async (message, files) => {
    await shelves({ odd: files as Files }, async shelf => {
      await expect(shelf('odd')).rejects.toThrow(message)
    })
  })
})
