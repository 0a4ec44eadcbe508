/**
 * Reference kernels of the operators that work element by element. https://onnx.ai/onnx/operators/
 * @module
 */
import type { Node } from '../graph.js'
import { erf } from './erf.js'
import { at, broadcast, generate, type Tensor } from './tensor.js'

/** Computes a node's outputs from its inputs. */
export type Kernel = (inputs: readonly Tensor[], node: Node) => Tensor[]

const unary =
  (f: (x: number) => number): Kernel =>
  ([x]) => [{ shape: x!.shape, data: x!.data.map(f) }]

const binary =
  (f: (a: number, b: number) => number): Kernel =>
  ([a, b]) => [generate(broadcast(a!, b!), index => f(at(a!, index), at(b!, index)))]

const isFloating = (node: Node) => node.outputs[0]!.dtype.startsWith('float')

const geluTanh = (x: number) => 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)))
const geluExact = (x: number) => 0.5 * x * (1 + erf(x / Math.SQRT2))

/** Floating types keep every digit: the interpreter is the formula without rounding. */
const convert =
  (dtype: unknown) =>
  (x: number): number => {
    if (dtype === 'bool') return x === 0 ? 0 : 1
    return dtype === 'int32' || dtype === 'int64' ? Math.trunc(x) : x
  }

export const ELEMENTWISE: Readonly<Record<string, Kernel>> = {
  Identity: unary(x => x),
  Neg: unary(x => -x),
  Sqrt: unary(Math.sqrt),
  Reciprocal: unary(x => 1 / x),
  Exp: unary(Math.exp),
  Log: unary(Math.log),
  Tanh: unary(Math.tanh),
  // alpha is 1 wherever the engine emits it.
  QuickGelu: unary(x => x / (1 + Math.exp(-x))),
  Sigmoid: unary(x => 1 / (1 + Math.exp(-x))),
  Erf: unary(erf),
  Relu: unary(x => Math.max(x, 0)),
  Abs: unary(Math.abs),
  Cos: unary(Math.cos),
  Sin: unary(Math.sin),
  Gelu: (inputs, node) => unary(node.attributes.approximate === 'tanh' ? geluTanh : geluExact)(inputs, node),
  Add: binary((a, b) => a + b),
  Sub: binary((a, b) => a - b),
  Mul: binary((a, b) => a * b),
  Div: (inputs, node) => binary((a, b) => (isFloating(node) ? a / b : Math.trunc(a / b)))(inputs, node),
  Max: binary(Math.max),
  Min: binary(Math.min),
  Equal: binary((a, b) => Number(a === b)),
  Less: binary((a, b) => Number(a < b)),
  LessOrEqual: binary((a, b) => Number(a <= b)),
  Greater: binary((a, b) => Number(a > b)),
  And: binary((a, b) => Number(a !== 0 && b !== 0)),
  Where: ([condition, a, b]) => [
    generate(broadcast(condition!, a!, b!), index => at(at(condition!, index) !== 0 ? a! : b!, index)),
  ],
  Cast: (inputs, node) => unary(convert(node.attributes.dtype))(inputs, node),
}
