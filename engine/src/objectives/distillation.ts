/**
 * The distillation objective: 5 L_ce + 2 L_lm + L_cos (POST, arXiv 2506.16196, section 4.1; weights as DistilBERT,
 * Sanh et al. 2019, arXiv 1910.01108).
 * @module
 */
import { add, div, maximum, mul, reduceSum, sqrt, sub, type Value } from '../graph/index.js'
import { TEMPERATURE, temperedDivergence } from './divergence.js'
import { languageModelLoss } from './language-model.js'

export type DistillationWeights = { ce: number; lm: number; cos: number }
export const DISTILLATION_WEIGHTS: DistillationWeights = { ce: 5, lm: 2, cos: 1 }

export type DistillationInputs = {
  /** [rows, V] */
  teacherLogits: Value
  studentLogits: Value
  /** [rows, width], after the final norm */
  teacherHidden: Value
  studentHidden: Value
  /** [rows]: 1 / (number of real tokens) on real tokens, 0 on padding */
  tokenWeights: Value
  /** int32 [rows] and [rows]: targets of the language-model loss and their weights */
  targets: Value
  targetWeights: Value
}

export type DistillationLoss = { ce: Value; lm: Value; cos: Value; loss: Value }

/** torch.nn.functional.cosine_similarity's guard. */
const COSINE_EPSILON = 1e-8

/** Cosine similarity of each row of two matrices, [rows]. */
const cosine = (a: Value, b: Value): Value => {
  const length = (x: Value) => maximum(sqrt(reduceSum(mul(x, x), [1])), COSINE_EPSILON)
  return div(reduceSum(mul(a, b), [1]), mul(length(a), length(b)))
}

/** @returns scalars; `loss` is the weighted sum */
export const distillationLoss = (
  inputs: DistillationInputs,
  weights: DistillationWeights = DISTILLATION_WEIGHTS,
  temperature = TEMPERATURE,
): DistillationLoss => {
  const mean = (x: Value) => reduceSum(mul(x, inputs.tokenWeights), [0])
  const ce = mean(temperedDivergence(inputs.teacherLogits, inputs.studentLogits, temperature))
  const lm = languageModelLoss(inputs.studentLogits, inputs.targets, inputs.targetWeights)
  const cos = mean(sub(1, cosine(inputs.studentHidden, inputs.teacherHidden)))
  return { ce, lm, cos, loss: add(add(mul(ce, weights.ce), mul(lm, weights.lm)), mul(cos, weights.cos)) }
}
