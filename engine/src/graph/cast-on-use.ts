/**
 * Large weights that stay as they are stored, in half the bytes of float32: each node that reads one converts it for itself, and what
 * it converted goes when it has run.
 *
 * ONNX Runtime converts constants when a session begins, merges equal nodes, and runs a node without computed inputs early; each would
 * keep all weights in float32 at a time. So the conversion is made to depend on the size of what the node works on: the weight takes on
 * its own shape plus zero times that size. Neither costs anything.
 * @module
 */
import { add } from './build.js'
import { addNode, constant, type Graph, type Value, withScope } from './graph.js'
import { zeroAfter } from './zero-after.js'

/** Whether a value is a frozen matrix in another type, and nothing else. */
export const isConvertedMatrix = (graph: Graph, value: Value | undefined): boolean =>
  value?.node?.op === 'Cast' && value.shape.length > 1 && graph.weights.has(value.node.inputs[0]!)

const convertAfter = (graph: Graph, converted: Value, x: Value): Value => {
  const { inputs, attributes } = converted.node!
  const stored = inputs[0]!
  const shape = add(constant(graph, 'int64', stored.shape as number[]), zeroAfter(graph, x))
  const late = addNode(graph, 'Reshape', [stored, shape], { to: JSON.stringify(stored.shape) })[0]
  return addNode(graph, 'Cast', [late], attributes)[0]!
}

/**
 * Gives every node that works on rows a conversion of its own of each matrix that it reads, in place of the one that all share from
 * the forward to the backward computation. Values are the same to the last bit. Changes the graph, which must be complete.
 */
export const castOnUse = (graph: Graph): void => {
  for (const node of graph.nodes.splice(0)) {
    const inputs = node.inputs as (Value | undefined)[]
    const worked = inputs.find(
      value => value && typeof value.shape[0] === 'string' && !isConvertedMatrix(graph, value),
    )
    inputs.forEach((value, i) => {
      if (worked && isConvertedMatrix(graph, value))
        inputs[i] = withScope(graph, 'on-use', () => convertAfter(graph, value!, worked))
    })
    graph.nodes.push(node)
  }
}
