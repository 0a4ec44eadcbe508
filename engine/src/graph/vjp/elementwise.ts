/**
 * Gradient rules of operators that work element by element.
 * @module
 */
import { cast, div, exp, greater, less, lessOrEqual, mul, neg, where } from '../build.js'
import type { Value } from '../graph.js'
import { again } from './activations.js'
import { binary, unary, unbroadcast, type VjpRule } from './rule.js'

const zeroFor = (condition: Value, dy: Value): Value => where(condition, dy, 0)

export const ELEMENTWISE_RULES: Readonly<Record<string, VjpRule>> = {
  Identity: unary((_x, _y, dy) => dy),
  Neg: unary((_x, _y, dy) => neg(dy)),
  Sqrt: unary((_x, y, dy) => div(mul(dy, 0.5), y)),
  Reciprocal: unary((_x, y, dy) => neg(mul(dy, mul(y, y)))),
  Exp: unary((_x, y, dy) => mul(dy, y)),
  Log: unary((x, _y, dy) => div(dy, x)),
  Erf: unary((x, _y, dy) => mul(dy, mul(exp(neg(mul(x, x))), 2 / Math.sqrt(Math.PI)))),
  Abs: unary((x, _y, dy) => where(greater(x, 0), dy, where(less(x, 0), neg(dy), 0))),
  Add: binary(
    (_a, _b, dy) => dy,
    (_a, _b, dy) => dy,
  ),
  Sub: binary(
    (_a, _b, dy) => dy,
    (_a, _b, dy) => neg(dy),
  ),
  Mul: binary(
    (_a, b, dy) => mul(dy, again(b, dy)),
    (a, _b, dy) => mul(dy, again(a, dy)),
  ),
  Div: binary(
    (_a, b, dy) => div(dy, b),
    (_a, b, dy, y) => neg(div(mul(dy, y), b)),
  ),
  // Where both are equal the gradient goes to the first.
  Max: binary(
    (a, b, dy) => zeroFor(lessOrEqual(b, a), dy),
    (a, b, dy) => zeroFor(less(a, b), dy),
  ),
  Min: binary(
    (a, b, dy) => zeroFor(lessOrEqual(a, b), dy),
    (a, b, dy) => zeroFor(less(b, a), dy),
  ),
  Where: (node, [dy], needs) => {
    const [condition, a, b] = node.inputs as [Value, Value, Value]
    return [
      undefined,
      needs(1) ? unbroadcast(where(condition, dy!, 0), a.shape) : undefined,
      needs(2) ? unbroadcast(where(condition, 0, dy!), b.shape) : undefined,
    ]
  },
  Cast: unary((x, _y, dy) => cast(dy, x.dtype)),
}
