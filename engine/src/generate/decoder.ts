/**
 * Continues texts token by token: each token runs through the model once, and what the layers keep of it is fed back.
 * @module
 */
import { PromptPostError } from '@promptpost/base'
import type { Model } from '../models/index.js'
import { decodingGraph, nextKeysName, nextValuesName } from '../programs/index.js'
import { createSession, type SessionOptions } from '../runtime/index.js'
import { createRandom, evaluationOrder } from '../text/index.js'
import { beginPast, grownPast, type Past, pastBytes, pastFeeds, pastOfTexts } from './cache.js'
import { argmax, checkSampling, drawToken, type Sampling } from './choose.js'
import { emptyState, type PromptState, promptState } from './prompt-state.js'

export type DecodingOptions = {
  /** Most tokens to add to a text. */
  maxNewTokens: number
  /** Ids that end a continuation; they are not part of it. */
  stopIds?: readonly number[]
  /** What stands before every text; see {@link Decoder.prepare}. */
  state?: PromptState
  /** Left out for the likeliest token each time. */
  sampling?: Sampling
  /** Sees the logits [V] of the token after each text; they are gone when it returns. */
  onFirstLogits?: (text: number, logits: Float32Array) => void
  /** Called after each token of a batch with the number of texts that are finished; a throw ends the work. */
  onStep?: (finished: number) => Promise<void>
}

export type Continuation = {
  ids: number[]
  /** Whether a stop id ended it, rather than the number of tokens. */
  isEnded: boolean
}

export type Decoder = {
  /** @param prompt row-major [virtualTokens, width]; left out for none */
  prepare: (prompt?: { values: Float32Array; virtualTokens: number }) => Promise<PromptState>
  /**
   * @param texts token ids, each at least one
   * @returns a continuation of each, in order; of a text the same one whatever texts stand beside it, but for rounding
   * @throws PromptPostError 'invalid-argument' for ids outside the vocabulary, or more than the model's positions
   */
  decode: (texts: readonly (readonly number[])[], options: DecodingOptions) => Promise<Continuation[]>
  dispose: () => Promise<void>
}

/** Texts of a batch at most, and bytes of keys and values that they keep. */
const MOST_ROWS = 32
const CACHE_BYTES = 256 << 20

const refuse = (field: string, problem: string, value: unknown): never => {
  throw new PromptPostError('invalid-argument', problem, { field, value })
}

const check = (
  { config }: Model,
  texts: readonly (readonly number[])[],
  { maxNewTokens, sampling }: DecodingOptions,
  virtualTokens: number,
): void => {
  if (!Number.isSafeInteger(maxNewTokens) || maxNewTokens < 1)
    refuse('maxNewTokens', 'must be a positive whole number', maxNewTokens)
  if (sampling) checkSampling(sampling)
  for (const ids of texts) {
    if (ids.length === 0) refuse('ids', 'are empty: there is no token to go on from', ids)
    const bad = ids.find(id => !Number.isInteger(id) || id < 0 || id >= config.vocabularySize)
    if (bad !== undefined) refuse('ids', `hold an id outside the vocabulary of ${config.vocabularySize}`, bad)
    // The last token is not read again.
    const longest = virtualTokens + ids.length + maxNewTokens - 1
    if (longest > config.maxPositions)
      refuse('maxNewTokens', `leads past the model's ${config.maxPositions} positions`, longest)
  }
}

/** Texts of like length together, as many as their keys and values have room for. */
const batchesOf = (
  model: Model,
  texts: readonly (readonly number[])[],
  maxNewTokens: number,
  virtualTokens: number,
): number[][] => {
  const batches: number[][] = []
  for (const text of evaluationOrder(texts.map(ids => ids.length))) {
    const open = batches.at(-1)
    const places = virtualTokens + texts[text]!.length + maxNewTokens
    const hasRoom =
      open && open.length < MOST_ROWS && pastBytes(model, open.length + 1, places) <= CACHE_BYTES
    if (hasRoom) open.push(text)
    else batches.push([text])
  }
  return batches
}

/**
 * Opens the model's one session.
 * @throws PromptPostError 'invalid-argument' for a masked model, 'invalid-weights' when ONNX Runtime cannot load it
 */
export const openDecoder = async (
  model: Model,
  compute: Pick<SessionOptions, 'device' | 'threads' | 'weights'> = {},
): Promise<Decoder> => {
  const { config } = model
  if (config.kind !== 'causal')
    refuse('model', 'is a masked language model: it does not continue texts', config.family)
  const session = await createSession(decodingGraph(model), compute)
  const nextNames = Array.from({ length: config.layers }, (_, i) => [
    nextKeysName(i),
    nextValuesName(i),
  ]).flat()

  /** Logits [texts, V] after these tokens, and the past with them. */
  const advance = async (past: Past, tokens: readonly (readonly number[])[]) => {
    const lengths = tokens.map(ids => ids.length)
    const width = Math.max(...lengths)
    const ids = new Int32Array(tokens.length * width)
    tokens.forEach((own, i) => {
      ids.set(own, i * width)
    })
    const results = await session.run({
      ids: { data: ids, shape: [tokens.length, width] },
      readout: { data: Int32Array.from(lengths, length => length - 1), shape: [tokens.length] },
      ...pastFeeds(model, past),
    })
    const tensors = nextNames.map(name => results[name]!.data as Float32Array)
    return {
      logits: results.logits!.data as Float32Array,
      past: grownPast(model, past, tensors, width, lengths),
    }
  }

  const decode: Decoder['decode'] = async (texts, options) => {
    const { maxNewTokens, stopIds = [], sampling, state = emptyState(model) } = options
    check(model, texts, options, state.virtualTokens)
    // A text's own generator, so that what it draws does not depend on the others' lengths.
    const seeds = createRandom(sampling?.seed ?? 0)
    const randoms = texts.map(() => createRandom(seeds.integer(2 ** 32)))
    const found: Continuation[] = texts.map(() => ({ ids: [], isEnded: false }))
    const vocabulary = config.vocabularySize
    let finished = 0
    const extend = (text: number, logits: Float32Array): boolean => {
      const own = found[text]!
      if (own.ids.length === 0) options.onFirstLogits?.(text, logits)
      const next = sampling ? drawToken(logits, sampling, randoms[text]!) : argmax(logits)
      if (stopIds.includes(next)) own.isEnded = true
      else own.ids.push(next)
      return !own.isEnded && own.ids.length < maxNewTokens
    }
    for (const batch of batchesOf(model, texts, maxNewTokens, state.virtualTokens)) {
      let past = beginPast(state, batch.length)
      let going = batch
      let tokens = batch.map(text => texts[text]!)
      while (going.length > 0) {
        const grown = await advance(past, tokens)
        const kept = [...going.keys()].filter(i =>
          extend(going[i]!, grown.logits.subarray(i * vocabulary, (i + 1) * vocabulary)),
        )
        finished += going.length - kept.length
        past = kept.length < going.length ? pastOfTexts(grown.past, kept) : grown.past
        going = kept.map(i => going[i]!)
        tokens = going.map(text => [found[text]!.ids.at(-1)!])
        await options.onStep?.(finished)
      }
    }
    return found
  }

  return {
    prepare: async prompt => (prompt ? promptState(model, prompt, compute) : emptyState(model)),
    decode,
    dispose: () => session.dispose(),
  }
}
