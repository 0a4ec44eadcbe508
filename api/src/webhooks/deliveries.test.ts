/**
 * The queue of deliveries under rivals and deaths.
 * @module
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ObjectStore, openDirectoryStore, readJson } from '@promptpost/base/store'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  claimDelivery,
  dueDeliveries,
  enqueueDelivery,
  pruneDeliveries,
  settleDelivery,
} from './deliveries.js'
import { type DeliveryRecord, deliveryKey } from './records.js'

let directory: string
let store: ObjectStore
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'promptpost-deliveries-'))
  store = await openDirectoryStore(directory)
})
afterEach(() => rm(directory, { recursive: true }))

const hook = { tenant: 'acme', id: 'whk_1' }
const name = { tenant: 'acme', webhook: 'whk_1', id: 'msg_1' }
const message = { id: 'msg_1', type: 'job.succeeded' as const, payload: '{}' }
const recordOf = async () => (await readJson<DeliveryRecord>(store, deliveryKey(name)))?.value
const soon = () => Date.now() + 1
const marks = async () => (await store.list('deliveries/')).objects.length
const attempt = { at: new Date().toISOString(), milliseconds: 1, status: 200 }

describe('deliveries', () => {
  it('are made once, and taken by one of many', async () => {
    await Promise.all(Array.from({ length: 5 }, () => enqueueDelivery(store, hook, message)))
    const [due, ...rest] = await dueDeliveries(store, soon())
    expect(rest).toEqual([])
    const until = Date.now() + 60_000
    const claims = await Promise.all(
      Array.from({ length: 8 }, (_, i) => claimDelivery(store, due!, until + i)),
    )
    expect(claims.filter(Boolean)).toHaveLength(1)
    expect(await dueDeliveries(store, soon())).toEqual([])
    await enqueueDelivery(store, hook, message)
    expect(await dueDeliveries(store, soon())).toEqual([])
    expect(await marks()).toBe(1)
  })

  it('are due again when whoever took one is gone, whose late word then counts no more', async () => {
    await enqueueDelivery(store, hook, message)
    const until = Date.now() + 5
    expect(await claimDelivery(store, (await dueDeliveries(store, soon()))[0]!, until)).toBeDefined()
    const [again] = await dueDeliveries(store, until)
    expect(again).toMatchObject({ ...name, time: until })
    const later = Date.now() + 60_000
    expect(await claimDelivery(store, again!, later)).toBeDefined()
    await settleDelivery(store, name, until, { attempt: { ...attempt, status: 500 }, status: 'failed' })
    expect(await recordOf()).toMatchObject({ status: 'pending', attempts: [] })
    await settleDelivery(store, name, later, { attempt, status: 'delivered' })
    expect(await recordOf()).toMatchObject({ status: 'delivered', attempts: [attempt] })
    expect(await marks()).toBe(0)
  })

  it('survive a death after any write', async () => {
    for (let survived = 0; ; survived++) {
      await rm(join(directory, 'objects'), { recursive: true })
      let left = survived
      const dying: ObjectStore = {
        ...store,
        put: (...all) => (left-- > 0 ? store.put(...all) : Promise.reject(new Error('dead'))),
        delete: (...all) => (left-- > 0 ? store.delete(...all) : Promise.reject(new Error('dead'))),
      }
      const until = Date.now() + 5
      const work = async (on: ObjectStore): Promise<void> => {
        await enqueueDelivery(on, hook, message)
        const due = (await dueDeliveries(on, soon()))[0]!
        if (!(await claimDelivery(on, due, until))) throw new Error('not claimed')
        await settleDelivery(on, name, until, { attempt, status: 'pending', next: until + 5 })
      }
      const isWhole = await work(dying).then(
        () => true,
        () => false,
      )
      // What comes after: the end is told again, and what is due is tried.
      await enqueueDelivery(store, hook, message)
      for (let tries = 0; (await recordOf())?.status !== 'delivered'; tries++) {
        if (tries === 5) throw new Error(`lost after ${survived} writes`)
        const to = Date.now() + 60_000 + tries
        for (const due of await dueDeliveries(store, Date.now() + 1000))
          if (await claimDelivery(store, due, to))
            await settleDelivery(store, name, to, { attempt, status: 'delivered' })
      }
      if (isWhole) break
      expect(survived).toBeLessThan(20)
    }
  })

  it('of webhooks that are gone are given up', async () => {
    await enqueueDelivery(store, hook, message)
    await store.delete(deliveryKey(name))
    expect(
      await claimDelivery(store, (await dueDeliveries(store, soon()))[0]!, Date.now() + 1000),
    ).toBeUndefined()
    expect(await marks()).toBe(0)
  })

  it('are removed a month after they are done', async () => {
    await enqueueDelivery(store, hook, message)
    const month = Date.now() + 31 * 24 * 3_600_000
    await pruneDeliveries(store, hook, month)
    expect(await recordOf()).toMatchObject({ status: 'pending' })
    const until = Date.now() + 60_000
    await claimDelivery(store, (await dueDeliveries(store, soon()))[0]!, until)
    await settleDelivery(store, name, until, { attempt, status: 'delivered' })
    await pruneDeliveries(store, hook, Date.now())
    expect(await recordOf()).toBeDefined()
    await pruneDeliveries(store, hook, month)
    expect(await recordOf()).toBeUndefined()
  })
})
