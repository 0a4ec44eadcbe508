/**
 * What the service does with prompts: transfers, and predictions of the large model. All over HTTP.
 * @module
 */

import type { Example } from '@promptpost/engine/data'
import { type Accuracy, accuracyOf } from '@promptpost/engine/post'
import type { PromptPost, Schemas } from 'promptpost/client'
import { type Context, showJob } from './context.js'

/** Facts of a transfer as the contract gives them. */
export type TransferFacts = {
  losses: number[]
  public_texts: number
  effect: { worth_using: boolean; verdict: string }
}

export type Moved = { id: string; facts: TransferFacts; seconds: number }

export const transferPrompt = async (
  context: Context,
  client: PromptPost,
  name: string,
  prompt: string,
  dataset: string,
): Promise<Moved> => {
  const { settings, seed, signal } = context
  const { steps, gamma, batchSize, learningRate, texts } = settings.transfer
  const { result, seconds } = await context.timed(name, async () => {
    const started = await client.transfers.create({
      prompt,
      dataset,
      steps,
      seed,
      settings: {
        gamma,
        batch_size: batchSize,
        learning_rate: learningRate,
        texts,
        max_tokens: settings.maxTokens,
      },
    })
    await client.jobs.wait(started.job, { onProgress: showJob(context, `service: ${name}`), signal })
    return client.transfers.get(started.id)
  })
  return { id: result.id, facts: result.facts as unknown as TransferFacts, seconds }
}

type Source = Pick<Schemas['PredictionCreate'], 'model' | 'prompt' | 'transfer' | 'task'>

/** Accuracy of the labels that come back for the test texts. */
export const scoreRemotely = async (
  context: Context,
  client: PromptPost,
  name: string,
  source: Source,
  examples: readonly Example[],
): Promise<Accuracy & { seconds: number }> => {
  const { result, seconds } = await context.timed(`predict, ${name}`, async () => {
    const texts = examples.map(({ text }) => text)
    const started = await client.predictions.create({
      ...source,
      texts,
      max_tokens: context.settings.maxTokens,
    })
    const onProgress = showJob(context, `service: predict, ${name}`)
    await client.jobs.wait(started.job, { onProgress, signal: context.signal })
    return client.predictions.get(started.id)
  })
  const truth = examples.map(({ label }) => label!)
  return { ...accuracyOf(result.results!, truth, result.labels), seconds }
}
