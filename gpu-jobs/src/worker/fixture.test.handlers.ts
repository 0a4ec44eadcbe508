/**
 * Handlers for tests of workers, queues and servers: they count steps, checkpoint, and can be told to misbehave.
 * `steps` in the job's input sets how many; `seed` chooses what happens.
 * @module
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { PromptPostError, writeFileAtomic } from '@promptpost/base'
import { PREDICTIONS_FILE, TEXTS_FILE, type TransferInput } from '@promptpost/base/jobs'
import { parseTexts, placeFiles } from '../handlers/materials.js'
import { CHECKPOINTS, type JobContext, type JobHandler, type JobHandlers } from './handler.js'

/** Seeds with a meaning. Any other runs to the end. */
export const MISCHIEF = { refuse: 666, throw: 667, crashAlways: 668, ignoreAbort: 669 } as const

const STEP_MILLISECONDS = 20

type Counted = { facts: { steps: number; resumed_at: number; attempt: number } }

/** Counts to `steps`, saving after each, from where the checkpoint stands. */
const count = async (context: JobContext): Promise<Counted> => {
  const { steps = 3, seed } = context.job.input as { steps?: number; seed?: number }
  const checkpoint = join(context.workDirectory, CHECKPOINTS, 'checkpoint.json')
  const saved = await readFile(checkpoint, 'utf8').catch(() => '0')
  const resumedAt = Number(saved)
  if (seed === MISCHIEF.refuse)
    throw new PromptPostError('invalid-data', 'is unfit', { field: 'dataset', next: 'Bring another.' })
  if (seed === MISCHIEF.throw) throw new SyntaxError('a secret text in a message')
  if (seed === MISCHIEF.crashAlways) process.kill(process.pid, 'SIGKILL')
  for (let step = resumedAt + 1; step <= steps; step++) {
    if (seed !== MISCHIEF.ignoreAbort) context.signal.throwIfAborted()
    await sleep(STEP_MILLISECONDS)
    await writeFileAtomic(checkpoint, String(step))
    await context.progress({ stage: 'counting', progress: step / steps, metrics: { step, loss: 1 / step } })
  }
  return { facts: { steps, resumed_at: resumedAt, attempt: context.job.attempt } }
}

const distil: JobHandler = async context => {
  const result = await count(context)
  const { layers, license } = context.job.input as { layers: number; license: string }
  const config = { model_type: 'gpt2', n_embd: 4, n_layer: layers }
  await context.putOutput('config.json', JSON.stringify(config))
  await context.putOutput('model.safetensors', Buffer.alloc(300_000, 7))
  await context.putOutput('promptpost.json', JSON.stringify({ ...result.facts, license }))
  return result
}

/** Gives the prompt back as it came, from where the real handlers put it too. */
const transfer: JobHandler = async context => {
  const { prompt } = context.job.input as TransferInput
  const folder = await placeFiles(context.store, prompt.files, join(context.workDirectory, 'prompt'))
  const result = await count(context)
  await context.putOutput('adapter_model.safetensors', { path: join(folder, 'adapter_model.safetensors') })
  return result
}

const predict: JobHandler = async context => {
  await count(context)
  const { task } = context.job.input as { task: { verbalizer: Record<string, string[]> } }
  const labels = Object.keys(task.verbalizer)
  const texts = parseTexts((await context.readInput(TEXTS_FILE)) as Uint8Array)
  const results = texts.map(text => {
    const at = text.length % labels.length
    return { label: labels[at], scores: labels.map((_, k) => (k === at ? 1 : 0)) }
  })
  const { parts, job } = context
  if (job.shard !== undefined) {
    const own = results.filter((_, i) => i % (job.shards ?? 1) === job.shard)
    await context.putOutput('part.json', JSON.stringify(own))
    return { count: own.length }
  }
  for (let shard = 0; parts && shard < parts.count; shard++) {
    const part = JSON.parse(Buffer.from(await parts.read(shard, 'part.json')).toString('utf8'))
    for (const [i, one] of (part as typeof results).entries()) results[i * parts.count + shard] = one
  }
  await context.putOutput(PREDICTIONS_FILE, JSON.stringify(results))
  return { count: results.length }
}

export const handlers: JobHandlers = { distil, transfer, predict }
