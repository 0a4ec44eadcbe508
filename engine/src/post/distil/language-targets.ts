/**
 * Targets of the language-model loss: the next token, or masked tokens in BERT's way (Devlin et al. 2019, section 3.1).
 * @module
 */
import { PromptPostError } from '@promptpost/base'
import type { Random, TextTokenizer } from '../../text/index.js'
import type { TokenBatch } from './corpus.js'

export type LanguageTargets = {
  /** Model input [rows * width], masked where the model is masked. */
  ids: Int32Array
  /** [rows * width] */
  targets: Int32Array
  /** 1 / (positions that count) there, 0 elsewhere. */
  targetWeights: Float32Array
}

const MASKED_SHARE = 0.15
const MASK_SHARE = 0.8
const RANDOM_SHARE = 0.1

/** @throws PromptPostError 'invalid-tokenizer' when there is no token to mask with */
export const requireMask = ({ special }: TextTokenizer, directory: string): void => {
  if (special.mask !== undefined) return
  throw new PromptPostError(
    'invalid-tokenizer',
    'names no mask token, which a masked model is distilled with',
    {
      field: `${directory}: tokenizer_config.json: mask_token`,
      next: 'Put the tokenizer_config.json of the model beside its tokenizer.json.',
    },
  )
}

export const languageTargets = (
  batch: TokenBatch,
  kind: 'causal' | 'masked',
  tokenizer: TextTokenizer,
  random: Random,
): LanguageTargets => {
  const { width } = batch
  const ids = batch.ids.slice()
  const targets = new Int32Array(ids.length)
  const targetWeights = new Float32Array(ids.length)
  const chosen: number[] = []
  batch.lengths.forEach((length, row) => {
    for (let t = 0; t < length; t++) {
      const at = row * width + t
      if (kind === 'causal') {
        if (t + 1 === length) continue
        targets[at] = batch.ids[at + 1]!
        chosen.push(at)
      } else if (random.next() < MASKED_SHARE) {
        targets[at] = batch.ids[at]!
        const kept = random.next()
        if (kept < MASK_SHARE) ids[at] = tokenizer.special.mask!
        else if (kept < MASK_SHARE + RANDOM_SHARE) ids[at] = random.integer(tokenizer.vocabularySize)
        chosen.push(at)
      }
    }
  })
  for (const at of chosen) targetWeights[at] = 1 / chosen.length
  return { ids, targets, targetWeights }
}
