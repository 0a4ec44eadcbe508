import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { type JobRecord, type JobStore, openJobStore, outputKey } from '@promptpost/base/jobs'
import { newIdentifier, type ObjectStore, openDirectoryStore } from '@promptpost/base/store'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { EXIT } from './exit-codes.js'
import { MISCHIEF } from './fixture.test.handlers.js'

const program = fileURLToPath(new URL('../../dist/main.js', import.meta.url))
const fixture = fileURLToPath(new URL('../../dist/worker/fixture.test.handlers.js', import.meta.url))

let directory: string
let store: ObjectStore
let jobs: JobStore

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'promptpost-worker-'))
  store = await openDirectoryStore(directory)
  jobs = openJobStore(store)
})

afterEach(() => rm(directory, { recursive: true, maxRetries: 3 }))

const create = (input: Record<string, unknown>): Promise<JobRecord> => {
  const resource = { collection: 'students' as const, id: 'stu_1' }
  return jobs.createJob({
    id: newIdentifier('job'),
    tenant: 'acme',
    kind: 'distil',
    resource,
    input: { layers: 1, ...input },
  })
}

type Worker = { child: ChildProcess; exit: Promise<number | string>; errors: () => string }

const start = (job: JobRecord, extra: string[] = [], ipc = false): Worker => {
  const flags = [
    '--store',
    directory,
    '--tenant',
    job.tenant,
    '--job',
    job.id,
    '--models',
    directory,
    '--handlers',
    fixture,
  ]
  const child = spawn(process.execPath, [program, ...flags, ...extra], {
    stdio: ['ignore', 'ignore', 'pipe', ...(ipc ? ['ipc' as const] : [])],
  })
  let errors = ''
  child.stderr?.on('data', chunk => {
    errors += chunk
  })
  const exit = new Promise<number | string>(resolve =>
    child.on(ipc ? 'exit' : 'close', (code, signal) => resolve(code ?? signal ?? '')),
  )
  return { child, exit, errors: () => errors }
}

/** Waits until the job's record is as wanted. */
const until = async (job: JobRecord, wanted: (job: JobRecord) => boolean): Promise<JobRecord> => {
  for (const deadline = Date.now() + 20_000; Date.now() < deadline; await sleep(20)) {
    const now = await jobs.readJob(job)
    if (now && wanted(now)) return now
  }
  throw new Error('it did not come to that')
}
const checkpointOf = (job: JobRecord): string =>
  join(directory, 'work', `acme.${job.id}`, 'checkpoint', 'checkpoint.json')
const isCounting = (job: JobRecord): boolean => job.progress > 0

describe('the worker', () => {
  it('runs a job to its end, tells how far it is, and writes the result last', async () => {
    const job = await create({ steps: 40 })
    expect(await start(job).exit).toBe(EXIT.done)
    const done = (await jobs.readJob(job)) as JobRecord
    expect(done).toMatchObject({
      state: 'succeeded',
      progress: 1,
      attempt: 1,
      result: { facts: { steps: 40, resumed_at: 0 } },
    })
    expect(done.files?.map(({ name }) => name)).toEqual([
      'config.json',
      'model.safetensors',
      'promptpost.json',
    ])
    for (const file of done.files ?? [])
      expect((await store.head(outputKey(done, file.name)))?.etag).toBe(file.sha256)
    const events = await jobs.readEvents(job)
    expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, i) => i + 1))
    expect(events.map(({ type }) => type).filter(type => type !== 'progress')).toEqual([
      'queued',
      'started',
      'succeeded',
    ])
    expect(events.find(({ type }) => type === 'progress')).toMatchObject({ stage: 'counting' })
    await expect(stat(join(directory, 'work', `acme.${job.id}`))).rejects.toThrow('ENOENT')
  })

  it('of two at once, lets one run', async () => {
    const job = await create({ steps: 30 })
    expect((await Promise.all([start(job).exit, start(job).exit])).sort()).toEqual([EXIT.done, EXIT.refused])
    expect(await jobs.readJob(job)).toMatchObject({ state: 'succeeded', attempt: 1 })
    expect(await start(job).exit).toBe(EXIT.refused)
  })

  it('shows what its owner can mend, and of other errors no word that could be private', async () => {
    const refused = await create({ seed: MISCHIEF.refuse })
    expect(await start(refused).exit).toBe(EXIT.done)
    const failure = {
      code: 'invalid-data',
      message: 'dataset: is unfit',
      next: 'Bring another.',
    }
    expect(await jobs.readJob(refused)).toMatchObject({ state: 'failed', failure })
    const broken = await create({ seed: MISCHIEF.throw })
    const worker = start(broken)
    expect(await worker.exit).toBe(EXIT.done)
    const record = (await jobs.readJob(broken)) as JobRecord
    expect(record.failure?.code).toBe('internal')
    expect(worker.errors()).toContain('SyntaxError')
    expect(`${worker.errors()}${JSON.stringify(record)}`).not.toContain('secret')
  })

  it('gives the job back on SIGTERM, and the next worker goes on where it was', async () => {
    const job = await create({ steps: 60 })
    const first = start(job)
    await until(job, isCounting)
    first.child.kill('SIGTERM')
    expect(await first.exit).toBe(EXIT.interrupted)
    expect(await jobs.readJob(job)).toMatchObject({ state: 'queued', crashes: 0 })
    const saved = Number(await readFile(checkpointOf(job), 'utf8'))
    expect(saved).toBeGreaterThan(0)
    expect(await start(job).exit).toBe(EXIT.done)
    expect(await jobs.readJob(job)).toMatchObject({
      state: 'succeeded',
      attempt: 2,
      result: { facts: { resumed_at: saved } },
    })
  })

  it('gives the job back when the process that started it is gone', async () => {
    const job = await create({ steps: 500 })
    const worker = start(job, [], true)
    await until(job, isCounting)
    worker.child.disconnect()
    expect(await worker.exit).toBe(EXIT.interrupted)
    expect(await jobs.readJob(job)).toMatchObject({ state: 'queued' })
  })

  it('killed outright, leaves a checkpoint that the next worker goes on from', async () => {
    const job = await create({ steps: 60 })
    const first = start(job, ['--worker', 'w1'])
    await until(job, isCounting)
    first.child.kill('SIGKILL')
    expect(await first.exit).toBe('SIGKILL')
    expect(await jobs.readJob(job)).toMatchObject({ state: 'running' })
    expect(await start(job).exit).toBe(EXIT.refused)
    await jobs.lost(job, 'w1')
    expect(await start(job).exit).toBe(EXIT.done)
    const done = (await jobs.readJob(job)) as JobRecord
    expect(done).toMatchObject({ state: 'succeeded', attempt: 2, crashes: 1 })
    expect(done.result).toMatchObject({
      facts: { resumed_at: expect.toSatisfy(Number.isInteger), attempt: 2 },
    })
    expect(done.result).not.toMatchObject({ facts: { resumed_at: 0 } })
  })

  it('stops when the job is cancelled, at once when nudged', async () => {
    const job = await create({ steps: 500 })
    const worker = start(job, [], true)
    await until(job, isCounting)
    await jobs.requestCancel(job)
    worker.child.send('changed')
    expect(await worker.exit).toBe(EXIT.done)
    expect(await jobs.readJob(job)).toMatchObject({ state: 'cancelled' })
    expect((await store.list(`tenants/acme/jobs/${job.id}/output/`)).objects).toEqual([])
  })

  it('refuses a command line it cannot use', async () => {
    const job = await create({})
    const noHandlers = fixture.replace('fixture.test.handlers', 'exit-codes')
    for (const [extra, word] of [
      [['--nonsense'], 'usage:'],
      [['--handlers', noHandlers], 'must export `handlers`'],
      [['--device', 'gpu'], 'is none of cpu, cuda, webgpu, auto'],
    ] as const) {
      const worker = start(job, [...extra])
      expect(await worker.exit).toBe(EXIT.usage)
      expect(worker.errors()).toContain(word)
    }
    expect(await jobs.readJob(job)).toMatchObject({ state: 'queued', attempt: 0 })
  })

  it('says so when the job is not there', async () => {
    const worker = start({ ...(await create({})), id: newIdentifier('job') })
    expect(await worker.exit).toBe(EXIT.broken)
    expect(worker.errors()).toContain('no such job')
  })
})
