/**
 * A divided job with workers at its shards and users at the same time, who stop and die anywhere. fast-check decides at each access to
 * the store whose turn it is.
 */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ObjectStore, objectsUnder, openMemoryStore } from '../store/index.js'
import type { WorkName } from './events.js'
import { outputKey } from './job-keys.js'
import { LEASE_MILLISECONDS, openJobStore } from './job-store.js'
import type { JobStore } from './job-store-type.js'
import { expectLegal } from './legal.test.support.js'
import { isEnd, isFinished, type JobRecord } from './record.js'
import { seenBy } from './turns.test.support.js'

const SHARDS = 2
const name = { tenant: 'acme', id: 'job_1' }
const job = {
  ...name,
  kind: 'predict' as const,
  resource: { collection: 'predictions' as const, id: 'prd_1' },
  input: {},
  shards: SHARDS,
}

type WorkerStep = 'beat' | 'complete' | 'fail' | 'release'
/** A worker at a shard that dies after so many accesses to the store, or lives, and how it ends that. */
type WorkerPlan = { shard: number; steps: WorkerStep[]; accesses: number }
type OtherStep = 'cancel' | 'advance' | 'wait' | 'lost0' | 'lost1' | 'lost2'

const workerPlan: fc.Arbitrary<WorkerPlan> = fc.record({
  shard: fc.nat(SHARDS - 1),
  steps: fc.constantFrom<WorkerStep[]>(
    ['complete'],
    ['beat', 'complete'],
    ['beat', 'complete'],
    ['fail'],
    ['beat', 'release'],
  ),
  accesses: fc.oneof(fc.constant(Number.POSITIVE_INFINITY), fc.integer({ min: 1, max: 40 })),
})
const otherPlan = fc.array(
  fc.constantFrom<OtherStep>('cancel', 'advance', 'wait', 'wait', 'lost0', 'lost1', 'lost2'),
  { maxLength: 4 },
)

/** Every record of the job that was written, and whether its shards had all succeeded when someone took it. */
const openRecorded = () => {
  const records: JobRecord[] = []
  const shards = new Map<string, JobRecord>()
  const early: JobRecord[] = []
  const memory = openMemoryStore(async () => {})
  const store: ObjectStore = {
    ...memory,
    async put(key, data, condition) {
      const head = await memory.put(key, data, condition)
      if (!key.endsWith('/record.json')) return head
      const record = JSON.parse(data as string) as JobRecord
      if (record.shard !== undefined) {
        const before = shards.get(key)
        if (before) expectLegal(before, record)
        shards.set(key, record)
      } else {
        const isDone = [...shards.values()].filter(({ state }) => state === 'succeeded').length === SHARDS
        if (record.lease && !records.at(-1)?.lease && !isDone) early.push(record)
        records.push(record)
      }
      return head
    },
  }
  return { store, records, early }
}

/** What a worker does: its shard and, where that was the last, the job. */
const work = async (
  jobs: JobStore,
  store: ObjectStore,
  worker: string,
  { shard, steps }: WorkerPlan,
): Promise<void> => {
  const own: WorkName = { ...name, shard }
  const claim = await jobs.claim(own, worker)
  if ('job' in claim) {
    for (const step of steps) {
      if (step === 'complete') await store.put(outputKey(claim.job, 'part'), `${shard}`)
      const outcome = await {
        beat: () => jobs.heartbeat(own, claim.token, { progress: 0.5 }),
        complete: () => jobs.complete(own, claim.token, {}, []),
        fail: () => jobs.fail(own, claim.token, { code: 'x', message: 'y' }),
        release: () => jobs.release(own, claim.token),
      }[step]()
      if (outcome.refused) {
        await jobs.settle(own)
        break
      }
      if (step === 'beat') await jobs.tellProgress(own, { progress: 0.5 })
    }
  }
  const whole = await jobs.claim(name, worker)
  if ('job' in whole) await jobs.complete(name, whole.token, {}, [])
}

/** Someone who sees to it that the job ends: work whose lease has run out is done again. */
const recover = async (jobs: JobStore, store: ObjectStore, wait: () => void): Promise<JobRecord> => {
  for (let round = 0; round < 20; round++) {
    wait()
    const now = await jobs.advance(name)
    if (!now || isFinished(now)) {
      await jobs.settle(name)
      return (await jobs.readJob(name))!
    }
    for (const each of await jobs.work(now))
      await work(jobs, store, `later${round}`, {
        shard: each.name.shard ?? 0,
        steps: ['complete'],
        accesses: 0,
      })
  }
  throw new Error('it does not end')
}

describe('a divided job between many', () => {
  it('ends once, after its shards, and leaves nothing of them, wherever anyone dies', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(workerPlan, { minLength: 2, maxLength: 4 }),
        otherPlan,
        async (scheduler, plans, others) => {
          const { store, records, early } = openRecorded()
          let now = 1_800_000_000_000
          const clock = (): number => now++
          const jobs = openJobStore(store, clock)
          await jobs.createJob(job)
          const living = plans.flatMap((plan, i) => {
            const seen = seenBy(store, scheduler, plan.accesses)
            const working = work(openJobStore(seen, clock), seen, `worker${i}`, plan)
            return Number.isFinite(plan.accesses) ? [] : [working]
          })
          const outside = async (): Promise<void> => {
            const mine = openJobStore(seenBy(store, scheduler, Number.POSITIVE_INFINITY), clock)
            for (const step of others) {
              if (step === 'cancel') await mine.requestCancel(name)
              else if (step === 'advance') await mine.advance(name)
              else if (step === 'wait') now += LEASE_MILLISECONDS * 0.7
              else {
                const i = Number(step.at(-1))
                const shard = plans[i]?.shard
                const isOver = isFinished((await jobs.readJob(name))!)
                if (shard !== undefined && !isOver)
                  await mine.lost({ ...name, shard }, `worker${i}`).catch(() => {})
              }
            }
          }
          await scheduler.waitFor(Promise.all([...living, outside()]))
          await scheduler.waitIdle()
          const final = await recover(jobs, store, () => {
            now += LEASE_MILLISECONDS + 1
          })

          for (const [i, record] of records.entries()) if (i > 0) expectLegal(records[i - 1]!, record)
          expect(early).toEqual([])
          expect(isFinished(final)).toBe(true)
          if (final.cancelRequested) expect(final.state).not.toBe('failed')
          const isAsked = others.includes('cancel')
          const mayFail =
            plans.some(({ steps }) => steps.includes('fail')) || final.failure?.code === 'worker-lost'
          if (!isAsked && !mayFail) expect(final.state).toBe('succeeded')
          const left: string[] = []
          for await (const { key } of objectsUnder(store, `tenants/acme/jobs/${name.id}/shards/`))
            left.push(key)
          expect(left).toEqual([])
          expect((await store.list('queue/')).objects).toEqual([])
          const ends = (await jobs.readEvents(name, 0, 1000)).map(({ type }) => type).filter(isEnd)
          expect(ends).toEqual([final.state])
        },
      ),
      { numRuns: 400 },
    )
  })

  it('ends at once when it is cancelled and nobody is at a shard', async () => {
    const jobs = openJobStore(openMemoryStore(async () => {}))
    await jobs.createJob(job)
    const claim = await jobs.claim({ ...name, shard: 0 }, 'w')
    if (!('job' in claim)) throw new Error('it should be free')
    expect((await jobs.requestCancel(name)).job).toMatchObject({ state: 'running', cancelRequested: true })
    await jobs.release({ ...name, shard: 0 }, claim.token)
    expect(await jobs.readJob(name)).toMatchObject({ state: 'cancelled' })
    expect(await jobs.claim({ ...name, shard: 1 }, 'w')).toEqual({ refused: 'finished' })
  })

  it('adds up the time of its workers, once', async () => {
    let now = 1_800_000_000_000
    const jobs = openJobStore(
      openMemoryStore(async () => {}),
      () => now,
    )
    await jobs.createJob(job)
    for (let shard = 0; shard < SHARDS; shard++) {
      const claim = await jobs.claim({ ...name, shard }, `w${shard}`)
      if (!('job' in claim)) throw new Error('it should be free')
      expect(await jobs.claim(name, 'early')).toEqual({ refused: 'divided' })
      now += 1_000 * (shard + 1)
      await jobs.complete({ ...name, shard }, claim.token, {}, [])
    }
    for (const wait of [500, 700]) {
      const claim = await jobs.claim(name, `after ${wait}`)
      if (!('job' in claim)) throw new Error('it should be free')
      now += wait
      if (wait === 500) await jobs.release(name, claim.token)
      else await jobs.complete(name, claim.token, {}, [])
    }
    expect(await jobs.readJob(name)).toMatchObject({
      state: 'succeeded',
      attempt: 2,
      computeMilliseconds: 1_000 + 2_000 + 500 + 700,
      metrics: { shards: 2, shards_done: 2 },
    })
  })
})
