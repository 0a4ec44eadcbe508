/**
 * The job store with workers, a queue and users at the same time, who stop and die anywhere. fast-check decides at each access to
 * the store whose turn it is.
 */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ObjectStore, openMemoryStore } from '../store/index.js'
import { dyingAfter } from '../store/testing/index.js'
import { CREATION_MILLISECONDS } from './job-making.js'
import { LEASE_MILLISECONDS, openJobStore } from './job-store.js'
import type { JobStore } from './job-store-type.js'
import { expectLegal } from './legal.test.support.js'
import { isEnd, isFinished, type JobRecord } from './record.js'
import type { Outcome } from './reducer.js'
import { seenBy, stepped } from './turns.test.support.js'

const name = { tenant: 'acme', id: 'job_1' }
const job = {
  ...name,
  kind: 'predict' as const,
  resource: { collection: 'predictions' as const, id: 'prd_1' },
  input: {},
}

type WorkerStep = 'beat' | 'complete' | 'fail' | 'release'
/** A worker that dies after so many accesses to the store, or lives; and what it does once it holds the job. */
type WorkerPlan = { steps: WorkerStep[]; accesses: number; isPatient: boolean }
type OtherStep = 'cancel' | 'create' | 'wait' | 'lost0' | 'lost1' | 'lost2'

const workerPlan: fc.Arbitrary<WorkerPlan> = fc.record({
  steps: fc.array(fc.constantFrom<WorkerStep>('beat', 'beat', 'complete', 'fail', 'release'), {
    maxLength: 4,
  }),
  accesses: fc.oneof(fc.constant(Number.POSITIVE_INFINITY), fc.integer({ min: 1, max: 25 })),
  isPatient: fc.boolean(),
})
const otherPlan = fc.array(
  fc.constantFrom<OtherStep>('cancel', 'create', 'wait', 'wait', 'lost0', 'lost1', 'lost2'),
  { maxLength: 5 },
)

/** A history of everything that was written under the record's key. */
const openRecorded = (): { store: ObjectStore; records: JobRecord[] } => {
  const records: JobRecord[] = []
  const memory = openMemoryStore(async () => {})
  const store: ObjectStore = {
    ...memory,
    async put(key, data, condition) {
      const head = await memory.put(key, data, condition)
      if (key.endsWith(`${name.id}/record.json`)) records.push(JSON.parse(data as string) as JobRecord)
      return head
    },
  }
  return { store, records }
}

/** Claims, works through its plan, and checks that what it was told is true of the attempt it has. */
const work = async (jobs: JobStore, worker: string, plan: WorkerPlan, wins: string[]): Promise<void> => {
  let claim = await jobs.claim(name, worker)
  for (let again = 0; plan.isPatient && again < 3 && 'refused' in claim; again++)
    claim = await jobs.claim(name, worker)
  if ('refused' in claim) return
  const { token } = claim
  const { attempt } = claim.job
  for (const step of plan.steps) {
    const outcome: Outcome = await {
      beat: () => jobs.heartbeat(name, token, { progress: 0.5, message: 'on the way' }),
      complete: () => jobs.complete(name, token, { token }, []),
      fail: () => jobs.fail(name, token, { code: 'x', message: 'y' }),
      release: () => jobs.release(name, token),
    }[step]()
    if (outcome.refused) return
    expect(outcome.job.attempt).toBe(attempt)
    if (step === 'complete' || step === 'fail') wins.push(token)
    if (step !== 'beat') expect(outcome.job.lease).toBeUndefined()
  }
}

describe('the job store between many', () => {
  it('keeps the machine’s promises in every interleaving, and recovers from every death', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(workerPlan, { minLength: 2, maxLength: 3 }),
        otherPlan,
        async (scheduler, plans, others) => {
          const { store, records } = openRecorded()
          let now = 1_800_000_000_000
          const clock = (): number => now
          const jobs = openJobStore(store, clock)
          await jobs.createJob(job, { 'texts.jsonl': '"secret"' })
          const wins: string[] = []
          const view = (accesses = Number.POSITIVE_INFINITY) =>
            openJobStore(seenBy(store, scheduler, accesses), clock)
          const living = plans.flatMap((plan, i) => {
            const working = work(view(plan.accesses), `worker${i}`, plan, wins)
            return Number.isFinite(plan.accesses) ? [] : [working]
          })
          const outside = async (): Promise<void> => {
            const mine = view()
            for (const step of others) {
              if (step === 'cancel') await mine.requestCancel(name)
              else if (step === 'create') await mine.createJob(job)
              else if (step === 'wait') now += LEASE_MILLISECONDS * 0.7
              else await mine.lost(name, `worker${step.at(-1)}`)
            }
          }
          await scheduler.waitFor(Promise.all([...living, outside()]))
          await scheduler.waitIdle()

          for (const [i, record] of records.entries()) {
            if (i > 0) expectLegal(records[i - 1]!, record)
          }
          const final = (await jobs.readJob(name))!
          expect(wins.length).toBeLessThanOrEqual(1)
          if (wins.length === 1) expect(isFinished(final)).toBe(true)
          if (final.state === 'succeeded') expect(final.result?.token).toBe(records.at(-2)?.lease?.token)

          const events = await jobs.readEvents(name, 0, 1000)
          expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, i) => i + 1))
          const ends = events.filter(({ type }) => isEnd(type))
          const everyoneLives = plans.every(({ accesses }) => !Number.isFinite(accesses))
          expect(ends).toEqual(events.slice(events.length - ends.length))
          expect(ends.length).toBeLessThanOrEqual(1)
          if (isFinished(final) && everyoneLives) expect(ends.map(({ type }) => type)).toEqual([final.state])

          const unfinished = (await jobs.unfinished()).map(({ id }) => id)
          expect(unfinished).toEqual(isFinished(final) ? [] : [name.id])
          expect((await jobs.readInput(name, 'texts.jsonl')) === undefined).toBe(isFinished(final))
          expect((await store.list('queue/')).objects).toHaveLength(unfinished.length)
          expect(await jobs.settle(name)).toBe(isFinished(final))
          const told = (await jobs.readEvents(name, 0, 1000)).map(({ type }) => type).filter(isEnd)
          expect(told).toEqual(isFinished(final) ? [final.state] : [])
        },
      ),
      { numRuns: 300 },
    )
  })
})

const INPUT = { 'texts.jsonl': '"secret"' }

/** A store in which one, or nobody, began to make the job an hour ago and died after so many changes. */
const openBegun = async (changes: number) => {
  let now = 1_800_000_000_000
  const clock = (): number => now
  const store = openMemoryStore(async () => {})
  if (changes > 0)
    await openJobStore(dyingAfter(store, changes), clock)
      .createJob(job, INPUT)
      .catch(() => {})
  now += CREATION_MILLISECONDS
  return { store, clock }
}

/** That what was promised is there, and that nothing is left of it after the end. */
const expectAccepted = async (store: ObjectStore, clock: () => number): Promise<void> => {
  const jobs = openJobStore(store, clock)
  expect(await jobs.readJob(name)).toMatchObject({ state: 'queued' })
  const input = await jobs.readInput(name, 'texts.jsonl')
  expect(input && Buffer.from(input).toString()).toBe(INPUT['texts.jsonl'])
  expect((await jobs.unfinished()).map(({ id }) => id)).toEqual([name.id])
  await jobs.requestCancel(name)
  const keys = (await store.list('')).objects.map(({ key }) => key)
  expect(keys.filter(key => key.includes('/input/') || key.startsWith('queue/'))).toEqual([])
  expect((await jobs.ended()).map(({ id }) => id)).toEqual([name.id])
}

describe('a job that is being made while others sweep', () => {
  /** More accesses than either makes. */
  const MOST = 10

  it.each([0, 1, 2])(
    'loses nothing, wherever either stands, with %i changes of one who died',
    async changes => {
      for (let made = 0; made <= MOST; made++)
        for (let swept = 0; swept <= MOST; swept++)
          for (const isMakerFirst of [true, false]) {
            const { store, clock } = await openBegun(changes)
            const [maker, sweeper] = [stepped(store), stepped(store)]
            const all = [
              openJobStore(maker.store, clock).createJob(job, INPUT),
              openJobStore(sweeper.store, clock).unfinished(),
            ]
            const turns = [() => maker.step(made), () => sweeper.step(swept)]
            for (const turn of isMakerFirst ? turns : turns.reverse()) await turn()
            const [first, last] = isMakerFirst ? [maker, sweeper] : [sweeper, maker]
            first.free()
            await all[isMakerFirst ? 0 : 1]
            last.free()
            await Promise.all(all)
            await expectAccepted(store, clock)
          }
    },
  )

  it('loses nothing in any interleaving of several who make it and several who sweep', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.integer({ min: 0, max: 2 }),
        fc.integer({ min: 1, max: 8 }),
        async (scheduler, changes, accesses) => {
          const { store, clock } = await openBegun(changes)
          const view = (left = Number.POSITIVE_INFINITY) =>
            openJobStore(seenBy(store, scheduler, left), clock)
          void view(accesses).createJob(job, INPUT)
          const living = [1, 2].flatMap(() => [view().createJob(job, INPUT), view().unfinished()])
          await scheduler.waitFor(Promise.all(living))
          await scheduler.waitIdle()
          await expectAccepted(store, clock)
        },
      ),
      { numRuns: 300 },
    )
  })
})
