/**
 * Job kind `predict`: texts in, a label and the class scores of each out, with a prompt or without.
 * @module
 */
import { join } from 'node:path'
import { PromptPostError } from '@promptpost/base'
import { PREDICTIONS_FILE, type PredictInput, TEXTS_FILE } from '@promptpost/base/jobs'
import type { SoftPrompt } from '@promptpost/engine/post'
import type { JobContext, JobHandler } from '../worker/handler.js'
import { openRegistered, parseTexts, placeFiles } from './materials.js'
import { given } from './outputs.js'
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

export const predict: JobHandler = async context => {
  const input = context.job.input as PredictInput
  const bytes = await context.readInput(TEXTS_FILE)
  if (!bytes)
    throw new PromptPostError('not-found', 'are no longer there', { field: 'texts', next: 'Ask again.' })
  const device = await context.device()
  const { predictWith } = await import('@promptpost/engine/post')
  const target = await openRegistered(context.models, input.model)
  const prompt = await loadPrompt(context, target.digest)
  const results = await predictWith(target, {
    ...(prompt ? { prompt } : {}),
    task: input.task,
    texts: parseTexts(bytes),
    ...given(input, 'maxTokens'),
    onProgress: progress => void context.progress(reportOf(progress)),
    device,
    signal: context.signal,
  })
  await context.putOutput(PREDICTIONS_FILE, JSON.stringify(results))
  return { count: results.length }
}
