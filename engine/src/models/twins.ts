/**
 * Files that hold a tied weight twice. transformers ties the two only when their elements are the same, and otherwise
 * computes with both: a config.json that says "tied" over such a file is wrong.
 * @module
 */
import { open } from 'node:fs/promises'
import { PromptPostError } from '@promptpost/base'
import type { Checkpoint, TensorEntry } from '../weights/index.js'
import type { ModelConfig } from './config.js'
import type { Family } from './family.js'

const CHUNK_BYTES = 1 << 22

/** @throws PromptPostError 'invalid-weights' naming the tensor that differs from the one it is tied to */
export const checkTwins = async (
  family: Family,
  config: ModelConfig,
  checkpoint: Checkpoint,
  weights: ReadonlyMap<string, TensorEntry>,
): Promise<void> => {
  if (!config.tied) return
  for (const [name, original] of Object.entries(family.twins(config))) {
    const twin = checkpoint.tensors.get(name)
    const entry = weights.get(original)
    if (!twin || !entry || (await sameBytes(twin, entry))) continue
    throw new PromptPostError(
      'invalid-weights',
      `differs from ${original}, though config.json ties the two`,
      {
        field: `${twin.file}: ${name}`,
        next: 'Set tie_word_embeddings to false in config.json if the model has an output matrix of its own.',
      },
    )
  }
}

const sameBytes = async (a: TensorEntry, b: TensorEntry): Promise<boolean> => {
  if (a.storage !== b.storage || a.byteLength !== b.byteLength || `${a.shape}` !== `${b.shape}`) return false
  if (a.file === b.file && a.offset === b.offset) return true
  const [left, right] = await Promise.all([open(a.file), open(b.file)])
  try {
    const size = Math.min(CHUNK_BYTES, a.byteLength)
    const [mine, other] = [Buffer.alloc(size), Buffer.alloc(size)]
    for (let done = 0; done < a.byteLength; done += size) {
      const length = Math.min(size, a.byteLength - done)
      await Promise.all([
        left.read(mine, 0, length, a.offset + done),
        right.read(other, 0, length, b.offset + done),
      ])
      if (mine.compare(other, 0, length, 0, length) !== 0) return false
    }
    return true
  } finally {
    await Promise.all([left.close(), right.close()])
  }
}
