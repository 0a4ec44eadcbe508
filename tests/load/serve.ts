/**
 * `promptpost serve` as a user starts it, with a folder that already holds many records, and a distillation running.
 * @module
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
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

export type Served = {
  url: string
  token: string
  model: string
  student: string
  /** Identifiers of what was there before. */
  prompts: string[]
  jobs: string[]
  /** Of the server's process, in bytes. */
  residentMemory: () => number
  /** Processor time of the server's process so far, in milliseconds. */
  processorTime: () => number
  stop: () => Promise<void>
}

/** Linux tells processor time in hundredths of a second. */
const TICK = 10

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

/** @param records of each kind that are there before */
export const startServed = async (records: number): Promise<Served> => {
  const data = mkdtempSync(join(tmpdir(), 'promptpost-load-'))
  const store = await openDirectoryStore(data)
  const { token } = await createToken(store, { tenant: TENANT, role: 'provider' })
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
  const child = spawn(
    process.execPath,
    [join(REPOSITORY, 'sdk/bin/promptpost.js'), 'serve', ...flags, '--json'],
    {
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  )
  const [line] = (await once(createInterface({ input: child.stdout! }), 'line')) as [string]
  const { url, pid } = JSON.parse(line) as { url: string; pid: number }

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
  const placed = writeRecords(
    (collection, id) => store.localPath!(keyOf({ tenant: TENANT, collection, id })),
    records,
    student.id,
  )
  // It runs until the service stops.
  await client.students.create({ ...body, steps: 1_000_000 })
  return {
    url,
    token,
    model,
    student: student.id,
    ...placed,
    residentMemory: () => {
      const [, kibibytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
      return Number(kibibytes) * 1024
    },
    processorTime: () => {
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
      return (Number(fields[11]) + Number(fields[12])) * TICK
    },
    stop: async () => {
      child.kill('SIGTERM')
      await once(child, 'exit')
      rmSync(data, { recursive: true, force: true, maxRetries: 3 })
    },
  }
}
