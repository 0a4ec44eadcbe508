/**
 * Job kind `transfer`: a prompt of a student, or of a model it was transferred to before, in; the prompt of another model and its
 * effect check out. A shard does its share of what is computed of the large model before the first step; the steps follow one another.
 * @module
 */
import { join } from 'node:path'
import type { TransferInput } from '@promptpost/base/jobs'
import type { Progress, TargetParts, Workbench } from '@promptpost/engine/post'
import type { JobContext, JobHandler, Parts } from '../worker/handler.js'
import { datasetTexts, openRegistered, placeFiles } from './materials.js'
import { checkpointing, given, shareOf, storeFolder } from './outputs.js'
import { engineSettings, reportOf, wireFacts } from './wire.js'

/** What the prompt works on until now. */
const openSource = async (context: JobContext): Promise<Workbench> => {
  const { source } = context.job.input as TransferInput
  if ('model' in source) return openRegistered(context.models, source.model)
  const folder = join(context.workDirectory, 'student')
  const { openWorkbench } = await import('@promptpost/engine/post')
  return openWorkbench(await placeFiles(context.store, source.student.files, folder))
}

/** A shard's rows of the target's logits: float32, as the machine has them. */
const PART = 'target-logits.f32'

const partsOf = ({ count, read }: Parts): TargetParts => ({
  count,
  async read(index) {
    // A copy begins where a Float32Array may.
    const bytes = Uint8Array.from(await read(index, PART))
    return new Float32Array(bytes.buffer)
  },
})

export const transfer: JobHandler = async context => {
  const input = context.job.input as TransferInput
  const { store, workDirectory, parts } = context
  const device = await context.device()
  const post = await import('@promptpost/engine/post')
  const promptFolder = await placeFiles(store, input.prompt.files, join(workDirectory, 'prompt'))
  const target = await openRegistered(context.models, input.model)
  const source = await openSource(context)
  const options = {
    prompt: await post.readSoftPrompt(promptFolder),
    publicTexts: await datasetTexts(store, input.dataset),
    ...engineSettings(input.settings),
    ...given(input, 'alpha', 'steps', 'seed'),
    ...checkpointing(context),
    // The prompt's task says how the texts are read.
    ...context.computed(input.dataset.key, input.prompt.files[0]?.key),
    ...(parts && { targetParts: partsOf(parts) }),
    onProgress: (progress: Progress) => void context.progress(reportOf(progress)),
    device,
    ...given(context, 'memory'),
    ...(device === 'cpu' && context.weights && { weights: context.weights }),
    signal: context.signal,
  }
  if (context.job.shard !== undefined) {
    const logits = await post.targetLogitsOf(target, source, options, shareOf(context.job))
    await context.putOutput(PART, new Uint8Array(logits.buffer))
    return {}
  }
  const { layers, heads, kind } = target.model.config
  const outDirectory = join(workDirectory, 'transferred')
  const { facts } = await post.transferWith(target, source, {
    ...options,
    deliver: async ({ prompt }) => {
      await post.writeSoftPrompt(outDirectory, prompt, { layers, heads, kind, name: input.model.name })
      await storeFolder(context, outDirectory)
    },
  })
  return { facts: wireFacts(facts) }
}
