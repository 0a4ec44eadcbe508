/**
 * The service in a process of its own, with a folder that already holds many records, and a distillation running.
 * @module
 */
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import type { JobRecord } from '@promptpost/base/jobs'
import { createToken, keyOf, newIdentifier, openDirectoryStore } from '@promptpost/base/store'
import { PromptPost } from 'promptpost/client'
import { REPOSITORY } from '../support/service.js'

const TENANT = 'provider'
export const TASK = { template: '{text} It was', verbalizer: { bad: ['bad'], good: ['good'] } }
export const WIDTH = 256
export const VIRTUAL_TOKENS = 4

/** In milliseconds. */
export type LoopDelay = { p50: number; p99: number; most: number }

export type Served = {
  url: string
  token: string
  pid: number
  model: string
  student: string
  /** Identifiers of what was there before. */
  prompts: string[]
  jobs: string[]
  /** How late the server's event loop was since this was last asked. */
  loopDelay: () => Promise<LoopDelay>
  stop: () => Promise<void>
}

export type ServedOptions = {
  /** Records of each kind that are there before. */
  records: number
  /** Whether a distillation runs. */
  isBusy: boolean
  /** Where to leave a CPU profile of the server (`node --cpu-prof`). */
  profile: string | undefined
}

type Place = (collection: 'prompts' | 'jobs', id: string) => string

const writeRecord = (path: string, record: unknown): void => {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, JSON.stringify(record))
}

/** Prompts and jobs that have ended, written as files, since the service would take minutes for as many. */
const writeRecords = (
  pathOf: Place,
  count: number,
  student: string,
): { prompts: string[]; jobs: string[] } => {
  const at = new Date().toISOString()
  const prompts: string[] = []
  const jobs: string[] = []
  for (let i = 0; i < count; i++) {
    const prompt = newIdentifier('pmt')
    const job = newIdentifier('job')
    prompts.push(prompt)
    jobs.push(job)
    writeRecord(pathOf('prompts', prompt), {
      id: prompt,
      student,
      virtual_tokens: VIRTUAL_TOKENS,
      hidden_size: WIDTH,
      dtype: 'F32',
      task: TASK,
      files: [],
      sha256: '0'.repeat(64),
      created_at: at,
    })
    const record: JobRecord = {
      id: job,
      tenant: TENANT,
      kind: 'predict',
      resource: { collection: 'predictions', id: newIdentifier('prd') },
      input: {},
      state: 'succeeded',
      progress: 1,
      metrics: {},
      attempt: 1,
      crashes: 0,
      cancelRequested: false,
      result: {},
      files: [],
      createdAt: at,
      startedAt: at,
      finishedAt: at,
      updatedAt: at,
    }
    writeRecord(pathOf('jobs', job), record)
  }
  return { prompts, jobs }
}

/** What `promptpost serve` starts, started as it does, but that its event loop can be watched. */
const startServer = async (data: string, profile: string | undefined) => {
  const watch = ['--import', join(import.meta.dirname, 'loop-delay.mjs')]
  const node = profile === undefined ? watch : [...watch, '--cpu-prof', '--cpu-prof-dir', profile]
  const program = join(REPOSITORY, 'api/dist/node.js')
  const flags = [
    '--data',
    data,
    '--models',
    join(REPOSITORY, 'examples'),
    '--port',
    '0',
    '--max-jobs',
    '1000',
  ]
  const child = spawn(process.execPath, [...node, program, ...flags], {
    stdio: ['ignore', 'pipe', 'ignore', 'ipc'],
  })
  const [line] = (await once(createInterface({ input: child.stdout! }), 'line')) as [string]
  return { child, ...(JSON.parse(line) as { url: string; pid: number }) }
}

export const startServed = async ({ records, isBusy, profile }: ServedOptions): Promise<Served> => {
  const data = mkdtempSync(join(tmpdir(), 'promptpost-load-'))
  const store = await openDirectoryStore(data)
  const { token } = await createToken(store, { tenant: TENANT, role: 'provider' })
  const { child, url, pid } = await startServer(data, profile)
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM')
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
    rmSync(data, { recursive: true, force: true, maxRetries: 3 })
  }
  try {
    const client = new PromptPost({ baseUrl: url, token })
    const model = (await client.models.create({ name: 'reviews-gpt2' })).id
    const texts = Array.from(
      { length: 200 },
      (_, i) => `a quiet film of ${i} words and ${(i * 7) % 13} scenes .`,
    )
    const dataset = (await client.datasets.create({ name: 'texts', purpose: 'distillation', texts })).id
    const body = { model, dataset, layers: 2, settings: { batch_tokens: 512 } }
    const student = await client.students.create({ ...body, steps: 2 })
    await client.jobs.wait(student.job!)
    const pathOf: Place = (collection, id) => store.localPath!(keyOf({ tenant: TENANT, collection, id }))
    const placed = writeRecords(pathOf, records, student.id)
    // So that the system does not write back what was placed, while it is measured.
    spawnSync('sync')
    // It runs until the service stops.
    if (isBusy) await client.students.create({ ...body, steps: 1_000_000 })
    return {
      url,
      token,
      pid,
      model,
      student: student.id,
      ...placed,
      loopDelay: async () => {
        const answer = once(child, 'message')
        child.send('loop-delay')
        return ((await answer) as [LoopDelay])[0]
      },
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}
