import { mkdirSync, writeFileSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openDirectoryStore } from './directory-store.js'
import { keyOf } from './keys.js'
import { measureTenant } from './measure.js'
import { openMemoryStore } from './memory-store.js'
import type { ObjectStore } from './object-store.js'

const tenant = 'acme'
const JOBS = 120
/** Of one job: more than two pages of a list. */
const EVENTS = 2500

const inJob = (job: number, ...path: string[]): string =>
  keyOf({ tenant, collection: 'jobs', id: `job_${String(job).padStart(4, '0')}`, path })

/** What stands under the keys of a tenant with many jobs, one of which told very much. */
const objects = (): [key: string, bytes: number][] => {
  const all: [string, number][] = []
  for (let job = 0; job < JOBS; job++) {
    all.push([inJob(job, 'record.json'), 1000], [inJob(job, 'events', '0000000001.json'), 1000])
    if (job % 3 === 0) all.push([inJob(job, 'input', 'texts.jsonl'), 1])
    if (job % 3 === 1) all.push([inJob(job, 'input', 'first', 'texts.jsonl'), 10])
    if (job % 2 === 0) all.push([inJob(job, 'output', '2', 'a'), 100], [inJob(job, 'output', '2', 'b'), 100])
    if (job % 5 === 0) all.push([inJob(job, 'checkpoint', '1', 'c'), 1000])
    if (job % 7 === 0) all.push([inJob(job, 'shards', '0', 'output', '1', 'a'), 1000])
  }
  for (let event = 2; event <= EVENTS; event++)
    all.push([inJob(50, 'events', `${String(event).padStart(10, '0')}.json`), 1])
  return all
}

/** Puts an object there, on a disk without flushing it. */
const place = async (store: ObjectStore, key: string, bytes: number): Promise<void> => {
  const path = store.localPath?.(key)
  if (path === undefined) return void (await store.put(key, 'x'.repeat(bytes)))
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, 'x'.repeat(bytes))
}

const stores: [string, () => Promise<ObjectStore>][] = [
  ['lists', async () => openMemoryStore(async () => {})],
  ['walks', async () => openDirectoryStore(await mkdtemp(join(tmpdir(), 'promptpost-measure-')))],
]

describe('the measure of a tenant', () => {
  it.each(stores)('counts the files of many jobs in few %s', async (_, open) => {
    const store = await open()
    const kept = objects()
    for (const [key, bytes] of kept) await place(store, key, bytes)
    let lists = 0
    const counting: ObjectStore = {
      ...store,
      list: (...parameters) => {
        lists++
        return store.list(...parameters)
      },
    }
    const third = JOBS / 3
    expect(await measureTenant(counting, tenant)).toEqual({
      resources: 0,
      bytes: third + third * 10 + JOBS * 100,
    })
    // One for each collection of resources; of the jobs' keys pages, but not those of the events behind the first of them.
    expect(lists).toBeLessThanOrEqual(6 + Math.ceil((kept.length - EVENTS) / 1000) + 1)
  })
})
