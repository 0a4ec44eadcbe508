/**
 * What a gradient rule is, and the forms that most of them have.
 * @module
 */
import { reduceSum, reshape } from '../build.js'
import { type Dim, sameShape } from '../dim.js'
import type { Node, Value } from '../graph.js'

/** Gradients of the inputs, undefined where not needed. `dy[k]` is undefined when output k has no gradient. */
export type VjpRule = (
  node: Node,
  dy: readonly (Value | undefined)[],
  needs: (index: number) => boolean,
) => (Value | undefined)[]

/** Sums a gradient over the axes along which an operand of this shape was broadcast. */
export const unbroadcast = (gradient: Value, shape: readonly Dim[]): Value => {
  if (sameShape(gradient.shape, shape)) return gradient
  const extra = gradient.shape.length - shape.length
  const axes = gradient.shape.flatMap((dim, i) =>
    i < extra || (shape[i - extra] === 1 && dim !== 1) ? [i] : [],
  )
  return reshape(reduceSum(gradient, axes), shape)
}

export const unary =
  (rule: (x: Value, y: Value, dy: Value) => Value): VjpRule =>
  (node, [dy]) => [rule(node.inputs[0]!, node.outputs[0]!, dy!)]

export const binary =
  (da: (a: Value, b: Value, dy: Value, y: Value) => Value, db: typeof da): VjpRule =>
  (node, [dy], needs) => {
    const [a, b] = node.inputs as [Value, Value]
    const y = node.outputs[0]!
    return [
      needs(0) ? unbroadcast(da(a, b, dy!, y), a.shape) : undefined,
      needs(1) ? unbroadcast(db(a, b, dy!, y), b.shape) : undefined,
    ]
  }
