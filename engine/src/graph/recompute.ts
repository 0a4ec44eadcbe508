/**
 * Blocks computed again on the way back in place of being kept from the way there: of each is held what goes into it alone, and of
 * one at a time all that its gradient needs (Chen et al. 2016, arXiv 1604.06174). It costs a second forward computation.
 *
 * ONNX Runtime merges equal nodes, and runs a node as soon as its inputs are there. So what goes into a copy is made to wait for the
 * gradient of what comes out of the block: then no two are equal, and none runs early.
 * @module
 */
import { addNode, type Graph, type Node, type Value } from './graph.js'
import { heldBack } from './zero-after.js'

/** Copies of a block's nodes that depend on what is differentiated; the others' results are small, and stay. */
const copyOf = (
  graph: Graph,
  block: readonly Node[],
  active: ReadonlySet<Value>,
  after: Value,
): Map<Node, Node> => {
  const values = new Map<Value, Value>()
  const copies = new Map<Node, Node>()
  const inputOf = (value: Value | undefined): Value | undefined => {
    if (!value || !active.has(value)) return value
    const known = values.get(value)
    if (known) return known
    // Whatever was made inside is known already.
    const late = heldBack(value, after)
    values.set(value, late)
    return late
  }
  for (const node of block) {
    if (!node.inputs.some(value => value && active.has(value))) continue
    const outputs = addNode(graph, node.op, node.inputs.map(inputOf), node.attributes)
    copies.set(node, outputs[0]!.node!)
    node.outputs.forEach((output, i) => {
      values.set(output, outputs[i]!)
    })
  }
  return copies
}

/**
 * @param active what depends on the values that are differentiated by
 * @returns of a node in a block, its copy, made when the block is first come to from behind: with `cotangent`, the gradient of what comes
 *   out of it; undefined of a node outside
 */
export const recomputation = (graph: Graph, active: ReadonlySet<Value>) => {
  const blockOf = new Map(graph.blocks.flatMap(block => block.map(node => [node, block] as const)))
  const made = new Map<readonly Node[], Map<Node, Node>>()
  return (node: Node, cotangent: Value): Node | undefined => {
    const block = blockOf.get(node)
    if (!block) return undefined
    const copies = made.get(block) ?? copyOf(graph, block, active, cotangent)
    made.set(block, copies)
    return copies.get(node)
  }
}
