/**
 * The transfer objective: make the target with prompt p_t react as the student with p_s (POST, arXiv 2506.16196, eq. 2-4).
 * @module
 */
import { add, cast, constant, gather, mul, reduceMean, reduceSum, sub, type Value } from '../graph/index.js'
import { classScores, type Scoring } from './classification.js'
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
  /** What the target leans to whatever the text, [V], taken out of its part of what is imitated; nothing where it is absent. */
  leaning?: Value | undefined
}

export type TransferLoss = {
  /** tau^2 KL(m || f_T(p_t, z)) of what is imitated, m = f_S(p_s, z) + omega (f_T(z) - f_S(z) - leaning), [B] */
  mimic: Value
  /** tau^2 KL of the prompt's effect on both models, [B] */
  shift: Value
  /** tau^2 KL between the class distributions of m and of (T, p_t), [B]; absent without a verbalizer. */
  classes: Value | undefined
  /** Mean over z, or the sum by the rows' weights, of (1 - a) mimic + a shift + gamma classes with a = (1 - omega) alpha, scalar. */
  loss: Value
}

/** Where the classes lie in the vocabulary. */
export type ClassColumns = { columns: readonly number[]; wordCounts: readonly number[]; scoring?: Scoring }

/** Weights of the terms, as scalar graph values so that one graph serves all; of the rows, [B], where they do not count alike. */
export type TransferWeights = { alpha: Value; gamma?: Value; omega?: Value; rows?: Value }

/**
 * The paper's loss over the whole vocabulary, and beside it the same divergence between the class distributions alone:
 * the words of the verbalizer hold little of the vocabulary's mass, and the task is decided there.
 *
 * With an omega of 1, what is imitated is the target itself with its logits moved as the prompt moves the student's (Liu et al. 2024,
 * arXiv 2401.08565): it keeps what the target knows and the student does not. Between 0 and 1 it is what both say together, the
 * geometric mean of their distributions with these weights. The shift loss has its least value at the moved target too, and
 * leaves as that comes in.
 *
 * The divergences are summed in float64: of two near-equal distributions float32 keeps few digits.
 */
export const transferLoss = (
  logits: TransferLogits,
  weights: TransferWeights,
  verbalizer?: ClassColumns,
  temperature = TEMPERATURE,
): TransferLoss => {
  const dtype = logits.prompted.dtype
  const prompted = cast(logits.prompted, 'float64')
  const [target, studentPrompted, student] = [logits.target, logits.studentPrompted, logits.student].map(
    value => cast(value, 'float64'),
  ) as [Value, Value, Value]
  const omega = weights.omega && cast(weights.omega, 'float64')
  const deviation = (): Value => {
    const whole = sub(target, student)
    return logits.leaning ? sub(whole, cast(logits.leaning, 'float64')) : whole
  }
  const imitated = omega ? add(studentPrompted, mul(omega, deviation())) : studentPrompted
  const mimic = temperedDivergence(imitated, prompted, temperature)
  const shift = temperedDivergence(sub(studentPrompted, student), sub(prompted, target), temperature)
  const asked = cast(weights.alpha, 'float64')
  const alpha = omega ? mul(sub(1, omega), asked) : asked
  const whole = add(mul(sub(1, alpha), mimic), mul(alpha, shift))
  const classes = verbalizer && classDivergence(imitated, prompted, verbalizer, temperature)
  const total = classes && weights.gamma ? add(whole, mul(cast(weights.gamma, 'float64'), classes)) : whole
  return {
    mimic: cast(mimic, dtype),
    shift: cast(shift, dtype),
    classes: classes && cast(classes, dtype),
    loss: cast(weights.rows ? weightedSum(total, weights.rows) : reduceMean(total, [0]), dtype),
  }
}

const weightedSum = (rows: Value, weights: Value): Value =>
  reduceSum(mul(rows, cast(weights, rows.dtype)), [0])

const classDivergence = (
  a: Value,
  b: Value,
  { columns, wordCounts, scoring }: ClassColumns,
  temperature: number,
): Value => {
  const ids = constant(a.graph, 'int64', columns)
  const scores = (logits: Value) => classScores(gather(logits, ids, 1), wordCounts, scoring)
  return temperedDivergence(scores(a), scores(b), temperature)
}
