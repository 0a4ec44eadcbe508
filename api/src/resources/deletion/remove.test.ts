import { openJobStore } from '@promptpost/base/jobs'
import { keyOf, newIdentifier, type ObjectStore, objectsUnder, openMemoryStore } from '@promptpost/base/store'
import { dyingAfter } from '@promptpost/base/store/testing'
import { describe, expect, it } from 'vitest'
import { servicesOver } from '../../testing/services-over.test.helper.js'
import { finishDeletions, remove, removeUnused, resume } from './remove.js'

const tenant = 'acme'
const now = new Date().toISOString()

/** A prompt with a transfer, a prediction of that, and one of the prompt itself, all with jobs that ended. */
const story = async () => {
  const store = openMemoryStore(async () => {})
  const jobs = openJobStore(store)
  const prompt = newIdentifier('pmt')
  const put = (collection: 'prompts' | 'transfers' | 'predictions', id: string, record: object) =>
    store.put(keyOf({ tenant, collection, id }), JSON.stringify({ id, ...record }))
  await store.put(keyOf({ tenant, collection: 'prompts', id: prompt, path: ['files', 'weights'] }), 'secret')
  await put('prompts', prompt, {})
  const made = async (
    collection: 'transfers' | 'predictions',
    kind: 'transfer' | 'predict',
    record: object,
  ): Promise<string> => {
    const [id, job] = [newIdentifier('abc'), newIdentifier('job')]
    await jobs.createJob({ id: job, tenant, kind, resource: { collection, id }, input: { secret: 'secret' } })
    const claimed = await jobs.claim({ tenant, id: job })
    if ('refused' in claimed) throw new Error(claimed.refused)
    await store.put(keyOf({ tenant, collection: 'jobs', id: job, path: ['output', '1', 'file'] }), 'secret')
    const files = [{ name: 'file', size: 6, sha256: '' }]
    await jobs.complete({ tenant, id: job }, claimed.token, {}, files)
    await put(collection, id, { job, created_at: now, ...record })
    return id
  }
  const transfer = await made('transfers', 'transfer', { prompt })
  await made('predictions', 'predict', { transfer })
  await made('predictions', 'predict', { prompt })
  return { store, prompt, transfer }
}

const keysOf = async (store: ObjectStore): Promise<string[]> => {
  const keys = []
  for await (const { key } of objectsUnder(store, '')) keys.push(key)
  return keys
}

/** Records that can be seen while something of theirs is gone. */
const halfVisible = (keys: readonly string[]): string[] => {
  const jobRecords = keys.filter(key => /\/jobs\/[^/]+\/record\.json$/.test(key))
  const results = keys.filter(key => key.endsWith('/output/1/file'))
  const made = keys.filter(key => /\/(transfers|predictions)\/[^/]+\/record\.json$/.test(key))
  const isPromptThere = keys.some(key => /\/prompts\/[^/]+\/record\.json$/.test(key))
  return [
    ...(made.length > Math.min(jobRecords.length, results.length) ? made : []),
    ...(isPromptThere && !keys.some(key => key.endsWith('/files/weights')) ? ['prompt'] : []),
  ]
}
const leftovers = (keys: readonly string[]): string[] =>
  keys.filter(key => !/\/(idempotency\/deleted|allowance)\//.test(key))

describe('a deletion that breaks off', () => {
  it('is finished by asking again or at the next start, wherever it was; till then nothing is half there', async () => {
    for (let changes = 0, isWhole = false; !isWhole; changes++) {
      for (const finish of ['again', 'start'] as const) {
        const { store, prompt } = await story()
        const thing = { collection: 'prompts', id: prompt } as const
        const dying = await servicesOver(dyingAfter(store, changes))
        isWhole = await remove(dying, tenant, thing).then(
          () => true,
          error => {
            expect(String(error)).toContain('dead')
            return false
          },
        )
        const before = await keysOf(store)
        expect(halfVisible(before), `after ${changes} changes`).toEqual([])
        const services = await servicesOver(store)
        if (finish === 'start') await finishDeletions(services)
        const isThere = await store.head(keyOf({ tenant, collection: 'prompts', id: prompt }))
        if (isThere) await remove(services, tenant, thing)
        else await resume(services, tenant, thing)
        expect(leftovers(await keysOf(store)), `after ${changes} changes, ${finish}`).toEqual([])
      }
      expect(changes).toBeLessThan(100)
    }
  })

  it('before it was decided leaves the thing as it was', async () => {
    const { store, transfer } = await story()
    const before = await keysOf(store)
    const dying = await servicesOver(dyingAfter(store, 1))
    await expect(removeUnused(dying, tenant, { collection: 'transfers', id: transfer })).rejects.toThrow(
      'dead',
    )
    const services = await servicesOver(store)
    await finishDeletions(services, Date.now() + 3_600_000)
    expect(await keysOf(store)).toEqual(before)
    await expect(
      removeUnused(services, tenant, { collection: 'transfers', id: transfer }),
    ).rejects.toMatchObject({
      code: 'in-use',
    })
    expect(await keysOf(store)).toEqual(before)
  })
})
