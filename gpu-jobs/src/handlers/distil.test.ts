/**
 * A distillation by a worker's process: what the provider asked for is what the engine does.
 * @module
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { keyOf, openDirectoryStore } from '@promptpost/base/store'
import { expect, it } from 'vitest'
import { distilledBy } from '../worker/distillation.test.helper.js'

it('keeps the layers that were named, compares where it was told to, behind random prompts', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'promptpost-distil-'))
  try {
    const store = await openDirectoryStore(directory)
    const texts = Array.from({ length: 20 }, (_, i) => JSON.stringify(`text number ${i} of them all`))
    const key = keyOf({ tenant: 'acme', collection: 'datasets', id: 'dst_1', path: ['texts.jsonl'] })
    const { etag } = await store.put(key, texts.join('\n'))
    const dataset = { id: 'dst_1', key, sha256: etag, count: texts.length }
    const settings = { batch_tokens: 64, keep: [0, 3, 7], positions: 0.5, proxy_share: 1 }
    const job = await distilledBy(store, directory, { dataset, layers: 3, settings })
    expect(job.result?.facts).toMatchObject({
      kept_layers: [0, 3, 7],
      settings: { ...settings, proxy_tokens: 10 },
    })
  } finally {
    await rm(directory, { recursive: true, maxRetries: 3 })
  }
})
