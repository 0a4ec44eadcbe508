/**
 * How much memory work takes, before it is begun.
 * @module
 */
export { type Described, describeModel } from './described-model.js'
export { type Fit, type FitRequest, fitStep, PROCESS_OVERHEAD } from './fit.js'
export { bytesOf, type Peak, peakOf, type Sizes } from './liveness.js'
export {
  ALLOCATOR_WASTE,
  CUDA_OVERHEAD,
  type DistillationPlan,
  distillationNeeds,
  largestBatch,
  type Needs,
  type NeedsOf,
  type TransferPlan,
  transferNeeds,
} from './needs.js'
