import { setImmediate as turn } from 'node:timers/promises'
import { keyOf, newIdentifier, type ObjectStore, openMemoryStore, READ_AT_ONCE } from '@promptpost/base/store'
import { describe, expect, it } from 'vitest'
import { dependantsOf, isNamedByOthers } from './dependants.js'

const thing = { collection: 'students', id: newIdentifier('stu') } as const

/** A store far away, and how much was asked of it: accesses, and one after another as one had to wait for the other. */
const farAway = (store: ObjectStore) => {
  const asked = { accesses: 0, atOnce: 0, most: 0, rounds: 0 }
  let round: Promise<void> | undefined
  /** Who asks in the same moment is answered in the same moment. */
  const answer = async (): Promise<void> => {
    asked.accesses++
    asked.most = Math.max(asked.most, ++asked.atOnce)
    round ??= turn().then(() => {
      asked.rounds++
      round = undefined
    })
    await round
    asked.atOnce--
  }
  const seen: ObjectStore = {
    ...store,
    get: async key => answer().then(() => store.get(key)),
    listFolders: async (...parameters) => answer().then(() => store.listFolders(...parameters)),
  }
  return { seen, asked }
}

/** Tenants with prompts, of which those at some places name the thing, here and there in a transfer as well. */
const story = async (tenants: number, prompts: number, naming: readonly number[]) => {
  const store = openMemoryStore(async () => {})
  const expected: string[] = []
  const names = Array.from({ length: tenants }, (_, i) => `tenant-${String(i).padStart(3, '0')}`)
  for (const [i, tenant] of names.entries()) {
    for (let j = 0; j < prompts; j++) {
      const id = newIdentifier('pmt')
      const isNaming = naming.includes(i * prompts + j)
      const record = { id, student: isNaming ? thing.id : newIdentifier('stu') }
      await store.put(keyOf({ tenant, collection: 'prompts', id }), JSON.stringify(record))
      if (isNaming) expected.push(id)
    }
    const id = newIdentifier('trf')
    await store.put(keyOf({ tenant, collection: 'transfers', id }), JSON.stringify({ student: thing.id }))
    expected.push(id)
  }
  return { store, names, expected }
}

const idsOf = async (store: ObjectStore, tenants: string[], most: number): Promise<string[]> => {
  const ids: string[] = []
  for await (const { id } of dependantsOf(store, tenants, thing)) if (ids.push(id) === most) break
  return ids
}

describe('looking for dependants', () => {
  it('names them by tenant, collection and age, of any number of records', async () => {
    const { store, names, expected } = await story(3, 1100, [0, 1, 99, 1099, 1100, 3299])
    const { seen } = farAway(store)
    for (const most of [9, 5, 1]) expect(await idsOf(seen, names, most)).toEqual(expected.slice(0, most))
  })

  it('asks many things at the same time, and no more', async () => {
    const { store } = await story(60, 20, [])
    const other = { collection: 'students', id: newIdentifier('stu') } as const
    const { seen, asked } = farAway(store)
    expect(await isNamedByOthers(seen, 'tenant-000', other)).toBe(false)
    expect(asked.accesses).toBeGreaterThan(59 * 23)
    expect(asked.most).toBeLessThanOrEqual(2 * READ_AT_ONCE)
    // At best a twentieth.
    expect(asked.rounds).toBeLessThan(asked.accesses / 10)
  })

  it('ends at the first of others', async () => {
    const { store } = await story(60, 20, [30])
    const { seen, asked } = farAway(store)
    expect(await isNamedByOthers(seen, 'tenant-000', thing)).toBe(true)
    expect(asked.accesses).toBeLessThan(200)
  })
})
