/**
 * A real server in a process of its own for tests, on a free port, with the worker's fixture handlers.
 * @module
 */

import { type ChildProcess, spawn } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { sha256 } from '@promptpost/base'
import { sealReport } from '@promptpost/base/seal'
import { type Access, createToken, openDirectoryStore, type Role } from '@promptpost/base/store'
import { departure } from './contract-check.js'

const file = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url))
const HANDLERS = file('gpu-jobs/dist/worker/fixture.test.handlers.js')

/** Seeds the fixture handlers understand (gpu-jobs/src/worker/fixture.test.handlers.ts). */
export const MISCHIEF = { refuse: 666, throw: 667, crashAlways: 668, ignoreAbort: 669 } as const

/** An answer's body: the fields tests read, each of the type it has where it is there. */
export type Json = {
  [field: string]: unknown
  id: string
  job: string
  type: string
  name: string
  status: string
  sha256: string
  size: number
  progress: number
  sequence: number
  next: number
  next_cursor: string | null
  finished: boolean
  started_at: string
  finished_at: string
  resumed_at: number
  data: Json[]
  files: Json[]
  facts: Json
  problems: Json[]
  result: Json
}
export type Answer = { status: number; body: Json; headers: Headers }
export type Call = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<Answer>

export type TestServer = {
  url: string
  data: string
  /** The folder of models; `tiny` is one. */
  models: string
  child: ChildProcess
  /** All it wrote to stderr, over restarts. */
  log: () => string
  /** A caller with a fresh token of the tenant. */
  as: (tenant: string, role: Role, access?: Access) => Promise<Call & { token: string }>
  /** Stops the process with a signal and waits for its end. */
  stop: (signal?: NodeJS.Signals) => Promise<number | null>
  /** Starts a process on the same data. */
  start: () => Promise<void>
  /** Stops it and removes its files. */
  close: () => Promise<void>
}

export const startServer = async (
  flags: string[] = [],
  environment: Record<string, string> = {},
): Promise<TestServer> => {
  const root = await mkdtemp(join(tmpdir(), 'promptpost-api-'))
  const data = join(root, 'data')
  const models = join(root, 'models')
  await mkdir(join(models, 'tiny'), { recursive: true })
  const config = {
    model_type: 'gpt2',
    architectures: ['GPT2LMHeadModel'],
    n_embd: 4,
    n_layer: 6,
    n_head: 2,
    vocab_size: 64,
  }
  await writeFile(join(models, 'tiny', 'config.json'), JSON.stringify(config))
  await writeFile(join(models, 'tiny', 'model.safetensors'), Buffer.alloc(1000, 3))
  await writeFile(join(models, 'tiny', 'tokenizer.json'), '{}')
  await writeFile(join(models, 'tiny', '.hidden'), 'x')
  let log = ''

  const launch = async (): Promise<{ child: ChildProcess; url: string }> => {
    const all = ['--data', data, '--models', models, '--port', '0', '--handlers', HANDLERS, ...flags]
    const child = spawn(process.execPath, [file('api/dist/node.js'), ...all], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...environment },
    })
    child.stderr?.on('data', chunk => {
      log += chunk
    })
    const ended = once(child, 'exit').then(() => {
      throw new Error(`the server did not start: ${log}`)
    })
    const [line] = (await Promise.race([once(child.stdout as NodeJS.ReadableStream, 'data'), ended])) as [
      Buffer,
    ]
    ended.catch(() => undefined)
    return { child, url: (JSON.parse(line.toString()) as { url: string }).url }
  }

  const server: TestServer = {
    ...(await launch()),
    data,
    models,
    log: () => log,
    async as(tenant, role, access = 'full') {
      const { token } = await createToken(await openDirectoryStore(data), { tenant, role, access })
      const call: Call = async (method, path, body, headers = {}) => {
        const isRaw = typeof body === 'string' || body instanceof Uint8Array
        const response = await fetch(server.url + path, {
          method,
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
          ...(body === undefined ? {} : { body: isRaw ? body : JSON.stringify(body) }),
        })
        const text = await response.text()
        const found = departure(method, path, { status: response.status, headers: response.headers, text })
        if (found) throw new Error(`not the contract: ${found}`)
        const isJson = response.headers.get('content-type')?.includes('json')
        return {
          status: response.status,
          headers: response.headers,
          body: (isJson ? JSON.parse(text) : text) as Json,
        }
      }
      return Object.assign(call, { token })
    },
    async stop(signal = 'SIGTERM') {
      if (server.child.exitCode !== null || server.child.signalCode !== null) return server.child.exitCode
      server.child.kill(signal)
      const [code] = (await once(server.child, 'exit')) as [number | null]
      return code
    },
    async start() {
      Object.assign(server, await launch())
    },
    async close() {
      await server.stop()
      await rm(root, { recursive: true, force: true, maxRetries: 3 })
    },
  }
  return server
}

/** Pids of the workers the server's log speaks of, in order. */
export const workerPids = (server: TestServer): number[] =>
  [...server.log().matchAll(/"event":"worker-started","job":"[^"]*","pid":(\d+)/g)].map(match =>
    Number(match[1]),
  )

export const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** How long tests wait for what must come, in milliseconds: a busy machine takes ten times as long as a quiet one. */
export const PATIENCE = 240_000

/** Asks until the answer is as wanted. */
export const until = async (ask: () => Promise<Answer>, wanted: (body: Json) => boolean): Promise<Json> => {
  let last: Answer | undefined
  for (const deadline = Date.now() + PATIENCE; Date.now() < deadline; await sleep(30)) {
    last = await ask()
    if (wanted(last.body)) return last.body
  }
  throw new Error(`it did not come to that: ${JSON.stringify(last?.body)}`)
}

/** Waits for a job's end. */
export const finished = (call: Call, job: string): Promise<Json> =>
  until(
    () => call('GET', `/v1/jobs/${job}`),
    body => ['succeeded', 'failed', 'cancelled'].includes(body.status),
  )

/** A prompt's tensor as safetensors: `prompt_embeddings` [n, d] of float32. */
export const safetensors = (n = 2, d = 4, values = new Float32Array(n * d).fill(0.5)): Buffer => {
  const header = JSON.stringify({
    prompt_embeddings: { dtype: 'F32', shape: [n, d], data_offsets: [0, n * d * 4] },
  })
  const length = Buffer.alloc(8)
  length.writeBigUInt64LE(BigInt(header.length))
  return Buffer.concat([length, Buffer.from(header), Buffer.from(values.buffer)])
}

export const TASK = { template: '{text} It was', verbalizer: { bad: ['terrible'], good: ['great'] } }

export const promptBody = (student: string, weights: Uint8Array = safetensors()) => ({
  student,
  adapter_config: { peft_type: 'PROMPT_TUNING', num_virtual_tokens: 2, token_dim: 4 },
  adapter_model: Buffer.from(weights).toString('base64'),
  task: TASK,
})

/** A prompt's body with a signed report of it, about which `change` may lie. */
export const reportedBody = (student: string, change: object = {}) => {
  const weights = safetensors()
  const body = promptBody(student, weights)
  const report = sealReport(
    { version: 2, guarantee: { epsilon: 8 }, preconditions: { sound: true }, ...change },
    {
      'adapter_config.json': body.adapter_config,
      'adapter_model.safetensors': weights,
      'task.json': body.task,
    },
    generateKeyPairSync('ed25519').privateKey,
  )
  return { ...body, privacy_report: report }
}

/** A folder of the models root: `tiny` with another configuration, and other files where they are given. */
export const writeModel = async (
  { models }: TestServer,
  name: string,
  config: object,
  files: Record<string, string> = {},
): Promise<void> => {
  const tiny = JSON.parse(await readFile(join(models, 'tiny', 'config.json'), 'utf8')) as object
  await cp(join(models, 'tiny'), join(models, name), { recursive: true })
  const all = { ...files, 'config.json': JSON.stringify({ ...tiny, ...config }) }
  for (const [file, content] of Object.entries(all)) await writeFile(join(models, name, file), content)
}

/** A registered model, a data set, and an issued student of a provider. */
export const issueStudent = async (
  provider: Call,
): Promise<{ model: string; dataset: string; student: string; job: string }> => {
  const model = (await provider('POST', '/v1/models', { name: 'tiny' })).body.id
  const texts = { name: 'public', purpose: 'public', texts: ['one', 'two', 'three'] }
  const dataset = (await provider('POST', '/v1/datasets', texts)).body.id
  const student = (await provider('POST', '/v1/students', { model, dataset, layers: 2, steps: 2 })).body
  await finished(provider, student.job)
  return { model, dataset, student: student.id, job: student.job }
}

/** Leaves what a process that is gone would have left that was killed while it wrote. @returns the path */
export const leaveHalfWritten = async (server: TestServer, text: string): Promise<string> => {
  const noProcess = 2 ** 22 + 1
  const path = join(server.data, 'drafts', `${sha256(hostname()).slice(0, 12)}-${noProcess}-1.half`)
  await writeFile(path, text)
  return path
}
