/**
 * The queue on Batch over its double: attempts are real workers, their state is in a bucket.
 * @module
 */
import type { BatchQueue } from '@promptpost/aws/batch'
import type { BatchDouble, BatchEvent } from '@promptpost/aws/testing/batch-double'
import { isFinished, type JobRecord, type JobStore } from '@promptpost/base/jobs'
import { newIdentifier, type ObjectStore } from '@promptpost/base/store'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type BatchPlace, openBatchPlace, until } from './batch-place.test.support.js'
import { MISCHIEF } from './fixture.test.handlers.js'

let place: BatchPlace
let batch: BatchDouble
let store: ObjectStore
let jobs: JobStore
let queue: BatchQueue
let events: BatchEvent[]
let now: () => number
/** How events get to the queue. */
let deliver: (event: BatchEvent) => Promise<void>

beforeEach(async () => {
  now = Date.now
  place = await openBatchPlace(2, () => now())
  ;({ batch, store, jobs, queue } = place)
  events = []
  deliver = event => queue.onEvent(event)
  place.deliver = event => {
    events.push(event)
    return deliver(event)
  }
})
afterEach(() => place.close())

const create = async (steps: number, seed = 1): Promise<JobRecord> => {
  const job = await jobs.createJob({
    id: newIdentifier('job'),
    tenant: 'acme-two',
    kind: 'distil',
    resource: { collection: 'students', id: 'stu_1' },
    input: { layers: 1, license: 'none', steps, seed },
  })
  await queue.submit(job)
  return job
}
const look = async (job: JobRecord): Promise<JobRecord> => (await jobs.readJob(job)) as JobRecord
const isDone = (job: JobRecord) => async () => isFinished(await look(job))
const isWorking = (job: JobRecord) => async () => (await look(job)).progress > 0
const submitted = () => [...batch.machine.jobs.values()]
const hasCheckpoint = (job: JobRecord) => async () =>
  (await store.list(`tenants/acme-two/jobs/${job.id}/checkpoint/`)).objects.length > 0
const never = async (): Promise<void> => {}

describe('a job on Batch', () => {
  it('runs to its end, once, under its own name', async () => {
    const job = await create(5)
    await Promise.all([queue.submit(job), queue.submit(job)])
    await until(isDone(job))
    await until(() => submitted()[0]?.status === 'SUCCEEDED')
    expect(await look(job)).toMatchObject({ state: 'succeeded', attempt: 1, crashes: 0 })
    expect(submitted().map(({ jobName }) => jobName)).toEqual([job.id])
    await queue.submit(job)
    expect(submitted()).toHaveLength(1)
    expect(await queue.describe(job)).toEqual({ state: 'unknown' })
  })

  it('is submitted once though the answer is lost', async () => {
    batch.chance = operation =>
      operation === 'SubmitJob' && batch.log.length < 1 ? { kind: 'drop-after' } : undefined
    const job = await create(5)
    await until(isDone(job))
    expect(submitted()).toHaveLength(1)
  })

  it('waits for the reconciler when Batch cannot be reached', async () => {
    batch.chance = operation =>
      operation === 'SubmitJob' ? { kind: 'status', status: 500, code: 'ServerException' } : undefined
    const job = await create(5)
    await queue.reconcile()
    batch.chance = () => undefined
    expect(submitted()).toHaveLength(0)
    await Promise.all([queue.reconcile(), queue.reconcile()])
    await until(isDone(job))
    expect(submitted()).toHaveLength(1)
  })

  it('is left to whoever is submitting it, for a while', async () => {
    const job = await create(5)
    await until(isDone(job))
    const other = await jobs.createJob({ ...job, id: newIdentifier('job') })
    const at = new Date().toISOString()
    await store.put(
      `tenants/acme-two/jobs/${other.id}/batch.json`,
      JSON.stringify({ state: 'submitting', at }),
    )
    await queue.reconcile()
    expect(submitted()).toHaveLength(1)
    now = () => Date.now() + 130_000
    await queue.reconcile()
    await until(isDone(other))
    expect(submitted()).toHaveLength(2)
  })

  it('goes on from its checkpoint when its worker is killed, and counts that', async () => {
    const job = await create(150)
    await until(hasCheckpoint(job))
    batch.machine.kill(submitted()[0]!.jobId)
    await until(isDone(job))
    const done = await look(job)
    expect(done).toMatchObject({ state: 'succeeded', attempt: 2, crashes: 1 })
    expect((done.result!.facts as { resumed_at: number }).resumed_at).toBeGreaterThan(0)
    expect(submitted()).toHaveLength(2)
  })

  it('that kills each of its workers fails, and is not tried for ever', async () => {
    const job = await create(5, MISCHIEF.crashAlways)
    await until(isDone(job))
    expect(await look(job)).toMatchObject({ state: 'failed', crashes: 3, failure: { code: 'worker-lost' } })
    await place.settled()
    await queue.reconcile()
    await batch.machine.idle()
    expect(submitted()).toHaveLength(3)
  })

  it('goes on when its instance is taken away, as often as that happens', async () => {
    const job = await create(150)
    for (let round = 1; round <= 4; round++) {
      await until(async () => (await look(job)).state === 'running' && (await look(job)).attempt === round)
      if (round === 1) await until(isWorking(job))
      batch.machine.reclaim(submitted()[0]!.jobId)
    }
    await until(isDone(job))
    const done = await look(job)
    expect(done).toMatchObject({ state: 'succeeded', attempt: 5, crashes: 0 })
    expect((done.result!.facts as { resumed_at: number }).resumed_at).toBeGreaterThan(0)
    expect(submitted()).toHaveLength(1)
  })

  it('ends when it is cancelled, running or not', async () => {
    const running = await create(5_000)
    const waiting = await Promise.all([create(5), create(5), create(5)])
    await until(isWorking(running))
    for (const job of [running, ...waiting]) {
      await jobs.requestCancel(job)
      await queue.cancel(job)
    }
    for (const job of [running, ...waiting]) {
      await until(isDone(job))
      expect(['cancelled', 'succeeded']).toContain((await look(job)).state)
    }
    expect(await look(running)).toMatchObject({ state: 'cancelled', crashes: 0 })
    await batch.machine.idle()
    expect((await store.list('queue/')).objects).toEqual([])
  })

  it('is gone from Batch when it is forgotten', async () => {
    const job = await create(5_000)
    await until(isWorking(job))
    await queue.forget(job)
    expect(submitted()[0]!.status).toBe('FAILED')
  })
})

describe('events of Batch', () => {
  it('may come twice and out of order', async () => {
    const late: BatchEvent[] = []
    deliver = async event => {
      late.push(event)
      if (late.length < 4) return
      for (const each of late.splice(0).reverse()) for (let i = 0; i < 2; i++) await queue.onEvent(each)
    }
    const job = await create(100)
    await until(hasCheckpoint(job))
    batch.machine.kill(submitted()[0]!.jobId)
    await until(async () => {
      if (late.length > 0) await Promise.all([...late, ...late].map(event => queue.onEvent(event)))
      return isFinished(await look(job))
    })
    expect(await look(job)).toMatchObject({ state: 'succeeded', attempt: 2, crashes: 1 })
    for (const event of events) await queue.onEvent(event)
    expect(submitted()).toHaveLength(2)
    expect(await look(job)).toMatchObject({ state: 'succeeded', attempt: 2 })
  })

  it('may never come: the reconciler finds out', async () => {
    deliver = never
    const job = await create(100)
    await until(hasCheckpoint(job))
    batch.machine.kill(submitted()[0]!.jobId)
    await until(() => submitted()[0]!.status === 'FAILED')
    expect((await look(job)).state).toBe('running')
    await queue.reconcile()
    await until(isDone(job))
    expect(await look(job)).toMatchObject({ state: 'succeeded', crashes: 1 })
  })

  it('are not needed for a job that Batch has forgotten', async () => {
    deliver = never
    const job = await create(100)
    await until(hasCheckpoint(job))
    batch.machine.kill(submitted()[0]!.jobId)
    await until(() => submitted()[0]!.status === 'FAILED')
    batch.machine.forgetEnded()
    await queue.reconcile()
    // Nobody can say that its worker is dead before the lease runs out.
    expect(submitted()).toHaveLength(0)
    now = () => Date.now() + 61_000
    await queue.reconcile()
    expect(submitted()).toHaveLength(1)
  })

  it('of others are left alone', async () => {
    deliver = never
    const job = await create(3)
    await until(isDone(job))
    const [event] = events
    const strange = [
      undefined,
      'text',
      {},
      { ...event, source: 'aws.ecs' },
      { ...event, detail: { ...event!.detail, jobQueue: 'arn:aws:batch:x:1:job-queue/other' } },
      { ...event, detail: { ...event!.detail, jobName: '../../tokens' } },
      { ...event, detail: { ...event!.detail, attempts: [null] } },
      { ...event, detail: null },
    ]
    const before = await look(job)
    for (const envelope of strange) await queue.onEvent(envelope)
    expect(await look(job)).toEqual(before)
  })
})
