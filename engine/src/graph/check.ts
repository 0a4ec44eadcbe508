/**
 * Checks a finished graph: every value defined before use, every type and shape as its operator's rule says.
 * @module
 */
import { PromptPostError } from '@promptpost/base'
import { type Graph, inferNode, type Value } from './graph.js'

const wrong = (where: string, message: string): never => {
  throw new PromptPostError('invalid-graph', message, { field: where })
}

/**
 * @throws PromptPostError 'invalid-graph' naming the node and what is wrong with it: a dangling value, a name used
 *   twice, a dtype or shape that its operator does not give
 */
export const checkGraph = (graph: Graph): void => {
  const defined = new Set<Value>([...graph.inputs, ...graph.constants.keys(), ...graph.weights.keys()])
  const names = new Set<string>()
  for (const value of defined) {
    if (names.has(value.name)) wrong(`value ${value.name}`, 'the name is used twice')
    names.add(value.name)
  }
  for (const [value, bytes] of graph.constants) {
    if (value.shape.some(dim => typeof dim !== 'number'))
      wrong(`constant ${value.name}`, 'needs a fixed shape')
    if (bytes.length === 0 && !value.shape.includes(0)) wrong(`constant ${value.name}`, 'has no data')
  }
  for (const node of graph.nodes) {
    for (const value of node.inputs) {
      if (value && !defined.has(value))
        wrong(`node ${node.name}`, `input ${value.name} is dangling: nothing before it defines it`)
    }
    const types = inferNode(node.name, node.op, node.inputs, node.attributes)
    if (types.length < node.outputs.length)
      wrong(`node ${node.name}`, `has ${node.outputs.length} outputs, not ${types.length}`)
    node.outputs.forEach((output, i) => {
      const { dtype, shape } = types[i]!
      if (output.dtype !== dtype || `${output.shape}` !== `${shape}`) {
        wrong(
          `node ${node.name}`,
          `output is ${output.dtype}[${output.shape}], its operator gives ${dtype}[${shape}]`,
        )
      }
      if (names.has(output.name)) wrong(`node ${node.name}`, `output name ${output.name} is used twice`)
      names.add(output.name)
      defined.add(output)
    })
  }
  if (graph.outputs.length === 0) wrong(`graph ${graph.name}`, 'has no outputs')
  for (const value of graph.outputs) if (!defined.has(value)) wrong(`output ${value.name}`, 'is dangling')
}
