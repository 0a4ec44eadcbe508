/**
 * Greedy continuation of one text: a look at what a model says.
 * @module
 */
import type { Model } from '../models/index.js'
import type { ConcreteDevice } from '../runtime/index.js'
import { logProbabilities } from './choose.js'
import { type Continuation, openDecoder } from './decoder.js'

export type GreedyOptions = {
  /** Most tokens to add. */
  maxNewTokens: number
  /** Ids that end the continuation; they are not part of it. */
  stopIds?: readonly number[]
  /** A soft prompt in front, row-major [virtualTokens, width]. */
  prompt?: { values: Float32Array; virtualTokens: number }
  device?: ConcreteDevice
  threads?: number
}

/** A continuation, and what the model held of its first token. */
export type GreedyContinuation = Continuation & {
  /** Log-probabilities of the token after the given ids, nats, [vocabulary]. */
  firstLogProbabilities: Float64Array
}

/**
 * The likeliest next token, again and again.
 *
 * @param ids of the text to continue, at least one
 * @throws PromptPostError 'invalid-argument' for a masked model, ids outside the vocabulary, or more than the positions
 */
export const continueGreedily = async (
  model: Model,
  ids: readonly number[],
  { maxNewTokens, stopIds, prompt, device, threads }: GreedyOptions,
): Promise<GreedyContinuation> => {
  const decoder = await openDecoder(model, { device, threads })
  let firstLogProbabilities: Float64Array = new Float64Array(0)
  try {
    const [found] = await decoder.decode([ids], {
      maxNewTokens,
      ...(stopIds && { stopIds }),
      state: await decoder.prepare(prompt),
      onFirstLogits: (_, logits) => {
        firstLogProbabilities = logProbabilities(logits)
      },
    })
    return { ...found!, firstLogProbabilities }
  } finally {
    await decoder.dispose()
  }
}
