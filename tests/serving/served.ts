/**
 * A real service that holds a transferred prompt of the small model, for tests and measurements of predictions.
 * @module
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { tunePrompt } from 'promptpost'
import { departure } from '../../api/src/testing/contract-check.js'
import { type Service, startService } from '../support/service.js'

export const TASK = { template: '{text} It was', verbalizer: { bad: ['bad'], good: ['good', 'great'] } }

export type Served = Service & {
  /** Two transferred prompts of different lengths, a prompt on the student, and the model. */
  made: { transfer: string; other: string; prompt: string; student: string; model: string }
  /** The sources of predictions, as bodies name them. */
  sources: [name: string, source: Record<string, unknown>][]
}

const WORDS = ['a quiet film', 'the worst plot', 'charming actors', 'dull and long', 'a small wonder']

/**
 * Few steps: what the prompts say does not matter, that they say something does.
 *
 * @param virtualTokens of the first prompt; the other has four more
 */
export const startServed = async (
  environment: NodeJS.ProcessEnv = {},
  virtualTokens = 5,
): Promise<Served> => {
  const service = await startService(environment)
  const { provider, client } = service
  const folder = mkdtempSync(join(tmpdir(), 'promptpost-served-'))
  const texts = Array.from({ length: 40 }, (_, i) => `${WORDS[i % 5]} and ${WORDS[(i * 7 + 1) % 5]}, ${i}`)
  const model = await provider.models.create({ name: 'reviews-gpt2' })
  const distillation = await provider.datasets.create({ name: 'd', purpose: 'distillation', texts })
  const dataset = await provider.datasets.create({ name: 'p', purpose: 'public', texts })
  const student = await provider.students.create({
    model: model.id,
    dataset: distillation.id,
    layers: 1,
    steps: 1,
    settings: { batch_tokens: 64 },
  })
  await provider.jobs.wait(student.job!)
  const directory = join(folder, 'student')
  await client.students.download(student.id, directory)
  const data = join(folder, 'data.jsonl')
  const lines = texts.map((text, i) => `${JSON.stringify({ text, label: i % 2 ? 'good' : 'bad' })}\n`)
  writeFileSync(data, lines.join(''))
  const upload = async (length: number): Promise<string> => {
    const out = join(folder, `prompt-${length}`)
    const settings = { virtualTokens: length, steps: 2, batchSize: 4 }
    await tunePrompt({ student: directory, data, task: TASK, ...settings, out })
    return (await client.prompts.upload(out, { student: student.id })).id
  }
  const transferred = async (prompt: string): Promise<string> => {
    const settings = { texts: 20, batch_size: 4 }
    const transfer = await client.transfers.create({ prompt, dataset: dataset.id, steps: 2, settings })
    await client.jobs.wait(transfer.job)
    return transfer.id
  }
  const prompt = await upload(virtualTokens)
  const made = {
    transfer: await transferred(prompt),
    other: await transferred(await upload(virtualTokens + 4)),
    prompt,
    student: student.id,
    model: model.id,
  }
  rmSync(folder, { recursive: true })
  const sources: Served['sources'] = [
    ['a transfer', { transfer: made.transfer }],
    ['another transfer', { transfer: made.other }],
    ['a prompt used directly', { prompt: made.prompt }],
    ['no prompt', { model: made.model, task: TASK }],
  ]
  return { ...service, made, sources }
}

export type Answer = {
  status: number
  headers: Headers
  body: {
    code?: string
    detail?: string
    labels: string[]
    results: { label: string; scores: number[] }[]
    [field: string]: unknown
  }
}

/** Asks for a prediction; an answer that the contract does not have throws. */
export const ask = async (
  { url, tokens }: { url: string; tokens: { client: string } },
  body: unknown,
  init: { token?: string; signal?: AbortSignal } = {},
): Promise<Answer> => {
  const response = await fetch(`${url}/v1/predictions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${init.token ?? tokens.client}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
    ...(init.signal && { signal: init.signal }),
  })
  const text = await response.text()
  const found = departure('POST', '/v1/predictions', {
    status: response.status,
    headers: response.headers,
    text,
  })
  if (found) throw new Error(`not the contract: ${found}`)
  return { status: response.status, headers: response.headers, body: JSON.parse(text) as Answer['body'] }
}

/** Pids of the predictors that the server's log tells of, in order. */
export const predictorPids = ({ log }: Service): number[] =>
  [...log().matchAll(/"event":"predictor-started","pid":(\d+)/g)].map(match => Number(match[1]))
