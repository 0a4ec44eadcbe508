/**
 * Continuations of texts.
 * @module
 */
export { type Continuation, continueGreedily, type GreedyOptions } from './greedy.js'
