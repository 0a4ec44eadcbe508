/**
 * The distillation objective, 5 L_ce + 2 L_lm + L_cos (POST, arXiv 2506.16196, section 4.1; weights as DistilBERT, Sanh
 * et al. 2019, arXiv 1910.01108), with its gradient at the logits in closed form.
 *
 * The matrices are [rows, V], the largest of a step by far, so passes over them are what counts. With a = logits / tau,
 * p = softmax(a_T), q = softmax(a_S) and tau = 2 (the only one offered), softmax(logits_S) is q^2 / sum q^2, and no further exponential is needed.
 * @module
 */
import {
  add,
  cast,
  constant,
  type Dim,
  div,
  gatherElements,
  log,
  maximum,
  mul,
  neg,
  reduceMax,
  reduceSum,
  reshape,
  type Seed,
  scatterAddElements,
  softmax,
  sqrt,
  sub,
  type Value,
} from '../graph/index.js'
import { TEMPERATURE } from './divergence.js'

export type DistillationWeights = { ce: number; lm: number; cos: number }
export const DISTILLATION_WEIGHTS: DistillationWeights = { ce: 5, lm: 2, cos: 1 }

export type DistillationInputs = {
  /** Logits over the temperature, [compared rows, V]: all rows, or those that are sampled. */
  teacherScaled: Value
  studentScaled: Value
  /** [rows, width], after the final norm */
  teacherHidden: Value
  studentHidden: Value
  /** [rows]: 1 / (number of real tokens) on real tokens, 0 on padding */
  tokenWeights: Value
  /** The same of the rows whose logits are compared; tokenWeights by default. */
  logitWeights?: Value
  /** int32 [compared rows] and [compared rows]: targets of the language-model loss and their weights */
  targets: Value
  targetWeights: Value
}

export type DistillationLoss = {
  ce: Value
  lm: Value
  cos: Value
  /** Weighted sum, scalar. */
  loss: Value
  /** Where differentiation starts: at the scaled logits and the hidden states' cosine, not at `loss`. */
  seeds: Seed[]
}

/** torch.nn.functional.cosine_similarity's guard. */
const COSINE_EPSILON = 1e-8

/** Cosine similarity of each row of two matrices, [rows]. */
const cosine = (a: Value, b: Value): Value => {
  const length = (x: Value) => maximum(sqrt(reduceSum(mul(x, x), [1])), COSINE_EPSILON)
  return div(reduceSum(mul(a, b), [1]), mul(length(a), length(b)))
}

/** log sum exp of rows from their softmax: max(a) - log max(softmax(a)), [rows, 1]. */
const normaliser = (a: Value, probabilities: Value): Value =>
  sub(reduceMax(a, [1], true), log(reduceMax(probabilities, [1], true)))

/** @returns scalars and the seeds of their weighted sum's gradient */
export const distillationLoss = (
  inputs: DistillationInputs,
  weights: DistillationWeights = DISTILLATION_WEIGHTS,
): DistillationLoss => {
  const { teacherScaled, studentScaled, tokenWeights, logitWeights = tokenWeights } = inputs
  const { graph, dtype } = studentScaled
  const rows = logitWeights.shape[0] as Dim
  const column = (x: Value) => reshape(cast(x, dtype), [rows, 1])
  const [perToken, perTarget] = [column(logitWeights), column(inputs.targetWeights)]
  const targets = reshape(inputs.targets, [rows, 1])

  const p = softmax(teacherScaled)
  const q = softmax(studentScaled)
  const square = mul(q, q)
  const total = reduceSum(square, [1], true)
  const studentNormaliser = normaliser(studentScaled, q)

  const crossed = reduceSum(mul(p, sub(teacherScaled, studentScaled)), [1], true)
  const divergence = add(sub(crossed, normaliser(teacherScaled, p)), studentNormaliser)
  const ce = mul(reduceSum(mul(divergence, perToken), [0, 1]), TEMPERATURE ** 2)
  const logLikelihood = sub(
    mul(sub(gatherElements(studentScaled, targets, 1), studentNormaliser), TEMPERATURE),
    log(total),
  )
  const lm = neg(reduceSum(mul(logLikelihood, perTarget), [0, 1]))
  const cos = reduceSum(
    mul(sub(1, cosine(inputs.studentHidden, inputs.teacherHidden)), cast(tokenWeights, dtype)),
    [0],
  )

  // d loss / d scaled logits = 5 tau^2 w (q - p) + 2 tau u (softmax - onehot)
  const pull = mul(perTarget, weights.lm * TEMPERATURE)
  const smooth = add(
    mul(sub(q, p), mul(perToken, weights.ce * TEMPERATURE ** 2)),
    mul(square, div(pull, total)),
  )
  const seeds = [
    { value: studentScaled, cotangent: scatterAddElements(smooth, targets, neg(pull), 1) },
    { value: cos, cotangent: constant(graph, dtype, weights.cos) },
  ]
  return {
    ce,
    lm,
    cos,
    loss: add(add(mul(ce, weights.ce), mul(lm, weights.lm)), mul(cos, weights.cos)),
    seeds,
  }
}
