/**
 * Two arms for comparison that no service offers: the student with its own prompt, and a prompt tuned on the large model
 * itself, for which the private data would have to be where the model is.
 * @module
 */
import { join } from 'node:path'
import type { Example } from '@promptpost/engine/data'
import type { Accuracy } from '@promptpost/engine/post'
import { tunePrompt } from 'promptpost'
import { scorePrompt } from 'promptpost/evaluation'
import { ledgerOf } from './client.js'
import { type Context, showLocal } from './context.js'
import { DATA, EXAMPLES } from './places.js'

export const scoreAtHome = async (
  context: Context,
  name: string,
  model: string,
  prompt: string,
  examples: readonly Example[],
): Promise<Accuracy & { seconds: number }> => {
  const { result, seconds } = await context.timed(`predict, ${name}`, () =>
    scorePrompt({
      model,
      prompt,
      examples,
      maxTokens: context.settings.maxTokens,
      onProgress: showLocal(context, `local: predict, ${name}`),
      signal: context.signal,
    }),
  )
  return { ...result, seconds }
}

export const tuneOnLarge = async (context: Context, examples: readonly Example[]) => {
  const { settings, seed, signal, places } = context
  const model = join(EXAMPLES, settings.model)
  const out = join(places.client, 'prompt-full')
  const { result, seconds } = await context.timed('tune on the large model', () =>
    tunePrompt({
      student: model,
      data: join(DATA, settings.data.private),
      task: settings.task,
      ...settings.tune,
      maxTokens: settings.maxTokens,
      seed,
      out,
      ledger: { directory: ledgerOf(context) },
      signal,
      onProgress: showLocal(context, 'local: tune on the large model'),
    }),
  )
  const score = await scoreAtHome(context, 'full', model, out, examples)
  return { ...score, losses: result.losses, seconds: score.seconds + seconds }
}
