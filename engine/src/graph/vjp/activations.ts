/**
 * Gradient rules of activation functions.
 * @module
 */
import { add, erf, exp, greater, mul, reduceSum, sigmoid, sub, where } from '../build.js'
import type { Value } from '../graph.js'
import { heldBack } from '../zero-after.js'
import { unary, type VjpRule } from './rule.js'

/**
 * sigmoid(x) and x sigmoid(x) on the way back: computed again when the gradient comes, since kept from the way there they would be two of
 * the four largest tensors of a gated block.
 */
const siluAgain = (x: Value, dy: Value): { gate: Value; result: Value } => {
  const { graph } = x
  const [gateKey, resultKey] = [`gate of ${x.name} again`, `silu of ${x.name} again`]
  if (!graph.cache.has(gateKey)) {
    const late = heldBack(x, dy)
    const gate = sigmoid(late)
    graph.cache.set(gateKey, gate)
    graph.cache.set(resultKey, mul(late, gate))
  }
  return { gate: graph.cache.get(gateKey)!, result: graph.cache.get(resultKey)! }
}

/** A factor as it is needed on the way back. */
export const again = (factor: Value, dy: Value): Value =>
  factor.node?.op === 'QuickGelu' ? siluAgain(factor.node.inputs[0]!, dy).result : factor

/** sqrt(2 / pi), of the tanh approximation of GELU (Hendrycks and Gimpel 2016, arXiv 1606.08415). */
const TANH_GELU = Math.sqrt(2 / Math.PI)
const CUBIC = 0.044715

/**
 * d GELU. Tanh form: y = x s with s = sigmoid(2u), u = c (x + 0.044715 x^3), hence y' = s + y (1 - s) 2u'.
 * Exact form: y' = Phi(x) + x phi(x), with Phi(x) = y / x replaced by (1 + erf(x / sqrt 2)) / 2.
 */
const gelu: VjpRule = (node, [dy]) => {
  // Else all that depends on x alone would be computed on the way there, and kept.
  const x = heldBack(node.inputs[0]!, dy!)
  if (node.attributes.approximate === 'tanh') {
    const square = mul(x, x)
    const s = sigmoid(mul(add(mul(square, 2 * TANH_GELU * CUBIC), 2 * TANH_GELU), x))
    const slope = add(mul(square, 6 * TANH_GELU * CUBIC), 2 * TANH_GELU)
    return [mul(dy!, add(s, mul(mul(mul(x, s), sub(1, s)), slope)))]
  }
  const cdf = add(mul(erfOf(x), 0.5), 0.5)
  const density = mul(exp(mul(mul(x, x), -0.5)), 1 / Math.sqrt(2 * Math.PI))
  return [mul(dy!, add(cdf, mul(x, density)))]
}
const erfOf = (x: Value): Value => erf(mul(x, Math.SQRT1_2))

export const ACTIVATION_RULES: Readonly<Record<string, VjpRule>> = {
  Tanh: unary((_x, y, dy) => mul(dy, sub(1, mul(y, y)))),
  Sigmoid: unary((_x, y, dy) => mul(dy, mul(y, sub(1, y)))),
  Relu: unary((x, _y, dy) => where(greater(x, 0), dy, 0)),
  Gelu: gelu,
  // y = x s with s = sigmoid(x), hence y' = s (1 + x - y).
  QuickGelu: (node, [dy]) => {
    const x = node.inputs[0]!
    const { gate, result } = siluAgain(x, dy!)
    return [mul(mul(dy!, gate), add(sub(x, result), 1))]
  },
  Softmax: unary((_x, y, dy) => mul(y, sub(dy, reduceSum(mul(dy, y), [-1], true)))),
  LogSoftmax: unary((_x, y, dy) => sub(dy, mul(exp(y), reduceSum(dy, [-1], true)))),
}
