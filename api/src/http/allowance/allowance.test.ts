import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { openJobStore } from '@promptpost/base/jobs'
import { keyOf, newIdentifier, type ObjectStore, openDirectoryStore, stagedKey } from '@promptpost/base/store'
import { describe, expect, it } from 'vitest'
import type { Problem } from '../problem.js'
import { type Addition, createAllowances, DEFAULT_ALLOWANCE } from './allowance.js'

const tenant = 'acme'

/** Several servers on one store, each with a clock that is set by hand. */
const bench = async (limit = { jobs: 5, resources: 100, bytes: 1000 }) => {
  const directory = await mkdtemp(join(tmpdir(), 'promptpost-allowance-'))
  const time = { now: 1_000_000_000 }
  const servers = await Promise.all(
    [1, 2, 3].map(async () => {
      const store = await openDirectoryStore(directory)
      return createAllowances({ store, jobs: openJobStore(store) }, limit, () => time.now)
    }),
  )
  const store = await openDirectoryStore(directory)
  return { servers, first: servers[0]!, time, store, jobs: openJobStore(store) }
}

const prompt = (bytes: number): Addition => ({ collection: 'prompts', id: newIdentifier('pmt'), bytes })
/** As a worker does, unannounced. */
const writeOutput = async (store: ObjectStore, bytes: number): Promise<void> => {
  const id = newIdentifier('job')
  const key = keyOf({ tenant, collection: 'jobs', id, path: ['output', '1', 'big'] })
  await store.put(key, 'x'.repeat(bytes))
}
const transfer = (): Addition & { job: string } => ({
  collection: 'transfers',
  id: newIdentifier('trf'),
  bytes: 0,
  job: newIdentifier('job'),
})

/** The key of what a worker writes of a job. */
const outputOf = (): string =>
  keyOf({ tenant, collection: 'jobs', id: newIdentifier('job'), path: ['output', '1', 'big'] })

const codes = async (attempts: Promise<void>[]): Promise<Record<string, number>> => {
  const tally: Record<string, number> = {}
  for (const outcome of await Promise.allSettled(attempts)) {
    const code = outcome.status === 'fulfilled' ? 'in' : (outcome.reason as Problem).code
    tally[code] = (tally[code] ?? 0) + 1
  }
  return tally
}

describe('the allowance', () => {
  it('is not passed by many requests at the same time, to several servers', async () => {
    const { servers } = await bench()
    const asked = Array.from({ length: 30 }, (_, i) => servers[i % 3]!.admit(tenant, transfer()))
    expect(await codes(asked)).toEqual({ in: 5, 'queue-full': 25 })
    const sent = Array.from({ length: 30 }, (_, i) => servers[i % 3]!.admit('other', prompt(150)))
    expect(await codes(sent)).toEqual({ in: 6, 'quota-exceeded': 24 })
  })

  it('counts what is let in again once', async () => {
    const { first } = await bench()
    const [file, made] = [prompt(600), transfer()]
    for (let i = 0; i < 9; i++) {
      await first.admit(tenant, file)
      await first.admit(tenant, made)
    }
    expect(await first.room(tenant, 0)).toBe(400)
    expect(await codes([1, 2, 3, 4, 5].map(() => first.admit(tenant, transfer())))).toEqual({
      in: 4,
      'queue-full': 1,
    })
  })

  it('gives back the places of jobs that have ended', async () => {
    const { first, time, jobs } = await bench()
    const made = [1, 2, 3, 4, 5].map(transfer)
    for (const addition of made) {
      await first.admit(tenant, addition)
      const resource = { collection: 'transfers' as const, id: addition.id }
      await jobs.createJob({ id: addition.job, tenant, kind: 'transfer', resource, input: {} })
    }
    await expect(first.admit(tenant, transfer())).rejects.toMatchObject({ code: 'queue-full', status: 429 })
    for (const { job } of made.slice(0, 2)) await jobs.requestCancel({ tenant, id: job })
    time.now += 1_000
    expect(await codes([1, 2, 3].map(() => first.admit(tenant, transfer())))).toEqual({
      in: 2,
      'queue-full': 1,
    })
  })

  it('gives back the room of what was deleted, at once, and of what never came, in time', async () => {
    const { first, time, store } = await bench()
    const kept = prompt(900)
    await first.admit(tenant, kept)
    const file = keyOf({ tenant, collection: 'prompts', id: kept.id, path: ['files', 'f'] })
    await store.put(file, 'x'.repeat(800))
    await store.put(keyOf({ tenant, collection: 'prompts', id: kept.id }), 'r'.repeat(100))
    await expect(first.admit(tenant, prompt(200))).rejects.toMatchObject({ code: 'quota-exceeded' })
    await store.delete(keyOf({ tenant, collection: 'prompts', id: kept.id }))
    await store.delete(file)
    await first.release(tenant, kept)
    await first.admit(tenant, prompt(1000))
    time.now += 2_000
    await expect(first.admit(tenant, prompt(1))).rejects.toMatchObject({ code: 'quota-exceeded' })
    time.now += 600_000
    await first.admit(tenant, prompt(1000))
  })

  it('notices in time what workers write', async () => {
    const { first, time, store } = await bench()
    await first.admit(tenant, prompt(1))
    await writeOutput(store, 995)
    time.now += 600_000
    await expect(first.admit(tenant, prompt(10))).rejects.toMatchObject({
      code: 'quota-exceeded',
      details: { members: { 'violated-policies': ['bytes'] } },
    })
  })

  it('counts right over very many additions, and keeps its book small', async () => {
    const { first, store } = await bench({ jobs: 1000, resources: 470, bytes: 1000 })
    for (let i = 0; i < 470; i++) {
      const addition = prompt(0)
      await first.admit(tenant, addition)
      await store.put(keyOf({ tenant, collection: 'prompts', id: addition.id }), '')
    }
    const book = Buffer.from((await store.get(keyOf({ tenant, collection: 'allowance', id: 'book' })))!.bytes)
    expect(Object.keys((JSON.parse(book.toString()) as { since: object }).since).length).toBeLessThan(250)
    await expect(first.admit(tenant, prompt(0))).rejects.toMatchObject({ code: 'quota-exceeded' })
  })

  it('counts beside requests before a count grows old', async () => {
    const { first, time, store } = await bench()
    await first.admit(tenant, prompt(1))
    await writeOutput(store, 900)
    time.now += 300_000
    expect(await first.room(tenant, 0)).toBe(999)
    for (let i = 0; i < 200 && (await first.room(tenant, 0)) > 100; i++) await sleep(10)
    expect(await first.room(tenant, 0)).toBe(99)
  })

  it('waits for no long count where the last one has room, and believes the new one when it is done', async () => {
    const { first: early, time, store, jobs } = await bench()
    await early.admit(tenant, prompt(1))
    let letGo = (): void => {}
    const held = new Promise<void>(resolve => {
      letGo = resolve
    })
    const slow: ObjectStore = {
      ...store,
      list: (...parameters) => held.then(() => store.list(...parameters)),
      walk: async function* (...parameters) {
        await held
        yield* (store as Required<ObjectStore>).walk(...parameters)
      },
    }
    const limit = { jobs: 5, resources: 100, bytes: 1000 }
    const first = createAllowances({ store: slow, jobs }, limit, () => time.now)
    await store.put(outputOf(), 'x'.repeat(500))
    time.now += 600_000
    for (let i = 0; i < 9; i++) await first.admit(tenant, prompt(10))
    const refused = expect(first.admit(tenant, prompt(950))).rejects.toMatchObject({ code: 'quota-exceeded' })
    letGo()
    await refused
    for (let i = 0; i < 200 && (await first.room(tenant, 0)) > 500; i++) await sleep(10)
    expect(await first.room(tenant, 0)).toBe(410)
  })

  it('counts for who has the time, unless nothing can have changed', async () => {
    const { time, store, jobs } = await bench()
    let lists = 0
    const counting: ObjectStore = {
      ...store,
      list(...parameters) {
        lists++
        return store.list(...parameters)
      },
    }
    const first = createAllowances({ store: counting, jobs }, undefined, () => time.now)
    const addition = transfer()
    await first.admit(tenant, addition)
    await store.put(keyOf({ tenant, collection: 'transfers', id: addition.id }), 'x')
    const resource = { collection: 'transfers' as const, id: addition.id }
    await jobs.createJob({ id: addition.job, tenant, kind: 'transfer', resource, input: {} })
    await store.put(outputOf(), 'x'.repeat(300))
    const countsIn = async (milliseconds: number): Promise<boolean> => {
      time.now += milliseconds
      lists = 0
      await first.recount(tenant)
      return lists > 0
    }
    expect(await countsIn(200_000)).toBe(false)
    expect(await countsIn(100_000)).toBe(true)
    expect(DEFAULT_ALLOWANCE.bytes - (await first.room(tenant, 0))).toBe(301)
    // As long as the job runs it may write.
    await jobs.requestCancel({ tenant, id: addition.job })
    expect(await countsIn(300_000)).toBe(true)
    expect(await countsIn(300_000)).toBe(false)
    await first.release(tenant, addition)
    expect(await countsIn(300_000)).toBe(true)
    await first.recount('none')
  })

  it('counts what is on its way in once, wherever a count finds it', async () => {
    const { first, time, store } = await bench()
    const [coming, dataset] = [prompt(400), newIdentifier('dst')]
    await first.admit(tenant, coming)
    // Its files are here, its record is not; and lines of which nobody knows yet whether they are good.
    const file = { tenant, collection: 'prompts' as const, id: coming.id, path: ['files', 'f'] }
    await store.put(keyOf(file), 'x'.repeat(300))
    await store.put(stagedKey(tenant, dataset), 'x'.repeat(600))
    time.now += 2_000
    await expect(first.admit(tenant, prompt(601))).rejects.toMatchObject({ code: 'quota-exceeded' })
    time.now += 2_000
    await first.admit(tenant, { collection: 'datasets', id: dataset, bytes: 600 })
  })

  it('does not believe a book from before the machine started, nor half of one', async () => {
    const { store, jobs, time } = await bench()
    const limit = { jobs: 2, resources: 100, bytes: 1000 }
    const started = (boot: string) => createAllowances({ store, jobs }, limit, () => time.now, boot)
    const book = keyOf({ tenant, collection: 'allowance', id: 'book' })
    const kept = prompt(600)
    await started('one').admit(tenant, kept)
    const early = (await store.get(book))?.bytes as Uint8Array
    await store.put(keyOf({ tenant, collection: 'prompts', id: kept.id }), 'x'.repeat(600))
    const made = [transfer(), transfer()]
    for (const addition of made) {
      await started('one').admit(tenant, addition)
      const resource = { collection: 'transfers' as const, id: addition.id }
      await jobs.createJob({ id: addition.job, tenant, kind: 'transfer', resource, input: {} })
    }
    for (const left of [early, early.subarray(0, 30), Buffer.alloc(0)]) {
      await store.put(book, left)
      const after = started(left === early ? 'two' : 'three')
      await expect(after.admit(tenant, transfer())).rejects.toMatchObject({ code: 'queue-full' })
      await expect(after.admit(tenant, prompt(401))).rejects.toMatchObject({ code: 'quota-exceeded' })
      await after.admit(tenant, prompt(400))
    }
    await store.delete(book)
    await expect(started('three').admit(tenant, transfer())).rejects.toMatchObject({ code: 'queue-full' })
  })

  it('counts things as well as bytes', async () => {
    const { first } = await bench({ jobs: 1, resources: 3, bytes: 1000 })
    expect(await codes([1, 2, 3, 4].map(() => first.admit(tenant, prompt(0))))).toEqual({
      in: 3,
      'quota-exceeded': 1,
    })
  })
})
