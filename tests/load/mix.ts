/**
 * What clients ask for: four reads for a write. Half of the reads of single things know an ETag.
 * @module
 */
import { randomUUID } from 'node:crypto'
import type { Answer, Kind, Next } from './open-loop.js'
import { type Served, TASK, VIRTUAL_TOKENS, WIDTH } from './serve.js'

/** Of all requests. */
const WRITES = 0.2
/** Prompts that are made before, to cost nothing while it is measured. */
const TENSORS = 16

const pick = <T>(items: readonly T[]): T => items[Math.floor(Math.random() * items.length)]!

/** A prompt's tensor as safetensors, of random values. */
const tensor = (): string => {
  const values = new Float32Array(VIRTUAL_TOKENS * WIDTH).map(() => Math.random() - 0.5)
  const header = JSON.stringify({
    prompt_embeddings: { dtype: 'F32', shape: [VIRTUAL_TOKENS, WIDTH], data_offsets: [0, values.byteLength] },
  })
  const length = Buffer.alloc(8)
  length.writeBigUInt64LE(BigInt(header.length))
  return Buffer.concat([length, Buffer.from(header), Buffer.from(values.buffer)]).toString('base64')
}

export type Operation = { kind: Kind; name: string; next: () => Next }

export const createOperations = (served: Served): Operation[] => {
  const { model, student } = served
  const prompts = [...served.prompts]
  const jobs = [...served.jobs]
  const waiting: string[] = []
  const etags = new Map<string, string>()

  const single = (name: string, path: () => string): Operation => ({
    kind: 'read',
    name,
    next: () => {
      const asked = path()
      const etag = Math.random() < 0.5 ? etags.get(asked) : undefined
      return {
        call: { kind: 'read', name, method: 'GET', path: asked, etag },
        answered: answer => void (answer.etag && etags.set(asked, answer.etag)),
      }
    },
  })
  const list = (name: string, path: () => string): Operation => ({
    kind: 'read',
    name,
    next: () => ({ call: { kind: 'read', name, method: 'GET', path: path() }, answered: () => {} }),
  })
  const create = (
    name: string,
    path: string,
    body: () => string,
    made: (thing: { id: string; job: string }) => void,
  ): Operation => ({
    kind: 'write',
    name,
    next: () => ({
      call: { kind: 'write', name, method: 'POST', path, body: body() },
      answered: ({ status, text }: Answer) => {
        if (status < 300) made(JSON.parse(text()) as { id: string; job: string })
      },
    }),
  })
  const promptBodies = Array.from({ length: TENSORS }, () =>
    JSON.stringify({
      student,
      adapter_config: {
        peft_type: 'PROMPT_TUNING',
        num_virtual_tokens: VIRTUAL_TOKENS,
        token_dim: WIDTH,
      },
      adapter_model: tensor(),
      task: TASK,
    }),
  )
  return [
    single('get model', () => `/v1/models/${model}`),
    single('get job', () => `/v1/jobs/${pick(jobs)}`),
    single('get prompt', () => `/v1/prompts/${pick(prompts)}`),
    list('list models', () => '/v1/models'),
    list('list jobs', () => '/v1/jobs'),
    list('list jobs, newest first', () => '/v1/jobs?order=desc'),
    list('list jobs, a later page', () => `/v1/jobs?cursor=${pick(jobs)}`),
    list('list prompts', () => '/v1/prompts'),
    create(
      'create prompt',
      '/v1/prompts',
      () => pick(promptBodies),
      ({ id }) => prompts.push(id),
    ),
    create(
      'create prediction',
      '/v1/predictions',
      () => JSON.stringify({ model, task: TASK, texts: [`a film seen ${randomUUID()} times`] }),
      ({ job }) => {
        jobs.push(job)
        waiting.push(job)
      },
    ),
    // Predictions wait behind the distillation; as many as come are cancelled again.
    {
      kind: 'write',
      name: 'cancel a job',
      next: () => ({
        call: {
          kind: 'write',
          name: 'cancel a job',
          method: 'POST',
          path: `/v1/jobs/${waiting.shift() ?? pick(jobs)}/cancel`,
        },
        answered: () => {},
      }),
    },
  ]
}

/** What a request takes that asks for nothing: no token is looked at, no store. It is no part of the mix. */
export const health: Operation = {
  kind: 'read',
  name: 'health, HTTP alone',
  next: () => ({
    call: { kind: 'read', name: 'health', method: 'GET', path: '/health' },
    answered: () => {},
  }),
}

/** All operations as they come by chance. */
export const mixed = (operations: readonly Operation[]): (() => Next) => {
  const reads = operations.filter(({ kind }) => kind === 'read')
  const writes = operations.filter(({ kind }) => kind === 'write')
  return () =>
    pick(writes.length > 0 && (reads.length === 0 || Math.random() < WRITES) ? writes : reads).next()
}
