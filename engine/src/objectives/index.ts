/**
 * Losses as graph values.
 * @module
 */
export { classScores, crossEntropy, type Scoring } from './classification.js'
export {
  DISTILLATION_WEIGHTS,
  type DistillationInputs,
  type DistillationLoss,
  type DistillationWeights,
  distillationLoss,
} from './distillation.js'
export { TEMPERATURE, temperedDivergence } from './divergence.js'
export { answerLoss, languageModelLoss } from './language-model.js'
export { type ClassColumns, type TransferLogits, type TransferLoss, transferLoss } from './transfer.js'
