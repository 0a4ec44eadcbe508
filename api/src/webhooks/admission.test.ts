import {
  createJson,
  newIdentifier,
  type ObjectStore,
  objectsUnder,
  openMemoryStore,
} from '@promptpost/base/store'
import { describe, expect, it, vi } from 'vitest'
import { admitWebhook, releaseWebhook } from './admission.js'
import { webhookKey } from './records.js'

const tenant = 'acme'
const MOST = 20

const newName = () => ({ tenant, id: newIdentifier('whk') })

const create = async (store: ObjectStore, name = newName()): Promise<boolean> => {
  if (!(await admitWebhook(store, name, MOST))) return false
  return createJson(store, webhookKey(name), {})
}
const remove = async (store: ObjectStore, id: string): Promise<void> => {
  await store.delete(webhookKey({ tenant, id }))
  await releaseWebhook(store, { tenant, id })
}
const webhooks = async (store: ObjectStore): Promise<string[]> => {
  const ids: string[] = []
  for await (const { key } of objectsUnder(store, 'tenants/acme/webhooks/')) ids.push(key.split('/')[3] ?? '')
  return ids
}

describe('the limit of webhooks', () => {
  it('is what comes of any number of requests at the same time', async () => {
    const store = openMemoryStore()
    const made = await Promise.all(Array.from({ length: 100 }, () => create(store)))
    expect(made.filter(Boolean)).toHaveLength(MOST)
    expect(await webhooks(store)).toHaveLength(MOST)
  })

  it('holds with deletions between them, and there is room for as many as were deleted', async () => {
    const store = openMemoryStore()
    for (let round = 0; round < 5; round++) {
      const there = await webhooks(store)
      await Promise.all([
        ...Array.from({ length: 30 }, () => create(store)),
        ...there.slice(0, 7).map(id => remove(store, id)),
      ])
      expect((await webhooks(store)).length).toBeLessThanOrEqual(MOST)
    }
    for (const id of await webhooks(store)) {
      await remove(store, id)
      expect(await create(store)).toBe(true)
    }
  })

  it('has room for the next when one is deleted, also one that has only just come', async () => {
    const store = openMemoryStore(async () => {})
    const names = Array.from({ length: MOST }, newName)
    for (const name of names) expect(await create(store, name)).toBe(true)
    for (const name of names.reverse()) {
      expect(await create(store)).toBe(false)
      await remove(store, name.id)
      expect(await create(store)).toBe(true)
    }
    expect(await webhooks(store)).toHaveLength(MOST)
  })

  it('lets in again what was let in, and writes nothing for what is refused', async () => {
    const store = openMemoryStore(async () => {})
    const names = Array.from({ length: MOST }, newName)
    for (const name of names) expect(await admitWebhook(store, name, MOST)).toBe(true)
    const put = vi.spyOn(store, 'put')
    expect(await create(store)).toBe(false)
    expect(put).not.toHaveBeenCalled()
    for (const name of names) expect(await create(store, name)).toBe(true)
  })

  it('forgets what was let in and never came', async () => {
    const store = openMemoryStore(async () => {})
    for (let i = 0; i < MOST; i++) await admitWebhook(store, newName(), MOST)
    const clock = vi.spyOn(Date, 'now')
    const now = Date.now()
    clock.mockReturnValue(now + 5 * 60_000)
    expect(await create(store)).toBe(false)
    clock.mockReturnValue(now + 11 * 60_000)
    expect(await create(store)).toBe(true)
    clock.mockRestore()
  })
})
