/**
 * Job kind `transfer`: a prompt tuned on a student in, the prompt of the large model and its effect check out.
 * @module
 */
import { join } from 'node:path'
import type { TransferInput } from '@promptpost/base/jobs'
import type { JobHandler } from '../worker/handler.js'
import { datasetTexts, modelDirectory, placeFiles } from './materials.js'
import { given, storeFolder } from './outputs.js'
import { reportOf } from './report.js'
import { loadSteps } from './steps.js'

export const transfer: JobHandler = async context => {
  const input = context.job.input as TransferInput
  const { store, workDirectory } = context
  const { transfer, readSoftPrompt, writeSoftPrompt } = await loadSteps()
  const source = await placeFiles(store, input.prompt.files, join(workDirectory, 'prompt'))
  const { prompt, facts } = await transfer({
    modelDirectory: await modelDirectory(context.modelsDirectory, input.model),
    studentDirectory: await placeFiles(store, input.student.files, join(workDirectory, 'student')),
    prompt: await readSoftPrompt(source),
    publicTexts: await datasetTexts(store, input.dataset),
    ...given(input, 'alpha', 'steps', 'seed'),
    checkpointDirectory: join(workDirectory, 'checkpoint'),
    onProgress: progress => void context.progress(reportOf(progress)),
    signal: context.signal,
  })
  const outDirectory = join(workDirectory, 'transferred')
  await writeSoftPrompt(outDirectory, prompt)
  await storeFolder(context, outDirectory)
  return { facts }
}
