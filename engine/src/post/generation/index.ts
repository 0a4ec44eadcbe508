/**
 * Tasks whose answers have several tokens.
 * @module
 */
export { type AnsweredText, answeredText, answerFeeds, positionsOf } from './answered-text.js'
export {
  type Answer,
  type AnswerOptions,
  type AnswerScores,
  answerTexts,
  evaluateAnswers,
  scoreAnswers,
} from './answers.js'
export type { AnswerEffect } from './effect.js'
export { isExactMatch, normaliseAnswer, rougeL } from './metrics.js'
export { answerRoom, type ResolvedGeneration, resolveGeneration, withAnswers } from './task.js'
export {
  type AnswerTransferFacts,
  type AnswerTransferOptions,
  type TransferredAnswers,
  transferAnswers,
} from './transfer.js'
