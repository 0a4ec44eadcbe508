/**
 * How a transfer's step is cut to fit the memory there is.
 * @module
 */
import type { Graph } from '../../graph/index.js'
import { fitStep } from '../../planning/fit.js'
import { type EncodedText, lengthBuckets } from '../../text/index.js'
import { BYTES_PER_LOGIT } from './constants.js'
import type { TransferOptions } from './settings.js'

export type FitOptions = Pick<TransferOptions, 'memory' | 'device' | 'weights'> & {
  /** Texts of a step. */
  batchSize: number
  vocabulary: number
  /** Most positions that are read of a text, and of all texts together. */
  answers: number
  positions: number
}

/**
 * @param graphOf the graph of a step, with its blocks computed again on the way back or not
 * @throws PromptPostError 'invalid-argument' when not even one text fits, saying how much would do
 */
export const fitTransfer = (
  graphOf: (recompute: boolean) => Graph,
  encoded: readonly EncodedText[],
  { memory, device = 'cpu', weights, batchSize, vocabulary, answers, positions }: FitOptions,
): { graph: Graph; rows: number } => {
  if (memory === undefined) return { graph: graphOf(false), rows: batchSize }
  return fitStep(graphOf, {
    memory,
    batch: Math.min(batchSize, encoded.length),
    tokens: lengthBuckets(encoded.map(({ ids }) => ids.length)).at(-1)!,
    held: BYTES_PER_LOGIT * vocabulary * positions,
    answers,
    weights,
    isOnProcessor: device === 'cpu',
  })
}
