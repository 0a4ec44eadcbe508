/**
 * The distillation objective as the paper writes it, differentiated by the general rules: what the closed form of
 * ../distillation.ts is tested against.
 * @module
 */
import { add, div, maximum, mul, reduceSum, sqrt, sub, type Value } from '../../graph/index.js'
import {
  DISTILLATION_WEIGHTS,
  type DistillationInputs,
  type DistillationLoss,
  type DistillationWeights,
} from '../distillation.js'
import { TEMPERATURE, temperedDivergence } from '../divergence.js'
import { languageModelLoss } from '../language-model.js'

export type DefinitionInputs = Omit<DistillationInputs, 'teacherScaled' | 'studentScaled'> & {
  /** [rows, V] */
  teacherLogits: Value
  studentLogits: Value
}

/** torch.nn.functional.cosine_similarity's guard. */
const COSINE_EPSILON = 1e-8

/** Cosine similarity of each row of two matrices, [rows]. */
const cosine = (a: Value, b: Value): Value => {
  const length = (x: Value) => maximum(sqrt(reduceSum(mul(x, x), [1])), COSINE_EPSILON)
  return div(reduceSum(mul(a, b), [1]), mul(length(a), length(b)))
}

/** @returns scalars; `loss` is the weighted sum */
export const distillationDefinition = (
  inputs: DefinitionInputs,
  weights: DistillationWeights = DISTILLATION_WEIGHTS,
  temperature = TEMPERATURE,
): Omit<DistillationLoss, 'seeds'> => {
  const mean = (x: Value) => reduceSum(mul(x, inputs.tokenWeights), [0])
  const ce = mean(temperedDivergence(inputs.teacherLogits, inputs.studentLogits, temperature))
  const lm = languageModelLoss(inputs.studentLogits, inputs.targets, inputs.targetWeights)
  const cos = mean(sub(1, cosine(inputs.studentHidden, inputs.teacherHidden)))
  return { ce, lm, cos, loss: add(add(mul(ce, weights.ce), mul(lm, weights.lm)), mul(cos, weights.cos)) }
}
