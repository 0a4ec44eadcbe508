/**
 * Job kind `transfer`: a prompt of a student, or of a model it was transferred to before, in; the prompt of another model and its
 * effect check out.
 * @module
 */
import { join } from 'node:path'
import type { TransferInput } from '@promptpost/base/jobs'
import type { Workbench } from '@promptpost/engine/post'
import type { JobContext, JobHandler } from '../worker/handler.js'
import { datasetTexts, openRegistered, placeFiles } from './materials.js'
import { checkpointing, given, storeFolder } from './outputs.js'
import { engineSettings, reportOf, wireFacts } from './wire.js'

/** What the prompt works on until now. */
const openSource = async (context: JobContext): Promise<Workbench> => {
  const { source } = context.job.input as TransferInput
  if ('model' in source) return openRegistered(context.models, source.model)
  const folder = join(context.workDirectory, 'student')
  const { openWorkbench } = await import('@promptpost/engine/post')
  return openWorkbench(await placeFiles(context.store, source.student.files, folder))
}

export const transfer: JobHandler = async context => {
  const input = context.job.input as TransferInput
  const { store, workDirectory } = context
  const device = await context.device()
  const post = await import('@promptpost/engine/post')
  const promptFolder = await placeFiles(store, input.prompt.files, join(workDirectory, 'prompt'))
  const target = await openRegistered(context.models, input.model)
  const { prompt, facts } = await post.transferWith(target, await openSource(context), {
    prompt: await post.readSoftPrompt(promptFolder),
    publicTexts: await datasetTexts(store, input.dataset),
    ...engineSettings(input.settings),
    ...given(input, 'alpha', 'steps', 'seed'),
    ...checkpointing(context),
    onProgress: progress => void context.progress(reportOf(progress)),
    device,
    signal: context.signal,
  })
  const { layers, heads, kind } = target.model.config
  const outDirectory = join(workDirectory, 'transferred')
  await post.writeSoftPrompt(outDirectory, prompt, { layers, heads, kind, name: input.model.name })
  await storeFolder(context, outDirectory)
  return { facts: wireFacts(facts) }
}
