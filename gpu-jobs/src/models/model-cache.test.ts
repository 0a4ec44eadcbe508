import { mkdtemp, readdir, readFile, rm, utimes } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sha256 } from '@promptpost/base'
import type { ModelReference } from '@promptpost/base/jobs'
import { modelFileKey, type ObjectStore, openMemoryStore } from '@promptpost/base/store'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openModelCache } from './model-cache.js'

let root: string
let store: ObjectStore
let asked: [start: number, end: number][]
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'promptpost-models-'))
  const memory = openMemoryStore()
  asked = []
  store = {
    ...memory,
    getRange(key, start, end) {
      asked.push([start, end])
      return memory.getRange(key, start, end)
    },
  }
})
afterEach(() => rm(root, { recursive: true }))

const weights = (seed: number): Buffer => Buffer.alloc(40 * 2 ** 20 + 3, `weights ${seed} `)

const upload = async (name: string, seed = 1): Promise<ModelReference> => {
  const files = { 'config.json': Buffer.from('{}'), 'model.safetensors': weights(seed) }
  for (const [file, bytes] of Object.entries(files)) await store.put(modelFileKey(name, file), bytes)
  return {
    id: 'mdl_1',
    name,
    files: Object.entries(files).map(([file, bytes]) => ({
      name: file,
      size: bytes.length,
      sha256: sha256(bytes),
    })),
  }
}

describe('the cache of models', () => {
  it('fetches a model by parts, once, whoever asks', async () => {
    const model = await upload('teacher')
    const models = openModelCache(store, root)
    const other = openModelCache(store, root)
    const [first, second] = await Promise.all([models(model), other(model)])
    expect(second).toBe(first)
    expect((await readFile(join(first, 'model.safetensors'))).equals(weights(1))).toBe(true)
    expect(await readdir(root)).toHaveLength(1)
    const parts = asked.filter(([, end]) => end > 2)
    expect(parts.length).toBe(6)
    expect(Math.max(...parts.map(([start, end]) => end - start))).toBe(16 * 2 ** 20)
    asked = []
    expect(await openModelCache(store, root)(model)).toBe(first)
    expect(asked).toEqual([])
  })

  it('keeps revisions apart', async () => {
    const models = openModelCache(store, root)
    const first = await models(await upload('teacher', 1))
    const second = await models(await upload('teacher', 2))
    expect(second).not.toBe(first)
    expect((await readFile(join(first, 'model.safetensors'))).equals(weights(1))).toBe(true)
  })

  it('refuses what is not the model that was registered, and keeps nothing of it', async () => {
    const model = await upload('teacher', 1)
    await upload('teacher', 2)
    await expect(openModelCache(store, root)(model)).rejects.toMatchObject({
      code: 'conflict',
      field: 'teacher/model.safetensors',
    })
    await store.delete(modelFileKey('teacher', 'model.safetensors'))
    await expect(openModelCache(store, root)(model)).rejects.toMatchObject({ code: 'not-found' })
    expect(await readdir(root)).toEqual([])
  })

  it('stops when it is told to', async () => {
    const model = await upload('teacher')
    await expect(openModelCache(store, root)(model, AbortSignal.abort())).rejects.toThrow('aborted')
    expect(await readdir(root)).toEqual([])
  })

  it('makes room by what was unused for longest, and says when there is none', async () => {
    const models = openModelCache(store, root)
    const old = await models(await upload('old'))
    const recent = await models(await upload('recent'))
    await utimes(old, 0, 0)
    const huge = { name: 'model.safetensors', size: 2 ** 50, sha256: sha256('') }
    await expect(models({ id: 'mdl_2', name: 'huge', files: [huge] })).rejects.toThrow(/bytes left.*larger/s)
    expect(await readdir(root)).toEqual([recent.split('/').at(-1)])
  })
})
