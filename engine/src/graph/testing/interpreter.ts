/**
 * A reference interpreter of graphs in float64: the independent oracle of the operators' meaning, shapes and gradients.
 * @module
 */
import type { DType } from '../dtype.js'
import type { Graph, Value } from '../graph.js'
import { BYTES_KERNELS } from './kernels-bytes.js'
import { ELEMENTWISE, type Kernel } from './kernels-elementwise.js'
import { REDUCTIONS } from './kernels-reductions.js'
import { STRUCTURE } from './kernels-structure.js'
import { evaluateShape, type Tensor } from './tensor.js'

/** Every operator's kernel. */
export const KERNELS: Readonly<Record<string, Kernel>> = {
  ...ELEMENTWISE,
  ...REDUCTIONS,
  ...STRUCTURE,
  ...BYTES_KERNELS,
}

const decode = (dtype: DType, bytes: Uint8Array): number[] => {
  const buffer = bytes.slice().buffer
  switch (dtype) {
    case 'float32':
      return Array.from(new Float32Array(buffer))
    case 'float64':
      return Array.from(new Float64Array(buffer))
    case 'int32':
      return Array.from(new Int32Array(buffer))
    case 'int64':
      return Array.from(new BigInt64Array(buffer), Number)
    case 'int8':
      return Array.from(new Int8Array(buffer))
    case 'uint8':
    case 'bool':
      return Array.from(bytes)
    default:
      throw new Error(`the interpreter has no constants of type ${dtype}`)
  }
}

/** Sizes of the symbols that stand alone as an axis of an input. */
const bindSymbols = (graph: Graph, feeds: Readonly<Record<string, Tensor>>): Record<string, number> => {
  const sizes: Record<string, number> = {}
  for (const value of graph.inputs) {
    value.shape.forEach((dim, axis) => {
      const size = feeds[value.name]?.shape[axis]
      if (typeof dim === 'string' && /^\w+$/.test(dim) && size !== undefined) sizes[dim] ??= size
    })
  }
  return sizes
}

/**
 * Runs a graph. Each tensor's run-time shape is compared with the one its value declares.
 * @param feeds inputs by name, and weights by name where the graph has any
 * @returns outputs by name
 */
export const interpret = (graph: Graph, feeds: Readonly<Record<string, Tensor>>): Record<string, Tensor> => {
  const sizes = bindSymbols(graph, feeds)
  const known = new Map<Value, Tensor>()
  const learn = (value: Value, tensor: Tensor | undefined): void => {
    if (!tensor) throw new Error(`${value.name} has no value`)
    const declared = evaluateShape(value.shape, sizes)
    if (`${declared}` !== `${tensor.shape}`) {
      throw new Error(
        `${value.name} is [${tensor.shape}] at run time where [${value.shape}] is [${declared}]`,
      )
    }
    known.set(value, tensor)
  }
  for (const [value, bytes] of graph.constants) {
    learn(value, { shape: value.shape as number[], data: decode(value.dtype, bytes) })
  }
  for (const value of [...graph.inputs, ...graph.weights.keys()]) learn(value, feeds[value.name])
  for (const node of graph.nodes) {
    const kernel = KERNELS[node.op]
    if (!kernel) throw new Error(`no reference kernel for ${node.op}`)
    const inputs = node.inputs.map(value => (value ? known.get(value)! : undefined))
    const outputs = kernel(inputs as Tensor[], node)
    node.outputs.forEach((value, i) => {
      learn(value, outputs[i])
    })
  }
  return Object.fromEntries(graph.outputs.map(value => [value.name, known.get(value)!]))
}
