import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openPlace } from '@promptpost/aws/testing'
import { ACCESS, BUCKET, REGION, type S3Double, startS3Double } from '@promptpost/aws/testing/s3-double'
import { checkpointFolder, type JobRecord, type JobStore, openJobStore } from '@promptpost/base/jobs'
import { newIdentifier, type ObjectStore } from '@promptpost/base/store'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { until } from './batch-place.test.support.js'
import { EXIT } from './exit-codes.js'

const program = fileURLToPath(new URL('../../dist/main.js', import.meta.url))
const fixture = fileURLToPath(new URL('../../dist/worker/fixture.test.handlers.js', import.meta.url))

let double: S3Double
let directory: string
let store: ObjectStore
let jobs: JobStore
beforeAll(async () => {
  double = await startS3Double()
  directory = await mkdtemp(join(tmpdir(), 'promptpost-remote-'))
})
afterAll(async () => {
  await double.close()
  await rm(directory, { recursive: true })
})
beforeEach(async () => {
  double.bucket.objects.clear()
  double.chance = () => undefined
  store = await openPlace(double.endpoint)
  jobs = openJobStore(store)
})

const create = (steps: number): Promise<JobRecord> =>
  jobs.createJob({
    id: newIdentifier('job'),
    tenant: 'acme',
    kind: 'distil',
    resource: { collection: 'students', id: 'stu_1' },
    input: { layers: 1, license: 'none', steps },
  })

let machines = 0
/** A worker on a machine of its own: nothing but the store is shared. */
const start = (job: JobRecord): { child: ChildProcess; exit: Promise<number | null> } => {
  const machine = join(directory, `machine-${++machines}`)
  const child = spawn(
    process.execPath,
    [
      program,
      '--tenant',
      job.tenant,
      '--job',
      job.id,
      '--models',
      join(machine, 'models'),
      '--work',
      join(machine, 'work'),
    ],
    {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: {
        PATH: process.env.PATH,
        PROMPTPOST_STORE: `s3://${BUCKET}`,
        PROMPTPOST_HANDLERS: fixture,
        AWS_ENDPOINT_URL_S3: double.endpoint,
        AWS_REGION: REGION,
        AWS_ACCESS_KEY_ID: ACCESS.accessKeyId,
        AWS_SECRET_ACCESS_KEY: ACCESS.secretAccessKey,
        AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      },
    },
  )
  return { child, exit: once(child, 'exit').then(([code]) => code as number | null) }
}

const checkpoints = async (job: JobRecord): Promise<string[]> =>
  (await store.list(`${checkpointFolder(job)}/`)).objects.map(({ key }) => key.split('/').slice(-2).join('/'))
const ended = async (job: JobRecord): Promise<JobRecord> => (await jobs.readJob(job)) as JobRecord

describe('a worker whose state is in a bucket', () => {
  it('runs a job to its end and leaves the result alone', async () => {
    const job = await create(5)
    expect(await start(job).exit).toBe(EXIT.done)
    expect(await ended(job)).toMatchObject({
      state: 'succeeded',
      result: { facts: { steps: 5, resumed_at: 0 } },
    })
    expect(await checkpoints(job)).toEqual([])
    expect(await readdir(join(directory, `machine-${machines}`, 'work'))).toEqual([])
  })

  it('goes on elsewhere from the last checkpoint of one that was killed', async () => {
    const job = await create(200)
    const first = start(job)
    await until(async () => (await checkpoints(job)).length > 0)
    first.child.kill('SIGKILL')
    await first.exit
    await jobs.lost(job, (await ended(job)).lease!.worker)
    const second = start(job)
    await until(async () => (await checkpoints(job)).includes('2/checkpoint.json'))
    // Of the attempts before nothing is needed any more.
    await until(async () => (await checkpoints(job)).length === 1)
    expect(await second.exit).toBe(EXIT.done)
    const { state, result } = await ended(job)
    const { resumed_at } = result!.facts as { resumed_at: number }
    expect(state).toBe('succeeded')
    expect(resumed_at).toBeGreaterThan(0)
    expect(await checkpoints(job)).toEqual([])
  })

  it('saves what it has when it is told to stop', async () => {
    const job = await create(400)
    const first = start(job)
    await until(async () => (await ended(job)).progress > 0)
    first.child.kill('SIGTERM')
    expect(await first.exit).toBe(EXIT.interrupted)
    expect(await ended(job)).toMatchObject({ state: 'queued' })
    expect(await checkpoints(job)).toEqual(['1/checkpoint.json'])
    await jobs.requestCancel(job)
    expect(await checkpoints(job)).toEqual([])
  })

  it('that has lost its job unawares does not undo the work of the one that has it', async () => {
    const job = await create(150)
    const first = start(job)
    await until(async () => (await checkpoints(job)).length > 0)
    await jobs.lost(job, (await ended(job)).lease!.worker)
    const second = start(job)
    expect(await first.exit).toBe(EXIT.refused)
    expect(await second.exit).toBe(EXIT.done)
    expect(await ended(job)).toMatchObject({ state: 'succeeded', attempt: 2 })
    expect(await checkpoints(job)).toEqual([])
  })

  it('that says no bucket says so', async () => {
    const child = spawn(process.execPath, [
      program,
      '--store',
      's3://A_B',
      '--tenant',
      'a',
      '--job',
      'b',
      '--models',
      directory,
    ])
    let errors = ''
    child.stderr.on('data', chunk => {
      errors += chunk
    })
    expect((await once(child, 'close'))[0]).toBe(EXIT.usage)
    expect(errors).toContain('is not s3://BUCKET')
  })
})
