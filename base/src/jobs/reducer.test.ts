import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
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

const fresh: JobRecord = {
  id: 'job_1',
  tenant: 't',
  kind: 'distil',
  resource: { collection: 'students', id: 'stu_1' },
  input: {},
  state: 'queued',
  progress: 0,
  metrics: {},
  attempt: 0,
  crashes: 0,
  cancelRequested: false,
  createdAt: time(0),
  updatedAt: time(0),
}

/** Any action of one of three workers, at any time. */
const action = fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.nat(300), fc.nat(7)).map(([worker, at, which]) => {
  const token = `token-${worker}`
  const actions: JobAction[] = [
    { type: 'claim', lease: lease(worker, at + 60) },
    { type: 'claim', lease: lease(worker, at + 60) },
    {
      type: 'heartbeat',
      token,
      expiresAt: time(at + 60),
      report: { progress: at / 300, metrics: { loss: Number.NaN, step: at } },
    },
    { type: 'complete', token, result: { worker }, files: [] },
    { type: 'fail', token, failure: { code: 'x', message: 'y' } },
    { type: 'release', token },
    { type: 'lost', worker },
    { type: 'cancel' },
  ]
  return { at, action: actions[which] as JobAction }
})

describe('the job state machine', () => {
  it('holds its invariants in every order of events', () => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 40 }), steps => {
        let job = fresh
        for (const { at, action } of [...steps].sort((x, y) => x.at - y.at)) {
          const before = structuredClone(job)
          const { job: next } = reduceJob(job, action, time(at))
          expect(job).toEqual(before)
          if (!next) continue
          expect(isFinished(job)).toBe(false)
          expect(next.state === 'running').toBe(next.lease !== undefined)
          expect(isFinished(next)).toBe(next.finishedAt !== undefined)
          expect(next.attempt - job.attempt).toBe(action.type === 'claim' && next.state === 'running' ? 1 : 0)
          expect(next.progress).toBeGreaterThanOrEqual(0)
          expect(next.progress).toBeLessThanOrEqual(1)
          expect(Object.values(next.metrics).every(Number.isFinite)).toBe(true)
          expect(next.crashes).toBeLessThanOrEqual(CRASH_LIMIT)
          if (job.cancelRequested) expect(next.state).not.toBe('queued')
          if ('token' in action) expect(job.lease?.token).toBe(action.token)
          job = next
        }
      }),
    )
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
      job = reduceJob(job, { type: 'lost', worker: 'a' }, time(i)).job as JobRecord
      expect(job).toMatchObject({ state: 'queued', crashes: i })
    }
    job = reduceJob(job, { type: 'lost', worker: 'a' }, time(9)).job as JobRecord
    expect(job).toMatchObject({ state: 'failed', failure: { code: 'worker-lost' } })
  })
})
