import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { getPriority } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type Call,
  finished,
  isRunning,
  issueStudent,
  type Json,
  leaveHalfWritten,
  MISCHIEF,
  startServer,
  TASK,
  type TestServer,
  until,
  workerPids,
} from './testing/server.test.helper.js'

let server: TestServer
let provider: Call
let issued: Awaited<ReturnType<typeof issueStudent>>

beforeAll(async () => {
  server = await startServer()
  provider = await server.as('provider', 'provider')
  issued = await issueStudent(provider)
})
afterAll(() => server.close())

const distil = async (settings: object): Promise<Json> => {
  const body = { model: issued.model, dataset: issued.dataset, layers: 1, ...settings }
  return (await provider('POST', '/v1/students', body)).body
}
const isCounting = (job: Json): boolean => job.status === 'running' && job.progress > 0
const running = (student: Json): Promise<Json> =>
  until(() => provider('GET', `/v1/jobs/${student.job}`), isCounting)
/** Types of all events but progress, in order; page by page, since a slow machine reports more of them. */
const types = async (job: string): Promise<string[]> => {
  const found: string[] = []
  for (let after = 0, isOver = false; !isOver; ) {
    const page = (await provider('GET', `/v1/jobs/${job}/events?limit=100&wait=5&after=${after}`)).body
    found.push(...(page.data as Json[]).map(event => event.type))
    after = page.next
    isOver = page.finished
  }
  return found.filter(type => type !== 'progress')
}
// The default is what is looked at.
delete process.env.PROMPTPOST_WORKER_NICE

const dead = async (pid: number): Promise<boolean> => {
  for (let i = 0; i < 100 && isRunning(pid); i++) await sleep(50)
  return !isRunning(pid)
}

describe('jobs under faults', () => {
  it('run one at a time, in the order they came', async () => {
    const students = [await distil({ steps: 10 }), await distil({ steps: 1 }), await distil({ steps: 1 })]
    const ends: Json[] = []
    for (const { job } of students) ends.push(await finished(provider, job))
    for (const [i, later] of ends.slice(1).entries())
      expect(later.started_at >= (ends[i] as Json).finished_at).toBe(true)
  })

  it('run behind the server, which answers while they take all processors', async () => {
    const student = await distil({ steps: 1000 })
    await running(student)
    const worker = workerPids(server).at(-1) as number
    expect(getPriority(worker)).toBe(Math.min(19, getPriority(server.child.pid) + 10))
    await provider('POST', `/v1/jobs/${student.job}/cancel`)
    await finished(provider, student.job)
  })

  it('stop when they are cancelled, running or waiting, and stay as they ended', async () => {
    const first = await distil({ steps: 1000 })
    const second = await distil({ steps: 1000 })
    await running(first)
    expect((await provider('POST', `/v1/jobs/${second.job}/cancel`)).body).toMatchObject({
      status: 'cancelled',
    })
    expect(await provider('POST', `/v1/jobs/${first.job}/cancel`)).toMatchObject({
      status: 202,
      body: { cancel_requested: true },
    })
    expect(await finished(provider, first.job)).toMatchObject({ status: 'cancelled' })
    expect(await types(first.job)).toEqual(['queued', 'started', 'cancel_requested', 'cancelled'])
    expect((await provider('POST', `/v1/jobs/${first.job}/cancel`)).body).toMatchObject({
      status: 'cancelled',
    })
    expect((await provider('POST', `/v1/jobs/${issued.job}/cancel`)).body).toMatchObject({
      status: 'succeeded',
    })
  })

  it('fail with a reason and a next step', async () => {
    const refused = await distil({ seed: MISCHIEF.refuse })
    const job = await finished(provider, refused.job)
    expect(job.failure).toEqual({
      code: 'invalid-data',
      message: 'dataset: is unfit',
      next: 'Bring another.',
    })
    expect((await provider('GET', `/v1/students/${refused.id}`)).body).toMatchObject({
      status: 'failed',
      files: [],
    })
  })

  it('go on from the checkpoint when their worker is killed', async () => {
    const student = await distil({ steps: 100 })
    await running(student)
    // As if it, or a process that is gone as it will be, were killed while it wrote.
    const draft = await leaveHalfWritten(server, 'half of it')
    process.kill(workerPids(server).at(-1) as number, 'SIGKILL')
    const job = await finished(provider, student.job)
    expect(existsSync(draft)).toBe(false)
    expect(job).toMatchObject({
      status: 'succeeded',
      attempt: 2,
      result: { facts: { steps: 100, attempt: 2 } },
    })
    expect(job.result.facts.resumed_at).toBeGreaterThan(0)
    expect(await types(student.job)).toEqual(['queued', 'started', 'requeued', 'started', 'succeeded'])
  })

  it('fail when their worker dies each time, and the next one runs', async () => {
    const student = await distil({ seed: MISCHIEF.crashAlways })
    const next = await distil({ steps: 1 })
    expect(await finished(provider, student.job)).toMatchObject({
      status: 'failed',
      attempt: 3,
      failure: { code: 'worker-lost' },
    })
    expect(await finished(provider, next.job)).toMatchObject({ status: 'succeeded' })
  })

  it('go on after the server was stopped in good order, and no worker outlives it', async () => {
    const first = await distil({ steps: 100 })
    const second = await distil({ steps: 1 })
    await running(first)
    const worker = workerPids(server).at(-1) as number
    const poll = provider('GET', `/v1/jobs/${second.job}/events?after=1&wait=20`)
    await sleep(100)
    expect(await server.stop()).toBe(0)
    expect((await poll).body).toMatchObject({ data: [], finished: false })
    expect(isRunning(worker)).toBe(false)
    await server.start()
    const job = await finished(provider, first.job)
    expect(job).toMatchObject({ status: 'succeeded', attempt: 2 })
    expect(job.result.facts.resumed_at).toBeGreaterThan(0)
    expect(await finished(provider, second.job)).toMatchObject({ status: 'succeeded' })
  })

  it('go on after the server was killed, whose workers stop by themselves', async () => {
    const student = await distil({ steps: 100 })
    await running(student)
    const worker = workerPids(server).at(-1) as number
    await server.stop('SIGKILL')
    expect(await dead(worker)).toBe(true)
    await server.start()
    expect(await finished(provider, student.job)).toMatchObject({ status: 'succeeded', attempt: 2 })
  })

  it('go on after server and worker were killed together, without waiting for the lease', async () => {
    const student = await distil({ steps: 100 })
    await running(student)
    process.kill(workerPids(server).at(-1) as number, 'SIGSTOP')
    await server.stop('SIGKILL')
    process.kill(workerPids(server).at(-1) as number, 'SIGKILL')
    await server.start()
    const job = await finished(provider, student.job)
    expect(job).toMatchObject({ status: 'succeeded', attempt: 2 })
    expect(await types(student.job)).toEqual(['queued', 'started', 'requeued', 'started', 'succeeded'])
  })

  it('killed by cancel when they do not listen', { timeout: 60_000 }, async () => {
    const student = await distil({ steps: 2000, seed: MISCHIEF.ignoreAbort })
    await running(student)
    await provider('POST', `/v1/jobs/${student.job}/cancel`)
    expect(await finished(provider, student.job)).toMatchObject({ status: 'cancelled' })
    expect(await dead(workerPids(server).at(-1) as number)).toBe(true)
  })

  it('keep no text of a prediction once it has ended', async () => {
    const body = { model: issued.model, task: TASK, texts: ['very private words'] }
    const prediction = (await provider('POST', '/v1/predictions', body)).body
    await finished(provider, prediction.job)
    const record = `${server.data}/objects/tenants/provider/jobs/${prediction.job}`
    expect(await readFile(`${record}/record.json`, 'utf8')).not.toContain('private')
    const gone = async () => (await readdir(`${record}/input`).catch(() => [])).length === 0
    for (let i = 0; i < 100 && !(await gone()); i++) await sleep(20)
    expect(await gone()).toBe(true)
    expect(server.log()).not.toContain('private words')
  })
})

describe('the server program', () => {
  it('says what is wrong with its command line', async () => {
    await expect(startServer(['--port', 'x'])).rejects.toThrow('--port')
    await expect(startServer(['--nonsense'])).rejects.toThrow('usage')
  })
})
