/**
 * Divided jobs as arrays of Batch: shards are lost, machines taken away, events and answers go missing, and the job is still one job.
 */
import { isFinished, type JobRecord, outputKey, PREDICTIONS_FILE, TEXTS_FILE } from '@promptpost/base/jobs'
import { newIdentifier, objectsUnder } from '@promptpost/base/store'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type BatchPlace, openBatchPlace, until } from './batch-place.test.support.js'
import { MISCHIEF } from './fixture.test.handlers.js'

const SHARDS = 3
const TEXTS = Array.from({ length: 10 }, (_, i) => 'x'.repeat(i + 1))

let place: BatchPlace
beforeEach(async () => {
  place = await openBatchPlace()
})
afterEach(() => place.close())

const create = async (steps: number, shards?: number, seed = 1): Promise<JobRecord> => {
  const name = { tenant: 'acme-two', id: newIdentifier('job') }
  const lines = TEXTS.map(text => `${JSON.stringify(text)}\n`).join('')
  const made = {
    ...name,
    kind: 'predict' as const,
    resource: { collection: 'predictions' as const, id: 'prd_1' },
    input: { task: { verbalizer: { a: ['a'], b: ['b'], c: ['c'] } }, steps, seed },
    ...(shards === undefined ? {} : { shards }),
  }
  const job = await place.jobs.createJob(made, { [TEXTS_FILE]: lines })
  await place.queue.submit(job)
  return job
}
const look = async (job: JobRecord): Promise<JobRecord> => (await place.jobs.readJob(job)) as JobRecord
const isDone = (job: JobRecord) => async () => isFinished(await look(job))
const atBatch = () => [...place.batch.machine.jobs.values()]
/** Batch jobs by name, without the children of arrays. */
const names = () =>
  atBatch().flatMap(({ jobName, arrayProperties }) => (arrayProperties?.index === undefined ? jobName : []))
const childOf = (job: JobRecord, index: number) =>
  atBatch().find(
    ({ jobName, arrayProperties }) => jobName.startsWith(job.id) && arrayProperties?.index === index,
  )!
const isWorking = (job: JobRecord, shard: number) => async () =>
  ((await place.jobs.readJob({ ...job, shard }))?.progress ?? 0) > 0

const results = async (job: JobRecord): Promise<string> =>
  Buffer.from((await place.store.get(outputKey(await look(job), PREDICTIONS_FILE)))!.bytes).toString('utf8')

/** Nothing of a job that has ended but its record, its events, its tickets and, where it succeeded, its files. */
const expectOrder = async (job: JobRecord): Promise<void> => {
  await place.batch.machine.idle()
  await place.settled()
  const { state, attempt } = await look(job)
  const left: string[] = []
  for await (const { key } of objectsUnder(place.store, `tenants/acme-two/jobs/${job.id}/`))
    left.push(key.split('/').slice(4).join('/'))
  const allowed = new RegExp(
    `^(record\\.json|events/.*|batch.*\\.json${state === 'succeeded' ? `|output/${attempt}/.*` : ''})$`,
  )
  expect(left.filter(key => !allowed.test(key))).toEqual([])
  expect((await place.store.list('queue/')).objects).toEqual([])
  expect(atBatch().filter(({ status }) => status !== 'SUCCEEDED' && status !== 'FAILED')).toEqual([])
}

describe('a divided job on Batch', () => {
  it('is one array, and gives what it gives undivided', async () => {
    const [whole, job] = [await create(2), await create(2, SHARDS)]
    await Promise.all([place.queue.submit(job), place.queue.submit(job)])
    for (const each of [whole, job]) await until(isDone(each))
    expect(await look(job)).toMatchObject({ state: 'succeeded', attempt: 1, crashes: 0, isGathered: true })
    expect(await results(job)).toBe(await results(whole))
    await expectOrder(job)
    expect(names()).toEqual([whole.id, `${job.id}-shards`])
    const parent = atBatch().find(
      ({ jobName, arrayProperties }) => jobName === `${job.id}-shards` && arrayProperties?.size,
    )!
    expect(parent).toMatchObject({
      status: 'SUCCEEDED',
      arrayProperties: { size: SHARDS, statusSummary: { SUCCEEDED: SHARDS } },
    })
    expect(atBatch().map(({ attempts }) => attempts.length)).toEqual([1, 0, 1, 1, 1])
  })

  it('counts what all of its workers did, and tells how far they are together', async () => {
    const job = await create(10, SHARDS)
    await until(isWorking(job, 1))
    expect(await look(job)).toMatchObject({ state: 'running', shards: SHARDS })
    expect((await look(job)).lease).toBeUndefined()
    await until(isDone(job))
    const read = () => place.jobs.readEvents(job, 0, 1_000)
    await until(async () => (await read()).at(-1)?.type === 'succeeded')
    const events = await read()
    const shares = events.flatMap(({ type, progress }) => (type === 'progress' ? (progress ?? []) : []))
    expect(shares.every(share => share >= 0 && share <= 1)).toBe(true)
    // Ten steps of 20 ms in each of the shards, and again in the job itself.
    expect((await look(job)).computeMilliseconds).toBeGreaterThan((SHARDS + 1) * 200)
  })

  it('does a shard again whose worker is killed, and no other', async () => {
    const job = await create(40, SHARDS)
    await until(isWorking(job, 1))
    place.batch.machine.kill(childOf(job, 1).jobId)
    await until(isDone(job))
    expect(await look(job)).toMatchObject({ state: 'succeeded', attempt: 1, crashes: 0 })
    expect(names()).toEqual([`${job.id}-shards`, `${job.id}-shard-1`])
    await expectOrder(job)
  })

  it('leaves it to Batch where an instance is taken away', async () => {
    const job = await create(40, SHARDS)
    await until(isWorking(job, 2))
    place.batch.machine.reclaim(childOf(job, 2).jobId)
    await until(isDone(job))
    expect((await look(job)).state).toBe('succeeded')
    expect(names()).toEqual([`${job.id}-shards`])
    await expectOrder(job)
    expect([0, 1, 2].map(index => childOf(job, index).attempts.length)).toEqual([1, 1, 2])
  })

  it('goes on when the worker dies that went on with it', async () => {
    const job = await create(40, SHARDS)
    await until(async () => (await look(job)).lease !== undefined)
    const { worker } = (await look(job)).lease!
    place.batch.machine.kill(worker.split('.')[0]!)
    await until(isDone(job))
    expect(await look(job)).toMatchObject({ state: 'succeeded', attempt: 2, crashes: 1 })
    // The shards were done: only what follows them is done again, by whoever comes first.
    expect(names().filter(each => ![`${job.id}-shards`, job.id].includes(each))).toEqual([])
    expect(atBatch().filter(({ attempts }) => attempts.length > 1)).toEqual([])
    await expectOrder(job)
  })

  it('fails as a whole where a shard fails, and the others stop', async () => {
    const job = await create(3, SHARDS, MISCHIEF.refuse)
    await until(isDone(job))
    expect(await look(job)).toMatchObject({ state: 'failed', failure: { code: 'invalid-data' } })
    await expectOrder(job)
  })

  it('fails where a shard kills each of its workers', async () => {
    const job = await create(3, 2, MISCHIEF.crashAlways)
    await until(isDone(job))
    expect(await look(job)).toMatchObject({ state: 'failed', failure: { code: 'worker-lost' } })
    await expectOrder(job)
  })

  it('leaves nothing when it is cancelled, whether its shards run or wait', async () => {
    const job = await create(5_000, 8)
    await until(isWorking(job, 1))
    await place.jobs.requestCancel(job)
    await place.queue.cancel(job)
    await until(isDone(job))
    expect((await look(job)).state).toBe('cancelled')
    expect((await look(job)).computeMilliseconds).toBeGreaterThan(0)
    await expectOrder(job)
  })

  it('is submitted once though the answer is lost, and at last though Batch cannot be reached', async () => {
    let calls = 0
    place.batch.chance = operation => {
      if (operation !== 'SubmitJob') return undefined
      return calls++ === 0 ? { kind: 'status', status: 500, code: 'ServerException' } : { kind: 'drop-after' }
    }
    const job = await create(3, SHARDS)
    expect(atBatch()).toEqual([])
    await Promise.all([place.queue.reconcile(), place.queue.reconcile()])
    await until(isDone(job))
    expect(names()).toEqual([`${job.id}-shards`])
  })

  it('needs no events: the reconciler finds out', async () => {
    place.deliver = async () => {}
    const job = await create(40, SHARDS)
    await until(isWorking(job, 0))
    place.batch.machine.kill(childOf(job, 0).jobId)
    await until(() => childOf(job, 0).status === 'FAILED')
    expect((await place.jobs.readJob({ ...job, shard: 0 }))?.state).toBe('running')
    await place.queue.reconcile()
    await until(isDone(job))
    expect(names()).toEqual([`${job.id}-shards`, `${job.id}-shard-0`])
  })
})
