/**
 * Job kind `distil`: a model and texts in, the student bundle out.
 * @module
 */
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { writeFileAtomic } from '@promptpost/base'
import type { DistilInput } from '@promptpost/base/jobs'
import type { JobContext, JobHandler } from '../worker/handler.js'
import { datasetTexts, openRegistered } from './materials.js'
import { checkpointing, given, storeFolder } from './outputs.js'
import { engineSettings, reportOf, wireFacts } from './wire.js'

/** Makes the bundle, or finds it made by an attempt that died before it could store it. */
const makeBundle = async (context: JobContext, outDirectory: string): Promise<unknown> => {
  const factsFile = join(context.workDirectory, 'facts.json')
  const saved = await readFile(factsFile, 'utf8').catch(() => undefined)
  if (saved !== undefined) return JSON.parse(saved)
  // A bundle without facts: the attempt died between the two. The checkpoint still stands behind it.
  await rm(outDirectory, { recursive: true, force: true })
  const input = context.job.input as DistilInput
  // Before gigabytes of weights are fetched for a device that is not there.
  const device = await context.device()
  const { distilWith } = await import('@promptpost/engine/post')
  return distilWith(await openRegistered(context.models, input.model), {
    outDirectory,
    texts: await datasetTexts(context.store, input.dataset),
    layers: input.layers,
    license: input.license,
    ...engineSettings(input.settings),
    ...given(input, 'steps', 'seed'),
    ...checkpointing(context),
    ...context.computed(input.dataset.key),
    onProgress: progress => void context.progress(reportOf(progress)),
    device,
    signal: context.signal,
    deliver: facts => writeFileAtomic(factsFile, JSON.stringify(facts)),
  })
}

export const distil: JobHandler = async context => {
  const outDirectory = join(context.workDirectory, 'student')
  const facts = await makeBundle(context, outDirectory)
  await storeFolder(context, outDirectory)
  return { facts: wireFacts(facts) }
}
