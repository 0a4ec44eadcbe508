/**
 * Text for distillation, as batches of token sequences: a sequence never crosses from one document to the next, and a
 * batch holds sequences of like length, so little is padding.
 * @module
 */
import { PromptPostError } from '@promptpost/base'
import type { Random, TextTokenizer } from '../../text/index.js'

export type Sequence = readonly number[]

/** Batches are as wide as the next multiple of this: measured, 8 pads 6 % of short articles where 32 pads 23 %. */
const BUCKET = 8
const SHORTEST = 4

/**
 * Cuts documents into sequences of at most `length` tokens. A document's last piece may be short; pieces of fewer than
 * 4 tokens are left out.
 * @throws PromptPostError 'invalid-data' when nothing is left
 */
export const cutSequences = (
  tokenizer: TextTokenizer,
  texts: readonly string[],
  length: number,
): Sequence[] => {
  const sequences: number[][] = []
  for (const text of texts) {
    const ids = tokenizer.withSpecialTokens(tokenizer.encode(text))
    for (let start = 0; start < ids.length; start += length) {
      const piece = ids.slice(start, start + length)
      if (piece.length >= SHORTEST) sequences.push(piece)
    }
  }
  if (sequences.length === 0) {
    throw new PromptPostError('invalid-data', 'there is no text to distil on', {
      field: 'texts',
      value: texts.length,
      next: 'Give plain text in the model’s language.',
    })
  }
  return sequences
}

export type TokenBatch = {
  /** Right-padded ids [rows, width]. */
  ids: Int32Array
  lengths: Int32Array
  rows: number
  width: number
  /** Real tokens. */
  tokens: number
}

/**
 * An endless, shuffled stream of batches of about `tokens` tokens. Each pass visits every sequence once: sequences are
 * shuffled, sorted by bucket, cut into batches, and the batches shuffled.
 */
export const createBatchStream = (sequences: readonly Sequence[], tokens: number, padId: number) => {
  const bucketOf = (index: number) => Math.ceil(sequences[index]!.length / BUCKET) * BUCKET
  /** Sequence numbers of each batch of one pass. */
  const plan = (random: Random): number[][] => {
    const order = random.shuffled(sequences.map((_, i) => i))
    order.sort((a, b) => bucketOf(a) - bucketOf(b))
    const batches: number[][] = []
    for (let start = 0; start < order.length; ) {
      const width = bucketOf(order[start]!)
      const most = Math.max(1, Math.floor(tokens / width))
      let size = 1
      while (size < most && start + size < order.length && bucketOf(order[start + size]!) === width) size++
      batches.push(order.slice(start, start + size))
      start += size
    }
    return random.shuffled(batches)
  }
  const assemble = (members: readonly number[]): TokenBatch => {
    const width = bucketOf(members[0]!)
    const ids = new Int32Array(members.length * width).fill(padId)
    members.forEach((member, row) => {
      ids.set(sequences[member]!, row * width)
    })
    const lengths = Int32Array.from(members, member => sequences[member]!.length)
    return { ids, lengths, rows: members.length, width, tokens: lengths.reduce((a, b) => a + b, 0) }
  }
  return { plan, assemble }
}
