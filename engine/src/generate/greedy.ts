/**
 * Greedy continuation of token ids, with or without a soft prompt: a look at what a model says, and a check on it.
 * @module
 */
import { PromptPostError } from '@promptpost/base'
import type { Model } from '../models/index.js'
import { logitsGraph } from '../programs/index.js'
import { type ConcreteDevice, createSession, type Feeds } from '../runtime/index.js'

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
export type Continuation = {
  ids: number[]
  /** Log-probabilities of the token after the given ids, nats, [vocabulary]. */
  firstLogProbabilities: Float64Array
}

/** Log-softmax in float64. */
const logProbabilities = (logits: ArrayLike<number>): Float64Array => {
  let top = -Infinity
  for (let i = 0; i < logits.length; i++) top = Math.max(top, logits[i]!)
  let sum = 0
  for (let i = 0; i < logits.length; i++) sum += Math.exp(logits[i]! - top)
  const normaliser = top + Math.log(sum)
  return Float64Array.from(logits, value => value - normaliser)
}

const argmax = (values: ArrayLike<number>): number => {
  let best = 0
  for (let i = 1; i < values.length; i++) if (values[i]! > values[best]!) best = i
  return best
}

const check = (model: Model, ids: readonly number[], options: GreedyOptions): void => {
  const { config } = model
  const refuse = (field: string, problem: string, value: unknown): never => {
    throw new PromptPostError('invalid-argument', problem, { field, value })
  }
  if (config.kind !== 'causal')
    refuse('model', 'is a masked language model: it does not continue texts', config.family)
  if (ids.length === 0) refuse('ids', 'are empty: there is no token to go on from', ids)
  const bad = ids.find(id => !Number.isInteger(id) || id < 0 || id >= config.vocabularySize)
  if (bad !== undefined) refuse('ids', `hold an id outside the vocabulary of ${config.vocabularySize}`, bad)
  if (!Number.isSafeInteger(options.maxNewTokens) || options.maxNewTokens < 1) {
    refuse('maxNewTokens', 'must be a positive whole number', options.maxNewTokens)
  }
  const longest = (options.prompt?.virtualTokens ?? 0) + ids.length + options.maxNewTokens - 1
  if (longest > config.maxPositions)
    refuse('maxNewTokens', `leads past the model's ${config.maxPositions} positions`, longest)
}

/**
 * The likeliest next token, again and again. Every step runs the whole text through the model.
 *
 * @param ids of the text to continue, at least one
 * @throws PromptPostError 'invalid-argument' for a masked model, ids outside the vocabulary, or more than the positions
 */
export const continueGreedily = async (
  model: Model,
  ids: readonly number[],
  options: GreedyOptions,
): Promise<Continuation> => {
  check(model, ids, options)
  const { maxNewTokens, stopIds = [], prompt, device, threads } = options
  const session = await createSession(logitsGraph(model, { virtualTokens: prompt?.virtualTokens ?? 0 }), {
    device,
    threads,
  })
  const fixed: Feeds = prompt
    ? { prompt: { data: prompt.values, shape: [prompt.virtualTokens, model.config.width] } }
    : {}
  const all = [...ids]
  let firstLogProbabilities: Float64Array | undefined
  try {
    while (all.length < ids.length + maxNewTokens) {
      const { logits } = await session.run({
        ids: { data: Int32Array.from(all), shape: [1, all.length] },
        readout: { data: Int32Array.of(all.length - 1), shape: [1] },
        ...fixed,
      })
      const values = logits!.data as Float32Array
      firstLogProbabilities ??= logProbabilities(values)
      const next = argmax(values)
      if (stopIds.includes(next)) break
      all.push(next)
    }
  } finally {
    await session.dispose()
  }
  return { ids: all.slice(ids.length), firstLogProbabilities: firstLogProbabilities! }
}
