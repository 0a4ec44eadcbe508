/**
 * Language-model cross-entropy over chosen rows: next token (causal) or masked token.
 * @module
 */
import {
  cast,
  type Dim,
  gatherElements,
  logSoftmax,
  mul,
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
