/**
 * A zero that is known only once something else is: added to a shape, it holds back whatever is given that shape. ONNX Runtime neither
 * merges it with another nor computes it early, and it costs nothing.
 * @module
 */
import { add, mul } from './build.js'
import { addNode, constant, type Graph, type Value } from './graph.js'

/** An int64 zero [1] that is known once `x` is. */
export const zeroAfter = (graph: Graph, x: Value): Value => {
  const key = `zero after ${x.name}`
  const known = graph.cache.get(key)
  if (known) return known
  const rows = addNode(graph, 'Shape', [x], { start: 0, end: 1 })[0]!
  const zero = mul(rows, constant(graph, 'int64', [0]))
  graph.cache.set(key, zero)
  return zero
}

/** `x`, once `after` is known; a number by itself is not worth it. */
export const heldBack = (x: Value, after: Value): Value => {
  const { graph } = x
  if (x.shape.length === 0) return x
  const shape = addNode(graph, 'Shape', [x], { start: 0, end: x.shape.length })[0]!
  return addNode(graph, 'Reshape', [x, add(shape, zeroAfter(graph, after))], {
    to: JSON.stringify(x.shape),
  })[0]!
}
