/**
 * The keys and values of the texts of a batch, as they are fed from step to step: all texts end in the same place, shorter ones are
 * padded on the left.
 * @module
 */
import type { Model } from '../models/index.js'
import type { Feeds } from '../runtime/index.js'
import { type PromptState, stateNames } from './prompt-state.js'

export type Past = {
  /** Of every text, padding included. */
  places: number
  /** Tokens of each text without it, those of the prompt included. */
  lengths: Int32Array
  /** Keys and values of each layer in turn, [texts, keyValueHeads, places, headSize]. */
  tensors: Float32Array[]
}

/** What so many texts keep, float32. */
export const pastBytes = ({ config }: Model, texts: number, places: number): number =>
  8 * config.layers * texts * config.keyValueHeads * config.headSize * places

/** A batch of texts behind one prompt, before their first token. */
export const beginPast = ({ virtualTokens, tensors }: PromptState, texts: number): Past => ({
  places: virtualTokens,
  lengths: new Int32Array(texts).fill(virtualTokens),
  tensors: tensors.map(one => {
    const all = new Float32Array(texts * one.length)
    for (let text = 0; text < texts; text++) all.set(one, text * one.length)
    return all
  }),
})

export const pastFeeds = (model: Model, { places, lengths, tensors }: Past): Feeds => {
  const { keyValueHeads, headSize } = model.config
  const shape = [lengths.length, keyValueHeads, places, headSize]
  return {
    pastLengths: { data: lengths, shape: [lengths.length] },
    ...Object.fromEntries(stateNames(model).map((name, i) => [name, { data: tensors[i]!, shape }])),
  }
}

/**
 * The past after a run, from what the run gives.
 * @param tensors the past with `width` places behind it, of which each text fills its first `added`; changed in place
 */
export const grownPast = (
  { config }: Model,
  past: Past,
  tensors: Float32Array[],
  width: number,
  added: readonly number[],
): Past => {
  const places = past.places + width
  const { keyValueHeads, headSize } = config
  for (const tensor of tensors)
    added.forEach((count, text) => {
      const empty = width - count
      for (let head = 0; empty > 0 && head < keyValueHeads; head++) {
        const start = (text * keyValueHeads + head) * places * headSize
        tensor.copyWithin(start + empty * headSize, start, start + (places - empty) * headSize)
      }
    })
  return { places, lengths: past.lengths.map((length, text) => length + added[text]!), tensors }
}

/** The past of some of its texts. */
export const pastOfTexts = (past: Past, texts: readonly number[]): Past => ({
  places: past.places,
  lengths: Int32Array.from(texts, text => past.lengths[text]!),
  tensors: past.tensors.map(tensor => {
    const size = tensor.length / past.lengths.length
    const kept = new Float32Array(texts.length * size)
    texts.forEach((text, at) => {
      kept.set(tensor.subarray(text * size, (text + 1) * size), at * size)
    })
    return kept
  }),
})
