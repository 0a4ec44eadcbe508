/**
 * The steps of POST as library functions: distil, tune, transfer, predict, evaluate.
 * @module
 */
export type { PromptState } from '../generate/index.js'
export type { DistilFacts } from './bundle.js'
export {
  DISTIL_DEFAULTS,
  type DistilOptions,
  type DistilSettings,
  distil,
  distilWith,
  type OpenDistilOptions,
} from './distil/index.js'
export type { EffectCheck } from './effect.js'
export { type Accuracy, accuracyOf, type EvaluateOptions, evaluate, wilsonInterval } from './evaluate.js'
export {
  type Answer,
  type AnswerEffect,
  type AnswerOptions,
  type AnswerScores,
  type AnswerTransferFacts,
  type AnswerTransferOptions,
  answerTexts,
  evaluateAnswers,
  isExactMatch,
  normaliseAnswer,
  rougeL,
  scoreAnswers,
  type TransferredAnswers,
  transferAnswers,
} from './generation/index.js'
export {
  batchSizes,
  type Prediction,
  type PredictOptions,
  predict,
  predictionFrom,
  predictShare,
  predictWith,
  type SharedPredictions,
} from './predict.js'
export type { Monitor, Progress } from './progress.js'
export { type PromptEffect, type PromptEffectOptions, promptEffect } from './prompt-effect.js'
export { type PromptValues, readoutLogits } from './readout-runner.js'
export { openServing, type ServedText, type Serving } from './serving.js'
export { assign, type Share } from './share.js'
export {
  checkSoftPrompt,
  readGenerationPrompt,
  readSoftPrompt,
  requireFit,
  type SoftPrompt,
  writeSoftPrompt,
} from './soft-prompt.js'
export { type ResolvedTask, requireVerbalizer, resolveTask, textLimit } from './task.js'
export type { AnyTask, GenerationTask, Task } from './task-kinds.js'
export {
  type TargetParts,
  TRANSFER_DEFAULTS,
  type TransferFacts,
  type TransferOptions,
  type Transferred,
  type TransferSettings,
  targetLogitsOf,
  transfer,
  transferWith,
} from './transfer/index.js'
export {
  checkpointTicket,
  type GradientMechanism,
  TUNE_DEFAULTS,
  type TuneOptions,
  type TuneResult,
  type TuneSettings,
  type TuningPace,
  tune,
  tuneWith,
  tuningPace,
} from './tune/index.js'
export { type Compute, type Initialisation, modelDigest, openWorkbench, type Workbench } from './workbench.js'
