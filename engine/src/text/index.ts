/**
 * Text to numbers: tokenizers, templates, verbalizers, batches, and the generator that shuffles them.
 * @module
 */
export { type Batch, type EncodedText, evaluationOrder, lengthBuckets, makeBatches } from './batches.js'
export { followingIds } from './following-ids.js'
export { createRandom, type Random, type RandomState } from './random.js'
export type { Frame, SpecialTokens } from './special-tokens.js'
export { encodeForReadout, parseTemplate, type ReadoutKind, type Template } from './template.js'
export { loadTokenizer, type TextTokenizer } from './tokenizer.js'
export { resolveVerbalizer, type Verbalizer } from './verbalizer.js'
