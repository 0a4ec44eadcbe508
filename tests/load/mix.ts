/**
 * What clients ask for: four reads for a write. Half of the reads of single things know an ETag.
 * @module
 */
import { randomUUID } from 'node:crypto'
import type { Answer, Call } from './open-loop.js'
import { type Served, TASK, VIRTUAL_TOKENS, WIDTH } from './serve.js'

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

type Next = { call: Call; answered: (answer: Answer) => void }

export const createMix = (served: Served): (() => Next) => {
  const { model, student } = served
  const prompts = [...served.prompts]
  const jobs = [...served.jobs]
  const waiting: string[] = []
  const etags = new Map<string, string>()
  const ignore = (): void => {}

  const single = (name: string, path: string): Next => {
    const call: Call = {
      kind: 'read',
      name,
      method: 'GET',
      path,
      etag: Math.random() < 0.5 ? etags.get(path) : undefined,
    }
    return { call, answered: ({ etag }: Answer) => void (etag && etags.set(path, etag)) }
  }
  const list = (name: string, path: string): Next => ({
    call: { kind: 'read', name, method: 'GET', path },
    answered: ignore,
  })
  const create = (
    name: string,
    path: string,
    body: object,
    answered: (made: { id: string; job: string }) => void,
  ): Next => ({
    call: { kind: 'write', name, method: 'POST', path, body: JSON.stringify(body) },
    answered: ({ status, body: text }) => {
      if (status < 300) answered(JSON.parse(text) as { id: string; job: string })
    },
  })
  const reads = [
    () => single('get model', `/v1/models/${model}`),
    () => single('get job', `/v1/jobs/${pick(jobs)}`),
    () => single('get prompt', `/v1/prompts/${pick(prompts)}`),
    () => list('list models', '/v1/models'),
    () => list('list jobs', '/v1/jobs'),
    () => list('list jobs, newest first', '/v1/jobs?order=desc'),
    () => list('list jobs, a later page', `/v1/jobs?cursor=${pick(jobs)}`),
    () => list('list prompts', '/v1/prompts'),
  ]
  const writes = [
    () =>
      create(
        'create prompt',
        '/v1/prompts',
        {
          student,
          adapter_config: {
            peft_type: 'PROMPT_TUNING',
            num_virtual_tokens: VIRTUAL_TOKENS,
            token_dim: WIDTH,
          },
          adapter_model: tensor(),
          task: TASK,
        },
        ({ id }) => prompts.push(id),
      ),
    () =>
      create(
        'create prediction',
        '/v1/predictions',
        { model, task: TASK, texts: [`a film seen ${randomUUID()} times`] },
        ({ job }) => {
          jobs.push(job)
          waiting.push(job)
        },
      ),
    // Predictions wait behind the distillation; as many as come are cancelled again.
    () => ({
      call: {
        kind: 'write' as const,
        name: 'cancel a job',
        method: 'POST',
        path: `/v1/jobs/${waiting.shift() ?? pick(jobs)}/cancel`,
      },
      answered: ignore,
    }),
  ]
  return () => pick(Math.random() < 0.2 ? writes : reads)()
}
