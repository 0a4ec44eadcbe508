/**
 * Whole graphs for each job: what goes in, what comes out.
 * @module
 */
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
