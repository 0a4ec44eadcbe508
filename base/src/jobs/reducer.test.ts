import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { freshJob } from './job-making.js'
import { expectLegal } from './legal.test.support.js'
import { isFinished, type JobRecord, type Lease } from './record.js'
import { CRASH_LIMIT, type JobAction, reduceJob } from './reducer.js'

const owner = { host: 'h', pid: 1, started: '1' }
const time = (second: number): string => new Date(second * 1000).toISOString()
const lease = (worker: string, until: number): Lease => ({
  token: `token-${worker}`,
  worker,
  owner,
  expiresAt: time(until),
})

const fresh: JobRecord = freshJob(
  {
    id: 'job_1',
    tenant: 't',
    kind: 'distil',
    resource: { collection: 'students', id: 'stu_1' },
    input: {},
  },
  time(0),
)

const divided: JobRecord = { ...fresh, shards: 2 }

type Step = { at: number; action: JobAction }

/** Any action of one of three workers at any time. Each claim has a token of its own, as from a worker that starts anew. */
const step: fc.Arbitrary<Step> = fc
  .tuple(fc.constantFrom('a', 'b', 'c'), fc.nat(3), fc.nat(300), fc.nat(14))
  .map(([worker, start, at, which]) => {
    const name = `${worker}${start}`
    const token = `token-${name}`
    const actions: JobAction[] = [
      { type: 'claim', lease: lease(name, at + 60) },
      { type: 'claim', lease: lease(name, at + 60) },
      { type: 'claim', lease: lease(name, at + 5) },
      {
        type: 'heartbeat',
        token,
        expiresAt: time(at + 60),
        report: { progress: at / 100, device: 'cpu', metrics: { loss: Number.NaN, step: at } },
      },
      { type: 'complete', token, result: { token }, files: [] },
      { type: 'fail', token, failure: { code: 'x', message: 'y' } },
      { type: 'release', token },
      { type: 'lost', worker: name },
      { type: 'lost', worker: name, isReclaimed: true },
      { type: 'cancel' },
      { type: 'begin' },
      { type: 'shard-report', index: at % 2, report: { stage: 'predict', progress: (at % 5) / 4 } },
      { type: 'shards-ended', shardMilliseconds: 7, failure: { code: 'x', message: 'y' } },
      { type: 'shards-ended', shardMilliseconds: 7 },
      { type: 'claim', lease: lease(name, at + 60), shardMilliseconds: 7 },
    ]
    return { at, action: actions[which] as JobAction }
  })

const inOrder = (steps: Step[]): Step[] => [...steps].sort((x, y) => x.at - y.at)

/** Every record that the steps lead through, with what led there; refused steps are left out. */
const history = (
  steps: Step[],
  start = fresh,
): { before: JobRecord; action: JobAction; after: JobRecord; at: number }[] => {
  let job = start
  return steps.flatMap(({ at, action }) => {
    const { job: after } = reduceJob(job, action, time(at))
    const before = job
    job = after ?? job
    return after ? [{ before, action, after, at }] : []
  })
}

const holds = (property: (steps: Step[], start: JobRecord) => void): void =>
  fc.assert(
    fc.property(
      fc.array(step, { maxLength: 60 }),
      fc.boolean(),
      fc.constantFrom(fresh, divided),
      (steps, isOrdered, start) => property(isOrdered ? inOrder(steps) : steps, start),
    ),
    { numRuns: 1000 },
  )

describe('the job state machine', () => {
  it('goes from legal state to legal state, whatever comes in whatever order, and changes no record it was given', () => {
    holds((steps, start) => {
      const kept = structuredClone(fresh)
      for (const { before, action, after } of history(steps, start)) {
        expectLegal(before, after)
        if (after.attempt > before.attempt) expect(action.type).toBe('claim')
      }
      expect(fresh).toEqual(kept)
    })
  })

  it('ends at most once', () => {
    holds((steps, start) => {
      const ends = history(steps, start).filter(({ after }) => isFinished(after))
      expect(ends.length).toBeLessThanOrEqual(1)
      expect(history(steps, start).findIndex(({ after }) => isFinished(after))).toBe(
        ends.length === 0 ? -1 : history(steps, start).length - 1,
      )
      const [end] = ends
      if (end?.after.state === 'succeeded')
        expect(end.after.result).toEqual({ token: end.before.lease?.token })
    })
  })

  it('is moved by the holder of its lease alone, and never again by one that another took over from', () => {
    holds((steps, start) => {
      const past = new Set<string>()
      for (const { before, action, after } of history(steps, start)) {
        if ('token' in action) {
          expect(before.lease?.token).toBe(action.token)
          expect(past).not.toContain(action.token)
        }
        const [held, holds] = [before.lease?.token, after.lease?.token]
        if (held !== undefined && held !== holds) past.add(held)
        if (holds !== undefined && held !== holds) past.delete(holds)
      }
    })
  })

  it('is the same after an action that comes twice', () => {
    holds((steps, start) => {
      let job = start
      for (const { at, action } of steps) {
        const once = reduceJob(job, action, time(at)).job
        if (!once) continue
        const twice = reduceJob(once, action, time(at + 4)).job ?? once
        expect({ ...twice, updatedAt: '' }).toEqual({ ...once, updatedAt: '' })
        job = once
      }
    })
  })

  it('starts no more often than it was given back, machines were taken away and workers may vanish', () => {
    holds((steps, start) => {
      const attempts = history(steps, start).filter(({ before, after }) => after.attempt > before.attempt)
      const givenBack = history(steps, start).filter(
        ({ action }) => action.type === 'release' || (action.type === 'lost' && action.isReclaimed),
      )
      expect(attempts.length).toBeLessThanOrEqual(CRASH_LIMIT + givenBack.length)
    })
  })

  it('lets nobody have a divided job before its shards are done, and counts their time once', () => {
    holds(steps => {
      for (const { before, action, after } of history(steps, divided)) {
        if (after.lease && !before.lease && !before.isGathered)
          expect(action).toMatchObject({ type: 'claim', shardMilliseconds: 7 })
        if (action.type === 'shards-ended') expect(before.isGathered).toBeUndefined()
        const isCounted = after.isGathered === true
        if (isCounted && !before.isGathered)
          expect(after.computeMilliseconds).toBe((before.computeMilliseconds ?? 0) + 7)
        expect(before.isGathered === true && !isCounted).toBe(false)
      }
    })
  })

  it('lets a second worker in only when the lease has run out, and the first one then out', () => {
    const first = reduceJob(fresh, { type: 'claim', lease: lease('a', 60) }, time(0)).job as JobRecord
    expect(reduceJob(first, { type: 'claim', lease: lease('b', 90) }, time(59))).toEqual({ refused: 'held' })
    const second = reduceJob(first, { type: 'claim', lease: lease('b', 120) }, time(60)).job as JobRecord
    expect(second.attempt).toBe(2)
    const late: JobAction = { type: 'complete', token: 'token-a', result: {}, files: [] }
    expect(reduceJob(second, late, time(61))).toEqual({ refused: 'lease-lost' })
  })

  it('lets a slow worker go on while nobody took over', () => {
    const job = reduceJob(fresh, { type: 'claim', lease: lease('a', 60) }, time(0)).job as JobRecord
    const beat: JobAction = { type: 'heartbeat', token: 'token-a', expiresAt: time(160) }
    expect(reduceJob(job, beat, time(100)).job?.lease?.expiresAt).toBe(time(160))
  })

  it('cancels at once what waits, and at the next step what runs', () => {
    expect(reduceJob(fresh, { type: 'cancel' }, time(1)).job?.state).toBe('cancelled')
    const running = reduceJob(fresh, { type: 'claim', lease: lease('a', 60) }, time(0)).job as JobRecord
    const asked = reduceJob(running, { type: 'cancel' }, time(1)).job as JobRecord
    expect(asked).toMatchObject({ state: 'running', cancelRequested: true })
    for (const end of [
      { type: 'release', token: 'token-a' },
      { type: 'lost', worker: 'a' },
    ] as const)
      expect(reduceJob(asked, end, time(2)).job?.state).toBe('cancelled')
  })

  it('fails a job whose workers vanish too often, also before they claim it', () => {
    let job = fresh
    for (let i = 1; i < CRASH_LIMIT; i++) {
      job = reduceJob(job, { type: 'lost', worker: `w${i}` }, time(i)).job as JobRecord
      expect(job).toMatchObject({ state: 'queued', crashes: i })
      expect(reduceJob(job, { type: 'lost', worker: `w${i}` }, time(i))).toEqual({ refused: 'lease-lost' })
    }
    job = reduceJob(job, { type: 'lost', worker: 'last' }, time(9)).job as JobRecord
    expect(job).toMatchObject({ state: 'failed', failure: { code: 'worker-lost' } })
  })

  it('fails a job for which no worker came, at once and saying so', () => {
    const unstarted = { type: 'lost', worker: 'w0', isUnstarted: true } as const
    const { job } = reduceJob(fresh, unstarted, time(1))
    expect(job).toMatchObject({ state: 'failed', crashes: 0, failure: { code: 'not-started' } })
    const asked = { ...fresh, cancelRequested: true }
    expect(reduceJob(asked, unstarted, time(1)).job?.state).toBe('cancelled')
  })

  it('fails a job that each worker lets run out', () => {
    let job = fresh
    for (let i = 0; i < CRASH_LIMIT; i++)
      job = reduceJob(job, { type: 'claim', lease: lease(`w${i}`, i * 60 + 60) }, time(i * 60))
        .job as JobRecord
    expect(job).toMatchObject({ state: 'running', attempt: CRASH_LIMIT, crashes: CRASH_LIMIT - 1 })
    job = reduceJob(job, { type: 'claim', lease: lease('last', 999) }, time(500)).job as JobRecord
    expect(job).toMatchObject({ state: 'failed', failure: { code: 'worker-lost' } })
  })
})
