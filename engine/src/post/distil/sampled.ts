/**
 * What a distillation draws anew for each batch: a prompt of no task before it, and the tokens at which logits are compared.
 * @module
 */
import type { Random } from '../../text/index.js'
import { embeddingRows, type Workbench } from '../workbench.js'
import type { TokenBatch } from './corpus.js'
import type { LanguageTargets } from './language-targets.js'

/** Least standard deviation of what moves a proxy prompt; the most is 1, about as far as tuning moves a prompt. */
const LEAST_MOVE = 0.03

/**
 * A prompt as tuning may come by: random tokens, from which it starts, moved at random, by a little or by far.
 * @returns [virtualTokens, width]
 */
export const proxyPrompt = async (
  { model, tokenizer }: Workbench,
  virtualTokens: number,
  random: Random,
): Promise<Float32Array> => {
  const ids = Array.from({ length: virtualTokens }, () => random.integer(tokenizer.vocabularySize))
  const move = LEAST_MOVE ** random.next()
  return (await embeddingRows(model, ids)).map(value => value + move * random.normal())
}

/** Rows of a batch at which logits are compared, and what they are compared to. */
export type SampledTargets = {
  /** Rows of [rows * width], ascending. */
  positions: Int32Array
  /** Their targets of the language-model loss, and the weights of those, which sum to 1 or are all 0. */
  targets: Int32Array
  targetWeights: Float32Array
}

/** Draws a share of the batch's tokens, at least one. */
export const sampleTargets = (
  batch: TokenBatch,
  { targets, targetWeights }: LanguageTargets,
  share: number,
  random: Random,
): SampledTargets => {
  const tokens = [...batch.lengths].flatMap((length, row) =>
    Array.from({ length }, (_, place) => row * batch.width + place),
  )
  const count = Math.max(1, Math.round(share * tokens.length))
  const positions = Int32Array.from(random.shuffled(tokens).slice(0, count)).sort()
  const total = positions.reduce((sum, at) => sum + targetWeights[at]!, 0)
  return {
    positions,
    targets: positions.map(at => targets[at]!),
    targetWeights: Float32Array.from(positions, at => (total === 0 ? 0 : targetWeights[at]! / total)),
  }
}
