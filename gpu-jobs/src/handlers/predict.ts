/**
 * Job kind `predict`: texts in, a label and the class scores of each out, with a prompt or without. A shard does its share of the
 * texts; what shards left is put in order.
 * @module
 */
import { join } from 'node:path'
import { PromptPostError } from '@promptpost/base'
import { PREDICTIONS_FILE, type PredictInput, TEXTS_FILE } from '@promptpost/base/jobs'
import type { Prediction, Progress, SharedPredictions, SoftPrompt } from '@promptpost/engine/post'
import type { JobContext, JobHandler, Parts } from '../worker/handler.js'
import { openRegistered, parseTexts, placeFiles } from './materials.js'
import { given, shareOf } from './outputs.js'
import { reportOf } from './wire.js'

/** The prompt, if there is one. One that is used directly was made for the student; here that is what is wanted. */
const loadPrompt = async (context: JobContext, digest: string): Promise<SoftPrompt | undefined> => {
  const { prompt } = context.job.input as PredictInput
  if (!prompt) return undefined
  const { readSoftPrompt } = await import('@promptpost/engine/post')
  const loaded = await readSoftPrompt(
    await placeFiles(context.store, prompt.files, join(context.workDirectory, 'prompt')),
  )
  return prompt.isDirect ? { ...loaded, model: digest } : loaded
}

const PART = 'part.json'

const compute = async (context: JobContext): Promise<SharedPredictions> => {
  const input = context.job.input as PredictInput
  const bytes = await context.readInput(TEXTS_FILE)
  if (!bytes)
    throw new PromptPostError('not-found', 'are no longer there', { field: 'texts', next: 'Ask again.' })
  const device = await context.device()
  const { predictShare } = await import('@promptpost/engine/post')
  const target = await openRegistered(context.models, input.model)
  const prompt = await loadPrompt(context, target.digest)
  const options = {
    ...(prompt ? { prompt } : {}),
    task: input.task,
    texts: parseTexts(bytes),
    ...given(input, 'maxTokens'),
    onProgress: (progress: Progress) => void context.progress(reportOf(progress)),
    device,
    signal: context.signal,
  }
  return predictShare(target, options, shareOf(context.job))
}

/** Predictions of all shards in the order of the texts. @throws PromptPostError 'conflict' when a text has none */
const gather = async ({ count, read }: Parts): Promise<Prediction[]> => {
  const results: Prediction[] = []
  for (let shard = 0; shard < count; shard++) {
    const part = JSON.parse(Buffer.from(await read(shard, PART)).toString('utf8')) as SharedPredictions
    part.texts.forEach((text, i) => {
      results[text] = part.predictions[i] as Prediction
    })
  }
  const missing = Array.from(results).indexOf(undefined as never)
  if (missing >= 0)
    throw new PromptPostError('conflict', 'is in no shard', {
      field: `texts[${missing}]`,
      next: 'Ask again.',
    })
  return results
}

export const predict: JobHandler = async context => {
  if (context.job.shard !== undefined) {
    const part = await compute(context)
    await context.putOutput(PART, JSON.stringify(part))
    return { count: part.texts.length }
  }
  const results = context.parts ? await gather(context.parts) : (await compute(context)).predictions
  await context.putOutput(PREDICTIONS_FILE, JSON.stringify(results))
  return { count: results.length }
}
