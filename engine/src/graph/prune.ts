/**
 * The nodes that the outputs need, in order.
 * @module
 */
import type { Graph, Node, Value } from './graph.js'

/** Nodes on a path to an output; the order of the graph is kept. */
export const liveNodes = (graph: Graph): Node[] => {
  const live = new Set<Node>()
  const visit: Value[] = [...graph.outputs]
  while (visit.length > 0) {
    const node = visit.pop()!.node
    if (!node || live.has(node)) continue
    live.add(node)
    for (const value of node.inputs) if (value) visit.push(value)
  }
  return graph.nodes.filter(node => live.has(node))
}
