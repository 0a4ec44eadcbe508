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
}

export type TransferLoss = {
  /** tau^2 KL(f_S(p_s, z) || f_T(p_t, z)), [B] */
  mimic: Value
  /** tau^2 KL of the prompt's effect on both models, [B] */
  shift: Value
  /** tau^2 KL(f_T(z) + f_S(p_s, z) - f_S(z) || f_T(p_t, z)), [B]; absent without its weight. */
  offset: Value | undefined
  /** tau^2 KL between the class distributions of what is imitated and of (T, p_t), [B]; absent without a verbalizer. */
  classes: Value | undefined
  /** Mean over z, or the sum by the rows' weights, of (1 - omega) ((1 - alpha) mimic + alpha shift) + omega offset + gamma classes, scalar. */
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
 * With omega, what is imitated is the target itself with its logits moved as the prompt moves the student's (Liu et al. 2024,
 * arXiv 2401.08565), in part or wholly: it keeps what the target knows and the student does not.
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
  const mimic = temperedDivergence(studentPrompted, prompted, temperature)
  const shift = temperedDivergence(sub(studentPrompted, student), sub(prompted, target), temperature)
  const alpha = cast(weights.alpha, 'float64')
  const paper = add(mul(sub(1, alpha), mimic), mul(alpha, shift))
  const omega = weights.omega && cast(weights.omega, 'float64')
  const blend = (ofStudent: Value, ofOffset: Value | undefined): Value =>
    omega && ofOffset ? add(mul(sub(1, omega), ofStudent), mul(omega, ofOffset)) : ofStudent
  const moved = omega && add(target, sub(studentPrompted, student))
  const offset = moved && temperedDivergence(moved, prompted, temperature)
  const classesOf = (imitated: Value, words: ClassColumns): Value =>
    classDivergence(imitated, prompted, words, temperature)
  const classes =
    verbalizer && blend(classesOf(studentPrompted, verbalizer), moved && classesOf(moved, verbalizer))
  const whole = blend(paper, offset)
  const total = classes && weights.gamma ? add(whole, mul(cast(weights.gamma, 'float64'), classes)) : whole
  return {
    mimic: cast(mimic, dtype),
    shift: cast(shift, dtype),
    offset: offset && cast(offset, dtype),
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
