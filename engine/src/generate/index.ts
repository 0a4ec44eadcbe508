/**
 * Continuations of texts.
 * @module
 */
export { argmax, drawToken, logProbabilities, type Sampling } from './choose.js'
export { type Continuation, type Decoder, type DecodingOptions, openDecoder } from './decoder.js'
export { continueGreedily, type GreedyContinuation, type GreedyOptions } from './greedy.js'
export { emptyState, type PromptState, promptState, stateNames, stateOf } from './prompt-state.js'
