/**
 * Job kind `predict`: texts in, a label and the class scores of each out, with a prompt or without.
 * @module
 */
import { join } from 'node:path'
import { PromptPostError } from '@promptpost/base'
import { PREDICTIONS_FILE, type PredictInput, TEXTS_FILE } from '@promptpost/base/jobs'
import type { JobHandler } from '../worker/handler.js'
import { modelDirectory, parseTexts, placeFiles } from './materials.js'
import { reportOf } from './report.js'
import { loadSteps } from './steps.js'

export const predict: JobHandler = async context => {
  const input = context.job.input as PredictInput
  const bytes = await context.readInput(TEXTS_FILE)
  if (!bytes)
    throw new PromptPostError('not-found', 'are no longer there', { field: 'texts', next: 'Ask again.' })
  const { predict, readSoftPrompt } = await loadSteps()
  const prompt =
    input.prompt &&
    (await placeFiles(context.store, input.prompt.files, join(context.workDirectory, 'prompt')))
  const results = await predict({
    modelDirectory: await modelDirectory(context.modelsDirectory, input.model),
    ...(prompt === undefined ? {} : { prompt: await readSoftPrompt(prompt) }),
    task: input.task,
    texts: parseTexts(bytes),
    onProgress: progress => void context.progress(reportOf(progress)),
    signal: context.signal,
  })
  await context.putOutput(PREDICTIONS_FILE, JSON.stringify(results))
  return { count: results.length }
}
