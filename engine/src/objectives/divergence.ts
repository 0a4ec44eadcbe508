/**
 * Tempered Kullback-Leibler divergence between two models' logits.
 * @module
 */
import { add, exp, logSoftmax, mul, reduceSum, sub, type Value } from '../graph/index.js'

/** Temperature of distillation and transfer (POST, arXiv 2506.16196, section 4). */
export const TEMPERATURE = 2

/**
 * tau^2 KL(softmax(a / tau) || softmax(b / tau)) of each row.
 *
 * Summed as p (e^-x - 1 + x) with x = log p - log q: every term is positive and errors in the normalisers cancel to
 * first order, where p (log p - log q) loses digits when the distributions are close.
 * @param a the target, [rows, V]
 * @param b [rows, V]
 * @returns nats [rows]
 */
export const temperedDivergence = (a: Value, b: Value, temperature = TEMPERATURE): Value => {
  const logP = logSoftmax(mul(a, 1 / temperature))
  const x = sub(logP, logSoftmax(mul(b, 1 / temperature)))
  const excess = add(sub(exp(mul(x, -1)), 1), x)
  return mul(reduceSum(mul(exp(logP), excess), [1]), temperature * temperature)
}
