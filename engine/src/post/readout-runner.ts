/**
 * Read-out logits of a model for many texts, with or without a soft prompt.
 * @module
 */
import type { ComputedCache } from '@promptpost/base/cache'
import type { Graph } from '../graph/index.js'
import type { Model } from '../models/index.js'
import { logitsGraph } from '../programs/index.js'
import { computeIdentity, createSession, type Feeds } from '../runtime/index.js'
import { type Batch, type EncodedText, evaluationOrder, makeBatches } from '../text/index.js'
import { computedOnce, digestOfArrays } from './computed.js'
import { followStage, type Monitor } from './progress.js'
import { batchesOf, examplesOf, type Share } from './share.js'
import type { Compute } from './workbench.js'

/** Tokens of one evaluation batch, padding included: large enough for matrix products, small enough for memory. */
export const BATCH_TOKENS = 4096
export const LARGEST_BATCH = 64

export type PromptValues = { values: Float32Array; virtualTokens: number }

/** Feeds of a batch that every read-out graph takes. */
export const batchFeeds = (batch: Batch) => ({
  ids: { data: batch.ids, shape: [batch.rows, batch.width] },
  lengths: { data: batch.lengths, shape: [batch.rows] },
  readout: { data: batch.readout, shape: [batch.rows] },
})

/** Batches in order of length whose padded size is bounded. */
export const evaluationBatches = (encoded: readonly EncodedText[]): Batch[] => {
  const order = evaluationOrder(encoded.map(({ ids }) => ids.length))
  const batches: Batch[] = []
  for (let start = 0; start < order.length; ) {
    let size = 1
    while (start + size < order.length && size < LARGEST_BATCH) {
      if (encoded[order[start + size]!]!.ids.length * (size + 1) > BATCH_TOKENS) break
      size++
    }
    batches.push(...makeBatches(encoded, { batchSize: size, order: order.slice(start, start + size) }))
    start += size
  }
  return batches
}

export type ReadoutRequest = {
  model: Model
  /** Where logits without a prompt are kept, under the digest of the model; those with one are nobody's but the client's. */
  kept?: { cache: ComputedCache; digest: string }
  prompt?: PromptValues
  encoded: readonly EncodedText[]
  /** Token ids whose logits are wanted; all when absent. */
  columns?: readonly number[]
  stage: string
  /** Asked once, when all is ready and before the first batch; a throw ends the work before anything is computed. */
  admit?: (() => Promise<void>) | undefined
} & Compute &
  Monitor

/** Logits of some of the texts, row-major [texts, columns or V], and which they are, ascending. */
export type Rows = { texts: number[]; logits: Float32Array }

const ALL: Share = { index: 0, count: 1 }

/** Which texts a share of the work has. */
export const textsOf = (encoded: readonly EncodedText[], share: Share): number[] =>
  examplesOf(batchesOf(evaluationBatches(encoded), share))

/** @returns logits row-major [texts, columns or V], in the order of the texts */
export const readoutLogits = async (request: ReadoutRequest): Promise<Float32Array> =>
  (await readoutRows(request, ALL)).logits

/** A share of what {@link readoutLogits} gives, to the last bit. */
export const readoutRows = async (request: ReadoutRequest, share: Share): Promise<Rows> => {
  const { model, prompt, encoded, columns, device, threads, weights } = request
  const batches = batchesOf(evaluationBatches(encoded), share)
  const texts = examplesOf(batches)
  const rowOf = new Map(texts.map((text, row) => [text, row]))
  const width = columns?.length ?? model.config.vocabularySize
  const logits = new Float32Array(texts.length * width)
  if (texts.length === 0) return { texts, logits }
  const graph = logitsGraph(model, { virtualTokens: prompt?.virtualTokens ?? 0, ...(columns && { columns }) })
  const kept = prompt ? undefined : request.kept
  const compute = (): Promise<void> =>
    run(graph, batches, request, (example, row) => logits.set(row, rowOf.get(example)! * width))
  if (kept) {
    const inputs = batches.flatMap(batch => [Int32Array.from(batch.examples), ...inputsOf(batch)])
    const what = {
      work: 'read-out logits',
      model: kept.digest,
      inputs: digestOfArrays(inputs),
      ...computeIdentity(graph, { device, threads, weights }),
    }
    await computedOnce(kept.cache, what, logits, compute)
  } else await compute()
  return { texts, logits }
}

const inputsOf = ({ ids, lengths, readout, rows, width }: Batch): Int32Array[] => [
  Int32Array.of(rows, width),
  ids,
  lengths,
  readout,
]

/** Runs batches and gives the row of logits of each example. */
const run = async (
  graph: Graph,
  batches: readonly Batch[],
  request: ReadoutRequest,
  give: (example: number, row: Float32Array) => void,
): Promise<void> => {
  const width = request.columns?.length ?? request.model.config.vocabularySize
  await runBatches(graph, batches, request, batchFeeds, ({ examples }, logits) => {
    examples.forEach((example, row) => {
      give(example, logits.subarray(row * width, (row + 1) * width))
    })
  })
}

/** Runs batches behind the request's prompt and gives the logits of each. */
export const runBatches = async (
  graph: Graph,
  batches: readonly Batch[],
  request: Pick<ReadoutRequest, 'model' | 'prompt' | 'stage' | 'admit'> & Compute & Monitor,
  feedsOf: (batch: Batch) => Feeds,
  take: (batch: Batch, logits: Float32Array) => void,
): Promise<void> => {
  const { model, prompt, stage, device, threads, weights } = request
  const session = await createSession(graph, { device, threads, weights })
  const fixed = prompt && {
    prompt: { data: prompt.values, shape: [prompt.virtualTokens, model.config.width] },
  }
  const ticker = followStage(request, stage, batches.length, 'examples')
  try {
    await request.admit?.()
    for (const [i, batch] of batches.entries()) {
      const { logits } = await session.run({ ...feedsOf(batch), ...fixed })
      take(batch, logits!.data as Float32Array)
      await ticker.step(i + 1, batch.rows)
    }
  } finally {
    await session.dispose()
  }
}
