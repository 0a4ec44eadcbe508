/**
 * Job kind `distil`: a model and texts in, the student bundle out.
 * @module
 */
import { join } from 'node:path'
import type { DistilInput } from '@promptpost/base/jobs'
import type { JobHandler } from '../worker/handler.js'
import { datasetTexts, modelDirectory } from './materials.js'
import { given, storeFolder } from './outputs.js'
import { reportOf } from './report.js'
import { loadSteps } from './steps.js'

export const distil: JobHandler = async context => {
  const input = context.job.input as DistilInput
  const { distil } = await loadSteps()
  const outDirectory = join(context.workDirectory, 'student')
  const facts = await distil({
    modelDirectory: await modelDirectory(context.modelsDirectory, input.model),
    outDirectory,
    texts: await datasetTexts(context.store, input.dataset),
    layers: input.layers,
    ...given(input, 'steps', 'seed'),
    checkpointDirectory: join(context.workDirectory, 'checkpoint'),
    onProgress: progress => void context.progress(reportOf(progress)),
    signal: context.signal,
  })
  await storeFolder(context, outDirectory)
  return { facts }
}
