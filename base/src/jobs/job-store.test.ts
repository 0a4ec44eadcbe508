import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { keyOf, newIdentifier, type ObjectStore, openDirectoryStore } from '../store/index.js'
import { dyingAfter } from '../store/testing/index.js'
import { outputKey } from './job-keys.js'
import { CREATION_MILLISECONDS } from './job-making.js'
import { LEASE_MILLISECONDS, openJobStore } from './job-store.js'
import type { JobStore } from './job-store-type.js'

let directory: string
let store: ObjectStore
let jobs: JobStore
let now: number
const newJob = (tenant = 'acme') => ({
  id: newIdentifier('job'),
  tenant,
  kind: 'predict' as const,
  resource: { collection: 'predictions' as const, id: 'prd_1' },
  input: { steps: 1 },
})

beforeEach(async () => {
  now = 1_800_000_000_000
  directory = await mkdtemp(join(tmpdir(), 'promptpost-jobs-'))
  store = await openDirectoryStore(directory)
  jobs = openJobStore(store, () => now)
})

afterEach(() => rm(directory, { recursive: true }))

describe('the job store', () => {
  it('makes one job of two creations', async () => {
    const job = newJob()
    const [a, b] = await Promise.all([jobs.createJob(job), jobs.createJob(job)])
    expect(a.createdAt).toBe(b.createdAt)
    expect((await jobs.unfinished()).map(({ id }) => id)).toEqual([job.id])
    expect((await jobs.readEvents(job)).map(({ type }) => type)).toEqual(['queued'])
  })

  it('lets exactly one of many claimants win', async () => {
    const job = await jobs.createJob(newJob())
    const claims = await Promise.all(Array.from({ length: 12 }, () => jobs.claim(job)))
    expect(claims.filter(claim => 'token' in claim)).toHaveLength(1)
    expect(await jobs.readJob(job)).toMatchObject({ state: 'running', attempt: 1 })
  })

  it('refuses a worker whose lease another took', async () => {
    const job = await jobs.createJob(newJob())
    const first = await jobs.claim(job)
    now += LEASE_MILLISECONDS
    const second = await jobs.claim(job)
    if (!('token' in first && 'token' in second)) throw new Error('not claimed')
    expect(await jobs.heartbeat(job, first.token)).toEqual({ refused: 'lease-lost' })
    expect(await jobs.complete(job, first.token, { mine: 1 }, [])).toEqual({ refused: 'lease-lost' })
    await jobs.complete(job, second.token, { mine: 2 }, [])
    expect(await jobs.readJob(job)).toMatchObject({ state: 'succeeded', result: { mine: 2 }, attempt: 2 })
  })

  it('numbers events without gaps, whoever writes', async () => {
    const job = await jobs.createJob(newJob())
    const numbers = await Promise.all(
      Array.from({ length: 15 }, () => jobs.appendEvent(job, { type: 'progress' })),
    )
    expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: 15 }, (_, i) => i + 2))
    const rest = await jobs.readEvents(job, 10, 3)
    expect(rest.map(({ sequence }) => sequence)).toEqual([11, 12, 13])
    expect(await jobs.readEvents(job, 16)).toEqual([])
  })

  it('forgets texts and the queue entry when the job ends, however it ends', async () => {
    const ends = [
      (job: { id: string; tenant: string }) => jobs.requestCancel(job),
      async (job: { id: string; tenant: string }) => {
        const claim = await jobs.claim(job)
        if ('token' in claim) await jobs.fail(job, claim.token, { code: 'x', message: 'y' })
      },
      async (job: { id: string; tenant: string }) => {
        const claim = await jobs.claim(job)
        if ('token' in claim) await jobs.complete(job, claim.token, {}, [])
      },
    ]
    for (const end of ends) {
      const job = newJob()
      await jobs.createJob(job, { 'texts.jsonl': '"secret"\n' })
      expect(Buffer.from((await jobs.readInput(job, 'texts.jsonl')) ?? []).toString()).toContain('secret')
      await end(job)
      expect(await jobs.readInput(job, 'texts.jsonl')).toBeUndefined()
      expect(await jobs.unfinished()).toEqual([])
      expect(await jobs.createJob(job)).not.toMatchObject({ state: 'queued' })
      expect(await jobs.unfinished()).toEqual([])
    }
  })

  it('keeps the queue in the order of creation over tenants, and sweeps markers without a job', async () => {
    const made = []
    for (const tenant of ['b', 'a', 'c', 'a']) made.push((await jobs.createJob(newJob(tenant))).id)
    await store.put('queue/job_none.json', '{"tenant":"a"}')
    expect((await jobs.unfinished()).map(({ id }) => id)).toEqual(made)
    expect(await store.head('queue/job_none.json')).toBeUndefined()
  })

  it('sweeps texts whose job never came', async () => {
    const dying = openJobStore(dyingAfter(store, 2), () => now)
    const creating = dying.createJob(newJob(), { 'texts.jsonl': '"secret"\n' })
    await expect(creating).rejects.toThrow('dead')
    // Until then it may be on its way.
    now += CREATION_MILLISECONDS - 1
    expect(await jobs.unfinished()).toEqual([])
    expect((await store.list('')).objects).toHaveLength(2)
    now += 1
    expect(await jobs.unfinished()).toEqual([])
    expect((await store.list('')).objects).toEqual([])
  })

  it('makes a job under an identifier under which another try died, and keeps no text of either', async () => {
    const job = newJob()
    const dying = openJobStore(dyingAfter(store, 2), () => now)
    await expect(dying.createJob(job, { 'texts.jsonl': '"secret"\n' })).rejects.toThrow('dead')
    now += CREATION_MILLISECONDS
    await jobs.createJob(job, { 'texts.jsonl': '"secret"\n' })
    expect((await jobs.unfinished()).map(({ id }) => id)).toEqual([job.id])
    expect(await jobs.readInput({ ...job, shard: 3 }, 'texts.jsonl')).toBeDefined()
    await jobs.requestCancel(job)
    expect((await store.list('')).objects.filter(({ key }) => key.includes('/input/'))).toEqual([])
  })

  it('reads the input of a job that was made when it had no folder', async () => {
    const job = await jobs.createJob(newJob())
    const { inputFolder: _, ...old } = job
    const folder = { tenant: job.tenant, collection: 'jobs' as const, id: job.id }
    await store.put(keyOf(folder), JSON.stringify(old))
    await store.put(keyOf({ ...folder, path: ['input', 'texts.jsonl'] }), '"old"')
    expect(Buffer.from((await jobs.readInput(job, 'texts.jsonl')) ?? []).toString()).toBe('"old"')
    await jobs.requestCancel(job)
    expect(await store.head(keyOf({ ...folder, path: ['input', 'texts.jsonl'] }))).toBeUndefined()
  })

  it('keeps the files of the attempt that won, and of no other', async () => {
    const job = await jobs.createJob(newJob())
    for (const attempt of [1, 2]) {
      const claim = await jobs.claim(job)
      if (!('token' in claim)) throw new Error('not claimed')
      await store.put(outputKey({ ...job, attempt }, 'f'), 'x')
      await (attempt === 1 ? jobs.release(job, claim.token) : jobs.complete(job, claim.token, {}, []))
    }
    // Of one who lost the lease and does not know it yet.
    await store.put(outputKey({ ...job, attempt: 1 }, 'late'), 'x')
    expect(await jobs.settle(job)).toBe(true)
    const folder = outputKey({ ...job, attempt: 1 }, 'f').slice(0, -'1/f'.length)
    expect((await store.list(folder)).objects.map(({ key }) => key)).toEqual([`${folder}2/f`])
  })

  it('does not know jobs of another tenant', async () => {
    const job = await jobs.createJob(newJob('a'))
    expect(await jobs.readJob({ tenant: 'b', id: job.id })).toBeUndefined()
    await expect(jobs.requestCancel({ tenant: 'b', id: job.id })).rejects.toMatchObject({ code: 'not-found' })
  })

  it('keeps an end to be told, wherever its writer dies', async () => {
    for (let survived = 0; ; survived++) {
      const job = await jobs.createJob(newJob())
      const claim = await jobs.claim(job)
      if (!('token' in claim)) throw new Error('not claimed')
      const isWhole = await openJobStore(dyingAfter(store, survived), () => now)
        .complete(job, claim.token, {}, [])
        .then(
          () => true,
          () => false,
        )
      const isEnded = (await jobs.readJob(job))?.state === 'succeeded'
      await jobs.unfinished()
      expect((await jobs.ended()).map(({ id }) => id)).toEqual(isEnded ? [job.id] : [])
      await jobs.forgetEnd(job.id)
      await jobs.unfinished()
      await jobs.settle(job)
      expect(await jobs.ended()).toEqual([])
      if (isWhole) break
      expect(survived).toBeLessThan(20)
    }
  })
})
