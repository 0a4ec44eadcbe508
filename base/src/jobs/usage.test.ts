import { beforeEach, describe, expect, it } from 'vitest'
import { newIdentifier, type ObjectStore, openMemoryStore } from '../store/index.js'
import { openJobStore } from './job-store.js'
import type { JobStore } from './job-store-type.js'
import type { JobKind, JobRecord } from './record.js'
import { countUsage, readUsage, sumUsage } from './usage.js'

const NOON = Date.parse('2026-03-01T12:00:00Z')
let store: ObjectStore
let jobs: JobStore
let now: number
beforeEach(() => {
  now = NOON
  store = openMemoryStore()
  jobs = openJobStore(store, () => now)
})

const run = async (kind: JobKind, tenant = 'acme') => {
  const id = newIdentifier('job')
  const job = await jobs.createJob({
    id,
    tenant,
    kind,
    resource: { collection: 'predictions', id: 'prd_1' },
    input: {},
  })
  const claim = await jobs.claim(job, 'first')
  if (!('token' in claim)) throw new Error('not claimed')
  return { job, token: claim.token }
}

const tell = async (): Promise<void> => {
  for (const job of await jobs.ended()) {
    await countUsage(store, job)
    await countUsage(store, job)
  }
}

describe('usage', () => {
  it('adds up what ended on each day, each end once', async () => {
    const distil = await run('distil')
    const predict = await run('predict')
    const failed = await run('transfer')
    now += 1500
    const files = [
      { name: 'a', size: 100, sha256: '' },
      { name: 'b', size: 23, sha256: '' },
    ]
    await jobs.complete(distil.job, distil.token, { facts: { tokens: 4096 } }, files)
    await jobs.fail(failed.job, failed.token, { code: 'x', message: 'x' })
    await tell()
    now += 86_400_000
    await jobs.complete(predict.job, predict.token, { count: 7 }, [])
    await tell()
    const days = await readUsage(store, 'acme', '2026-02-27', '2026-03-31')
    expect(days).toEqual([
      {
        date: '2026-03-01',
        usage: {
          jobs: { distil: 1, transfer: 1, predict: 0 },
          failed: 1,
          cancelled: 0,
          computeSeconds: 3,
          texts: 0,
          tokens: 4096,
          bytes: 123,
        },
      },
      {
        date: '2026-03-02',
        usage: expect.objectContaining({ texts: 7, computeSeconds: 86_401.5, tokens: 0, bytes: 0 }),
      },
    ])
    expect(sumUsage(days.map(({ usage }) => usage))).toMatchObject({
      jobs: { distil: 1, transfer: 1, predict: 1 },
    })
    expect(await readUsage(store, 'acme', '2026-03-02', '2026-03-02')).toHaveLength(1)
    expect(await readUsage(store, 'other', '2026-01-01', '2026-12-31')).toEqual([])
  })

  it('counts the time of every attempt, of one that vanished up to its last word', async () => {
    const { job, token } = await run('predict')
    now += 2000
    await jobs.heartbeat(job, token, { progress: 0.5 })
    now += 50_000
    await jobs.lost(job, 'first')
    now += 1_000_000
    const second = await jobs.claim(job, 'second')
    if (!('token' in second)) throw new Error('not claimed')
    now += 3000
    await jobs.release(job, second.token)
    const third = await jobs.claim(job, 'third')
    if (!('token' in third)) throw new Error('not claimed')
    now += 500
    await jobs.complete(job, third.token, {}, [])
    const record = (await jobs.readJob(job)) as JobRecord
    expect(record).toMatchObject({ state: 'succeeded', computeMilliseconds: 5500 })
    expect(record.claimedAt).toBeUndefined()
  })

  it('counts a job that was cancelled before it began', async () => {
    const id = newIdentifier('job')
    const resource = { collection: 'students' as const, id: 'stu_1' }
    const job = await jobs.createJob({ id, tenant: 'acme', kind: 'distil', resource, input: {} })
    await jobs.requestCancel(job)
    await tell()
    const [day] = await readUsage(store, 'acme', '2026-03-01', '2026-03-01')
    expect(day!.usage).toMatchObject({ jobs: { distil: 1 }, cancelled: 1, computeSeconds: 0 })
  })
})
