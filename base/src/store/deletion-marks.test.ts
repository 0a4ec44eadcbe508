import { beforeEach, describe, expect, it } from 'vitest'
import {
  decide,
  endOldHolds,
  holdMark,
  letGo,
  markDecided,
  markKey,
  newHold,
  readMark,
} from './deletion-marks.js'
import { openMemoryStore } from './memory-store.js'
import type { ObjectStore } from './object-store.js'

const MINUTE = 60_000
const [tenant, id] = ['acme', 'stu_1']
const marked = { collection: 'students' } as const

describe('the mark of a deletion', () => {
  let store: ObjectStore
  const read = () => readMark(store, tenant, id)
  const hold = async (given = newHold()) => {
    await holdMark(store, tenant, id, marked, given)
    return given
  }
  beforeEach(() => {
    store = openMemoryStore()
  })

  it('stands until the last of those who hold it lets go', async () => {
    const holds = await Promise.all(Array.from({ length: 5 }, () => hold()))
    for (const held of holds) {
      expect(await read()).toMatchObject(marked)
      await letGo(store, tenant, id, held)
    }
    expect(await read()).toBeUndefined()
  })

  it('is decided by whoever holds it, and by nobody whose hold has ended, also when it stands again', async () => {
    const ended = await hold(newHold(MINUTE))
    await endOldHolds(store, tenant, id, Date.now() + 2 * MINUTE)
    expect(await decide(store, tenant, id, marked, ended)).toBe(false)
    const held = await hold()
    expect(await decide(store, tenant, id, marked, ended)).toBe(false)
    expect((await read())?.decided).toBeUndefined()
    expect(await decide(store, tenant, id, { ...marked, job: 'job_1' }, held)).toBe(true)
    expect(await read()).toMatchObject({ ...marked, job: 'job_1', decided: true })
  })

  it('stays once it is decided, whoever lets go and however late it is', async () => {
    const held = await hold()
    await markDecided(store, tenant, id, { ...marked, of: 'mod_1' })
    const other = await hold()
    for (const given of [held, other]) await letGo(store, tenant, id, given)
    await endOldHolds(store, tenant, id, Date.now() + 1e12)
    expect(await read()).toMatchObject({ ...marked, of: 'mod_1', decided: true })
    expect(await decide(store, tenant, id, marked, held)).toBe(true)
  })

  it('of an earlier version is held by whoever set it, too', async () => {
    await store.put(markKey(tenant, id), JSON.stringify(marked))
    await letGo(store, tenant, id, await hold())
    expect(await read()).toMatchObject(marked)
    const now = Date.now()
    await endOldHolds(store, tenant, id, now + 10 * MINUTE)
    expect(await read()).toMatchObject(marked)
    await endOldHolds(store, tenant, id, now + 16 * MINUTE)
    expect(await read()).toBeUndefined()
  })
})
