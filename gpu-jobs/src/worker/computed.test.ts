/** What one job computed of a data set another finds, and nobody when the data set is gone. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bytesHeld } from '@promptpost/base/cache'
import { outputKey } from '@promptpost/base/jobs'
import { keyOf, type ObjectStore, openDirectoryStore } from '@promptpost/base/store'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openComputed, placeComputed } from './computed.js'
import { distilledBy } from './distillation.test.helper.js'
import { readOptions } from './options.js'

let directory: string
let store: ObjectStore
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'promptpost-computed-'))
  store = await openDirectoryStore(directory)
})
afterEach(() => rm(directory, { recursive: true, maxRetries: 3 }))

const keyOfTexts = (tenant: string, id: string): string =>
  keyOf({ tenant, collection: 'datasets', id, path: ['texts.jsonl'] })

/** Runs a distillation of the provider's texts in a process of its own. @returns the student's digests */
const distilled = async (dataset: object, layers: number, flags: string[] = []): Promise<unknown> => {
  const done = await distilledBy(store, directory, { dataset, layers, settings: { batch_tokens: 64 } }, flags)
  return (await store.head(outputKey(done, 'model.safetensors')))?.etag
}

describe('what workers compute of a data set', () => {
  it('is kept for other jobs under its owner and name, and is not with 0 bytes', async () => {
    const texts = Array.from({ length: 20 }, (_, i) => JSON.stringify(`text number ${i} of them all`)).join(
      '\n',
    )
    const key = keyOfTexts('acme', 'dst_1')
    const { etag } = await store.put(key, texts)
    const dataset = { id: 'dst_1', key, sha256: etag, count: 20 }
    const kept = join(directory, 'work', 'computed')

    const plain = await distilled(dataset, 2, ['--cache-bytes', '0'])
    expect(await bytesHeld(kept)).toBe(0)
    expect(await distilled(dataset, 2)).toBe(plain)
    const held = await bytesHeld(kept)
    expect(held).toBeGreaterThan(0)
    const names = await readdir(join(kept, 'acme.dst_1'))
    expect(await readFile(join(kept, 'acme.dst_1', names[0]!), 'latin1')).not.toContain('text number')

    const another = await distilled(dataset, 1)
    expect(await bytesHeld(kept)).toBe(held)
    expect(another).not.toBe(plain)
    expect(await distilled(dataset, 1, ['--cache-bytes', '0'])).toBe(another)
  })

  it('goes on a machine of its own when the store has its data set, prompt or job no more', async () => {
    const place = { directory: join(directory, 'cache'), bytes: 1e6 }
    const things = [
      [keyOfTexts('acme', 'dst_1'), keyOf({ tenant: 'a', collection: 'prompts', id: 'pmt_1' })],
      [keyOfTexts('acme', 'dst_1'), keyOf({ tenant: 'b', collection: 'jobs', id: 'job_1' })],
      [keyOfTexts('acme', 'dst_2'), undefined],
    ] as const
    const found = () =>
      Promise.all(
        things.map(async ([from, owner]) =>
          openComputed(place, from, owner)!.read({ owner: owner ?? '' }, new Uint8Array(3)),
        ),
      )
    for (const [from, owner] of things) {
      await openComputed(place, from, owner)!.write({ owner: owner ?? '' }, new Uint8Array(3))
      for (const key of [from, owner]) if (key) await store.put(key, '{}')
    }
    const look = () => placeComputed({ ...place, size: '1MiB', isRemote: true }, store)
    expect(await look()).toEqual({ ...place, bytes: 2 ** 20 })
    expect(await found()).toEqual([true, true, true])
    await store.delete(things[0][1])
    await store.delete(things[2][0])
    await look()
    expect(await found()).toEqual([false, true, false])
    await store.delete(things[1][1])
    const failing = { ...store, head: () => Promise.reject(new Error('the store is gone')) }
    const unsure = await placeComputed({ ...place, size: '1MiB', isRemote: true }, failing)
    expect(openComputed(unsure, things[1][0])).toBeUndefined()
    await look()
    expect(await found()).toEqual([false, false, false])
  })

  it('has a place and a size by flags or the environment', () => {
    const needed = ['--store', '/s', '--tenant', 'a', '--job', 'j', '--models', '/m']
    expect(readOptions(needed, {})).toMatchObject({ cache: '/s/work/computed', cacheBytes: undefined })
    expect(readOptions(needed, { PROMPTPOST_CACHE: '/c', PROMPTPOST_CACHE_BYTES: '0' })).toMatchObject({
      cache: '/c',
      cacheBytes: '0',
    })
    expect(() => readOptions([...needed, '--cache-bytes', 'much'], {})).toThrow('--cache-bytes: must be')
  })

  it('takes eight bits for weights and a size for memory, and says what it does not take', () => {
    const needed = ['--store', '/s', '--tenant', 'a', '--job', 'j', '--models', '/m']
    expect(readOptions(needed, {}).weights).toBeUndefined()
    expect(readOptions(needed, { PROMPTPOST_WEIGHTS: 'int8' }).weights).toBe('int8')
    expect(() => readOptions([...needed, '--weights', 'int4'], {})).toThrow('--weights: is not int8')
    expect(readOptions(needed, { PROMPTPOST_MEMORY: '23GB' }).memory).toBe(23e9)
    expect(() => readOptions([...needed, '--memory', '23'], {})).toThrow('--memory: must be a size')
  })
})
