/**
 * A model made ready for work: opened, digested, its tokenizer loaded, its soft prompts initialised.
 * @module
 */

import { open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { digestFileBeside, PromptPostError, sha256 } from '@promptpost/base'
import { type Model, openModel } from '../models/index.js'
import type { ConcreteDevice } from '../runtime/index.js'
import { createRandom, loadTokenizer, type TextTokenizer } from '../text/index.js'
import { toFloat32 } from '../weights/index.js'

export type Workbench = { model: Model; tokenizer: TextTokenizer; digest: string }

/** How work runs; the same for every step of POST. */
export type Compute = { device?: ConcreteDevice; threads?: number } & Lighter

/** What may be exchanged for memory and time. */
export type Lighter = {
  /** `int8`: frozen matrices in eight bits, on the cpu. Default: as in the model's files, computed in float32. */
  weights?: 'int8'
}

/** Digest of what a prompt is bound to: the configuration and every weight file, by content. */
export const modelDigest = async (model: Model): Promise<string> => {
  const parts = [sha256(await readFile(join(model.directory, 'config.json')))]
  for (const { path } of model.checkpoint.files) parts.push((await digestFileBeside(path)).sha256)
  return sha256(parts.join('\n'))
}

export const openWorkbench = async (directory: string): Promise<Workbench> => {
  const model = await openModel(directory)
  // First what runs in a thread of its own.
  const digested = modelDigest(model)
  const [digest, tokenizer] = await Promise.all([digested, loadTokenizer(directory)])
  if (tokenizer.vocabularySize > model.config.vocabularySize) {
    throw new PromptPostError(
      'invalid-tokenizer',
      `knows more tokens than the model's ${model.config.vocabularySize}`,
      {
        field: `${directory}: tokenizer.json`,
        value: tokenizer.vocabularySize,
        next: 'Use the tokenizer that was saved with the model.',
      },
    )
  }
  return { model, tokenizer, digest }
}

/** Embeddings of token ids, read from the file row by row: [ids, width]. */
export const embeddingRows = async (model: Model, ids: readonly number[]): Promise<Float32Array> => {
  const { family, config, weights } = model
  const entry = weights.get(family.tokenEmbedding(config))!
  const rowBytes = entry.byteLength / config.vocabularySize
  const rows = new Float32Array(ids.length * config.width)
  const file = await open(entry.file, 'r')
  try {
    const bytes = new Uint8Array(rowBytes)
    for (const [i, id] of ids.entries()) {
      await file.read(bytes, 0, rowBytes, entry.offset + id * rowBytes)
      rows.set(toFloat32(entry.storage, bytes), i * config.width)
    }
  } finally {
    await file.close()
  }
  return rows
}

/** Where a prompt starts: a text through the model's embeddings, repeated or cut to length; or random tokens. */
export type Initialisation = { kind: 'text'; text: string } | { kind: 'vocabulary' }

/** Initial prompt [virtualTokens, width] (Lester et al. 2021, arXiv 2104.08691, section 2.1). */
export const initialPrompt = async (
  { model, tokenizer }: Workbench,
  initialisation: Initialisation,
  virtualTokens: number,
  seed: number,
): Promise<Float32Array> => {
  if (initialisation.kind === 'text') {
    const ids = tokenizer.encode(initialisation.text)
    if (ids.length === 0)
      throw new PromptPostError('invalid-argument', 'has no tokens', { field: 'initialisation.text' })
    return embeddingRows(
      model,
      Array.from({ length: virtualTokens }, (_, i) => ids[i % ids.length]!),
    )
  }
  const random = createRandom(seed)
  return embeddingRows(
    model,
    Array.from({ length: virtualTokens }, () => random.integer(tokenizer.vocabularySize)),
  )
}
