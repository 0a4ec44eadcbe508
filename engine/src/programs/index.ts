/**
 * Whole graphs for each job: what goes in, what comes out.
 * @module
 */
export { type AnswerTuningOptions, answerTuningGraph } from './answers.js'
export { decodingGraph, nextKeysName, nextValuesName } from './decoding.js'
export {
  logitsGraph,
  type ReadoutOptions,
  sharedMode,
  type TuningOptions,
  transferGraph,
  tuningGraph,
} from './readout.js'
export { keysName, promptStateGraph, servingGraph, valuesName } from './serving.js'
export {
  type DistillationGraph,
  distillationGraph,
  gradientName,
  hiddenGraph,
  languageModelGraph,
  plainGraph,
} from './weights.js'
