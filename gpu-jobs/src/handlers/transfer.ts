/**
 * Job kind `transfer`: a prompt tuned on a student in, the prompt of the large model and its effect check out.
 * @module
 */
import { join } from 'node:path'
import type { TransferInput } from '@promptpost/base/jobs'
import type { JobHandler } from '../worker/handler.js'
import { datasetTexts, openRegistered, placeFiles } from './materials.js'
import { checkpointing, given, storeFolder } from './outputs.js'
import { engineSettings, reportOf, wireFacts } from './wire.js'

export const transfer: JobHandler = async context => {
  const input = context.job.input as TransferInput
  const { store, workDirectory } = context
  const post = await import('@promptpost/engine/post')
  const source = await placeFiles(store, input.prompt.files, join(workDirectory, 'prompt'))
  const studentDirectory = await placeFiles(store, input.student.files, join(workDirectory, 'student'))
  const target = await openRegistered(context.modelsDirectory, input.model)
  const { prompt, facts } = await post.transferWith(target, await post.openWorkbench(studentDirectory), {
    prompt: await post.readSoftPrompt(source),
    publicTexts: await datasetTexts(store, input.dataset),
    ...engineSettings(input.settings),
    ...given(input, 'alpha', 'steps', 'seed'),
    ...checkpointing(context),
    onProgress: progress => void context.progress(reportOf(progress)),
    signal: context.signal,
  })
  const { layers, heads, kind } = target.model.config
  const outDirectory = join(workDirectory, 'transferred')
  await post.writeSoftPrompt(outDirectory, prompt, { layers, heads, kind, name: input.model.name })
  await storeFolder(context, outDirectory)
  return { facts: wireFacts(facts) }
}
