import { openJobStore } from '@promptpost/base/jobs'
import {
  createJson,
  derivedIdentifier,
  keyOf,
  newIdentifier,
  type ObjectStore,
  objectsUnder,
  openMemoryStore,
} from '@promptpost/base/store'
import { dyingAfter } from '@promptpost/base/store/testing'
import { describe, expect, it } from 'vitest'
import { finishDeletions, remove } from '../resources/deletion/remove.js'
import { servicesOver } from '../testing/services-over.test.helper.js'
import { sweep } from './sweep.js'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const START = Date.parse('2026-01-01T00:00:00Z')
/** An identifier as it would have been made at a time. */
const idOf = (prefix: string, made: number): string => derivedIdentifier(prefix, newIdentifier(prefix), made)
const retention = { predictions: 30 * DAY }

const keysOf = async (store: ObjectStore): Promise<string[]> => {
  const keys = []
  for await (const { key } of objectsUnder(store, '')) keys.push(key)
  return keys
}
const isBook = (key: string): boolean => key.includes('/allowance/')

/** A prediction made at a time, whose job ends as told at another; it came under an idempotency key. */
const predicted = async (
  store: ObjectStore,
  tenant: string,
  made: number,
  end?: { at: number; as: 'succeeded' | 'failed' | 'cancelled'; isTold?: false },
): Promise<string> => {
  const [id, job] = [idOf('prd', made), idOf('job', made)]
  const created_at = new Date(made).toISOString()
  await createJson(store, keyOf({ tenant, collection: 'predictions', id }), { id, job, created_at })
  await createJson(store, keyOf({ tenant, collection: 'idempotency', id: `k${id}` }), {
    request: 'x',
    id,
    job,
    createdAt: created_at,
  })
  let now = made
  const jobs = openJobStore(store, () => now)
  const name = { tenant, id: job }
  const resource = { collection: 'predictions' as const, id }
  const input = { 'texts.jsonl': '"a private text"\n' }
  await jobs.createJob({ ...name, kind: 'predict', resource, input: {} }, input)
  if (!end) return id
  now = end.at
  if (end.as === 'cancelled') await jobs.requestCancel(name)
  else {
    const claimed = await jobs.claim(name)
    if ('refused' in claimed) throw new Error(claimed.refused)
    if (end.as === 'failed') await jobs.fail(name, claimed.token, { code: 'x', message: 'x' })
    else {
      const output = keyOf({ tenant, collection: 'jobs', id: job, path: ['output', '1', 'predictions.json'] })
      await store.put(output, '["a result"]')
      await jobs.complete(name, claimed.token, {}, [{ name: 'predictions.json', size: 12, sha256: '' }])
    }
  }
  if (end.isTold !== false) await jobs.forgetEnd(job)
  return id
}
const idsIn = (keys: readonly string[], collection: string): string[] =>
  [...new Set(keys.flatMap(key => key.match(`/${collection}/([^/]+)/`)?.[1] ?? []))].sort()

describe('a sweep', () => {
  it('removes predictions that ended longer ago than the retention, however, and nothing younger', async () => {
    const store = openMemoryStore(async () => {})
    const end = START + HOUR
    const old = []
    for (const as of ['succeeded', 'failed', 'cancelled'] as const)
      for (const tenant of ['acme', 'other']) old.push(await predicted(store, tenant, START, { at: end, as }))
    const kept = [
      await predicted(store, 'acme', START, { at: end + 1, as: 'succeeded' }),
      await predicted(store, 'acme', START),
      await predicted(store, 'acme', START, { at: end, as: 'succeeded', isTold: false }),
      await predicted(store, 'other', end + DAY, { at: end + DAY, as: 'failed' }),
    ].sort()
    const services = await servicesOver(store)
    await sweep(services, retention, end + 30 * DAY)
    expect(idsIn(await keysOf(store), 'predictions')).toEqual([...old, ...kept].sort())
    await sweep(services, {}, end + 300 * DAY)
    expect(idsIn(await keysOf(store), 'predictions')).toEqual([...old, ...kept].sort())

    await sweep(services, retention, end + 30 * DAY + 1)
    const keys = await keysOf(store)
    expect(idsIn(keys, 'predictions')).toEqual(kept)
    expect(idsIn(keys, 'jobs')).toHaveLength(kept.length)
    // Neither a key nor a tombstone names them any more.
    const values = await Promise.all(keys.map(async key => `${key} ${(await store.get(key))?.bytes}`))
    for (const id of old) expect(values.filter(value => value.includes(id) && !isBook(value))).toEqual([])
  })

  it('that is killed anywhere is finished by the next one', async () => {
    for (let changes = 0, isWhole = false; !isWhole; changes++) {
      const store = openMemoryStore(async () => {})
      const end = START + HOUR
      for (let i = 0; i < 2; i++) await predicted(store, 'acme', START, { at: end, as: 'succeeded' })
      await store.put(
        keyOf({
          tenant: 'acme',
          collection: 'datasets',
          id: idOf('dst', START),
          path: ['texts.jsonl'],
        }),
        'x',
      )
      const now = end + 31 * DAY
      await predicted(store, 'acme', now - 29 * DAY, { at: now - 29 * DAY, as: 'succeeded' })
      const young = (await keysOf(store)).filter(key => key.includes(idsIn([key], 'predictions')[0] ?? '-'))
      expect(young.length).toBeGreaterThan(0)
      const logged: unknown[] = []
      const dying = {
        ...(await servicesOver(dyingAfter(store, changes))),
        log: (entry: unknown) => logged.push(entry),
      }
      isWhole = await sweep(dying, retention, now).then(
        () => !JSON.stringify(logged).includes('deletion-unfinished'),
        () => false,
      )
      const services = await servicesOver(store)
      await finishDeletions(services)
      await sweep(services, retention, now)
      // Keys that went in a sweep are heeded in it; what only they kept goes in the next.
      await sweep(services, retention, now)
      const keys = await keysOf(store)
      const [id, ...more] = idsIn(keys, 'predictions')
      const [job, ...jobs] = idsIn(keys, 'jobs')
      expect([more, jobs, idsIn(keys, 'datasets')], `after ${changes} changes`).toEqual([[], [], []])
      const rest = keys.filter(
        key => !isBook(key) && !key.includes(id as string) && !key.includes(job as string),
      )
      expect(rest, `after ${changes} changes`).toEqual([])
      expect(keys.some(key => key.endsWith('/predictions.json'))).toBe(true)
      expect(changes).toBeLessThan(100)
    }
  })

  it('forgets keys after a week, and a tombstone only when no key needs it', async () => {
    const store = openMemoryStore(async () => {})
    const services = await servicesOver(store)
    const id = await predicted(store, 'acme', START, { at: START, as: 'succeeded' })
    await remove(services, 'acme', { collection: 'predictions', id })
    const left = async (): Promise<string[]> => (await keysOf(store)).filter(key => !isBook(key))
    const [tombstone, key] = await left()
    expect(tombstone).toContain(`/idempotency/deleted/${id}.json`)
    await sweep(services, retention, START + 7 * DAY)
    expect(await left()).toEqual([tombstone, key])
    await sweep(services, retention, START + 7 * DAY + 1)
    expect(await left()).toEqual([tombstone])
    await sweep(services, retention, START + 8 * DAY)
    expect(await left()).toEqual([tombstone])
    await sweep(services, retention, START + 8 * DAY + 1)
    expect(await left()).toEqual([])
  })

  it('removes files of uploads that no request and no key can finish, and no others', async () => {
    const store = openMemoryStore(async () => {})
    const services = await servicesOver(store)
    const put = async (collection: 'datasets' | 'prompts', isWhole: boolean, made: number, key?: number) => {
      const id = idOf(collection === 'datasets' ? 'dst' : 'pmt', made)
      const place = { tenant: 'acme', collection, id }
      await store.put(keyOf({ ...place, path: ['files', 'weights'] }), 'bytes')
      if (isWhole) await createJson(store, keyOf(place), { id })
      const reserved = { request: 'x', id, createdAt: new Date(key ?? 0).toISOString() }
      if (key !== undefined)
        await createJson(store, keyOf({ tenant: 'acme', collection: 'idempotency', id: `k${id}` }), reserved)
      return id
    }
    const now = START + 100 * DAY
    const names: string[] = []
    for (const collection of ['datasets', 'prompts'] as const) {
      names.push(await put(collection, true, START))
      names.push(await put(collection, false, now - DAY))
      names.push(await put(collection, false, now - 2 * DAY, now - 2 * DAY))
      await put(collection, false, now - DAY - 1)
    }
    // Its key goes in this sweep; a request that has just read it may still finish it.
    const late = await put('datasets', false, now - 8 * DAY, now - 8 * DAY)
    await sweep(services, {}, now)
    const there = async () => [
      ...idsIn(await keysOf(store), 'datasets'),
      ...idsIn(await keysOf(store), 'prompts'),
    ]
    expect((await there()).sort()).toEqual([...names, late].sort())
    await sweep(services, {}, now)
    expect((await there()).sort()).toEqual(names.sort())
  })
})
