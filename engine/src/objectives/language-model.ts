/**
 * Language-model cross-entropy over chosen rows: next token (causal) or masked token; the tokens of an answer.
 * @module
 */
import {
  cast,
  type Dim,
  gatherElements,
  logSoftmax,
  mul,
  multiplyDims,
  neg,
  reduceSum,
  reshape,
  type Value,
} from '../graph/index.js'

/**
 * Weighted cross-entropy of rows of logits.
 * @param logits [rows, V]
 * @param targets int32 [rows]; a row of weight 0 may hold any valid id
 * @param weights [rows], usually 1 / (number of rows that count) or 0
 * @returns nats, scalar
 */
export const languageModelLoss = (logits: Value, targets: Value, weights: Value): Value => {
  const rows = targets.shape[0] as Dim
  const chosen = gatherElements(logSoftmax(logits), reshape(targets, [rows, 1]), 1)
  return neg(reduceSum(mul(reshape(chosen, [rows]), cast(weights, logits.dtype)), [0]))
}

/**
 * Cross-entropy of the tokens of each text's answer.
 * @param logits [B*A, V], of the token at each of A positions of each text
 * @param targets int32 [B, A]; where the weight is 0 any valid id
 * @param weights [B, A], usually 1 / (tokens of the answer) or 0
 * @returns nats [B]
 */
export const answerLoss = (logits: Value, targets: Value, weights: Value): Value => {
  const [batch, positions] = targets.shape as [Dim, Dim]
  const rows = multiplyDims(batch, positions)
  const chosen = gatherElements(logSoftmax(logits), reshape(targets, [rows, 1]), 1)
  return neg(reduceSum(mul(reshape(chosen, [batch, positions]), weights), [1]))
}
