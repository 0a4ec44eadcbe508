/**
 * The transfer objective: make the target with prompt p_t react as the student with p_s (POST, arXiv 2506.16196, eq. 2-4).
 * @module
 */
import { add, cast, mul, reduceMean, sub, type Value } from '../graph/index.js'
import { TEMPERATURE, temperedDivergence } from './divergence.js'

/** Read-out logits, each [B, V]. All but `prompted` are constants of a transfer. */
export type TransferLogits = {
  /** f_T(p_t, z) */
  prompted: Value
  /** f_T(z) */
  target: Value
  /** f_S(p_s, z) */
  studentPrompted: Value
  /** f_S(z) */
  student: Value
}

export type TransferLoss = {
  /** tau^2 KL(f_S(p_s, z) || f_T(p_t, z)), [B] */
  mimic: Value
  /** tau^2 KL of the prompt's effect on both models, [B] */
  shift: Value
  /** Mean over z of (1 - alpha) mimic + alpha shift, scalar. */
  loss: Value
}

/**
 * @param alpha scalar in [0, 1], a graph value so that one graph serves every alpha
 * The divergences are summed in float64: of two near-equal distributions float32 keeps few digits.
 */
export const transferLoss = (logits: TransferLogits, alpha: Value, temperature = TEMPERATURE): TransferLoss => {
  const dtype = logits.prompted.dtype
  const prompted = cast(logits.prompted, 'float64')
  const [target, studentPrompted, student] = [logits.target, logits.studentPrompted, logits.student].map(value =>
    cast(value, 'float64'),
  ) as [Value, Value, Value]
  const mimic = temperedDivergence(studentPrompted, prompted, temperature)
  const shift = temperedDivergence(sub(studentPrompted, student), sub(prompted, target), temperature)
  const weight = cast(alpha, 'float64')
  const loss = reduceMean(add(mul(sub(1, weight), mimic), mul(weight, shift)), [0])
  return { mimic: cast(mimic, dtype), shift: cast(shift, dtype), loss: cast(loss, dtype) }
}
