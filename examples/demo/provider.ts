/**
 * The provider's side: it registers its large model and issues a student distilled from it.
 * @module
 */
import { join } from 'node:path'
import type { PromptPost, Schemas } from 'promptpost/client'
import { type Context, showJob } from './context.js'
import { readLines } from './data.js'
import { DATA } from './places.js'

export type Issued = {
  model: Schemas['Model']
  student: Schemas['Student']
  texts: number
  publicDataset: string
}

export const playProvider = async (context: Context, provider: PromptPost): Promise<Issued> => {
  const { settings, seed, signal } = context
  const { rows, data, student: asked } = settings
  const { result: prepared } = await context.timed('register model, store texts', async () => {
    const model = await provider.models.create({ name: settings.model })
    const texts = await readLines(join(DATA, data.distil), rows?.distil)
    const distillation = await provider.datasets.create({
      name: 'encyclopaedia',
      purpose: 'distillation',
      texts,
    })
    const open = await readLines(join(DATA, data.public), rows?.public)
    const publicTexts = await provider.datasets.create({
      name: 'public-texts',
      purpose: 'public',
      texts: open,
    })
    return { model, distillation, publicDataset: publicTexts.id, texts: texts.length }
  })
  const { model, distillation, publicDataset, texts } = prepared
  const { result: student } = await context.timed('distil', async () => {
    const started = await provider.students.create({
      model: model.id,
      dataset: distillation.id,
      layers: asked.layers,
      steps: asked.steps,
      seed,
      settings: {
        batch_tokens: asked.batchTokens,
        learning_rate: asked.learningRate,
        sequence_length: asked.sequenceLength,
      },
    })
    await provider.jobs.wait(started.job!, {
      onProgress: showJob(context, 'provider: distil', 'tokens'),
      signal,
    })
    return provider.students.get(started.id)
  })
  return { model, student, texts, publicDataset }
}
