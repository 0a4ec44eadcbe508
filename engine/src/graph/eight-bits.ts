/**
 * Products with frozen matrices as sums of integers of eight bits: a quarter of float32's bytes for each direction that a matrix is read in,
 * and several times the speed where the processor multiplies bytes.
 *
 * A matrix has a scale for each column of the product, and is quantised anew for the other direction. What it is multiplied with has a
 * scale for each row, so that no row depends on its neighbours, and two bytes: activations of language models have a few columns hundreds of
 * times as large as the rest (Dettmers et al., arXiv 2208.07339), beside which one byte leaves nothing of the others, and so have their
 * gradients.
 * @module
 */
import {
  add,
  dequantize,
  matmulInteger,
  maximum,
  mul,
  neg,
  type Quantized,
  quantize,
  reduceMax,
  reduceMin,
  reshape,
  sub,
} from './build.js'
import { isConvertedMatrix } from './cast-on-use.js'
import { addNode, constant, type Graph, input, type Node, type Value, withScope } from './graph.js'

/** How weights are held: signed bytes are faster, but older processors add up their products in 16 bits, and clip. */
export type ByteWeights = 'int8' | 'uint8'

/** What stands for zero. */
export const MIDDLE = { uint8: 128, int8: 0 } as const
/** Largest byte on either side of it. */
export const MOST = 127
/** The second byte's step in the first's, whose rounding error of half a step it holds. */
const FINER = 1 / (2 * MOST)
/** Least magnitude of a row that has a scale. */
const LEAST = 1e-30

/** A frozen matrix that a graph wants as bytes: inputs of it, which nobody else feeds. */
export type ByteMatrix = {
  /** The stored matrix, row-major [rows, columns]. */
  readonly stored: Value
  /** Whether its rows are the columns of the product. */
  readonly isTransposed: boolean
  /** Bytes [inner, columns of the product]. */
  readonly bytes: Value
  /** Of each column of the product. */
  readonly scales: Value
}

/** A product with a frozen matrix. */
type Product = { x: Value; stored: Value; bias: Value | undefined; isTransposed: boolean }

const storedMatrix = (graph: Graph, value: Value): Value | undefined => {
  if (graph.weights.has(value)) return value
  return isConvertedMatrix(graph, value) ? value.node!.inputs[0] : undefined
}

const productOf = (graph: Graph, { op, inputs, attributes }: Node): Product | undefined => {
  const [x, matrix, bias] = inputs
  if (op !== 'Gemm' || attributes.transA || x!.dtype !== 'float32') return undefined
  const stored = storedMatrix(graph, matrix!)
  if (!stored || storedMatrix(graph, x!)) return undefined
  return { x: x!, stored, bias, isTransposed: attributes.transB === 1 }
}

/** Rows as bytes, and the scales [rows, 1] that are not in `parts`. */
type Rows = { parts: Quantized[]; scale: Value }

/** A zero for each row; how many there are is asked of `x`, since shapes that the graph knows may be computed further on. */
const zerosOf = (x: Value): Value => {
  const rows = addNode(x.graph, 'Shape', [x], { start: 0, end: 1 })[0]
  const to = JSON.stringify([x.shape[0]])
  return addNode(x.graph, 'Expand', [constant(x.graph, 'uint8', [MIDDLE.uint8]), rows], { to })[0]!
}

/** Rows in two bytes, of which the second is what the first leaves. */
const rowsOf = (x: Value): Rows => {
  const { graph } = x
  const largest = maximum(reduceMax(x, [1], true), neg(reduceMin(x, [1], true)))
  const scale = mul(maximum(largest, LEAST), 1 / MOST)
  const [byRow, zeros] = [reshape(scale, [x.shape[0]!]), zerosOf(x)]
  const part = (bytes: Value, share: number): Quantized => ({
    bytes,
    scale: constant(graph, 'float32', share),
    zero: constant(graph, 'uint8', MIDDLE.uint8),
  })
  const first = quantize(x, byRow, zeros, 0)
  const rest = sub(x, dequantize(first, byRow, zeros, 0))
  const second = quantize(rest, mul(byRow, FINER), zeros, 0)
  return { parts: [part(first, 1), part(second, FINER)], scale }
}

/** Makes what `key` stands for once. */
const once = <K, V>(known: Map<K, V>, key: K, make: () => V): V => {
  if (!known.has(key)) known.set(key, make())
  return known.get(key)!
}

/**
 * Puts sums of integers in place of all products with frozen matrices. Changes the graph, which must be complete.
 * @returns what must be fed besides
 */
export const useEightBits = (graph: Graph, held: ByteWeights): ByteMatrix[] => {
  const matrices = new Map<string, ByteMatrix>()
  const rows = new Map<Value, Rows>()
  const replacements = new Map<Value, Value>()
  const matrixOf = (stored: Value, isTransposed: boolean): ByteMatrix => {
    const name = `${stored.name}${isTransposed ? ' transposed' : ''} in bytes`
    return once(matrices, name, () => {
      const [inner, outer] = isTransposed ? stored.shape.toReversed() : stored.shape
      const bytes = input(graph, name, held, [inner!, outer!])
      return { stored, isTransposed, bytes, scales: input(graph, `${name}: scales`, 'float32', [outer!]) }
    })
  }
  const replace = ({ x, stored, bias, isTransposed }: Product): Value => {
    const { bytes, scales } = matrixOf(stored, isTransposed)
    const weights = { bytes, scale: scales, zero: constant(graph, held, MIDDLE[held]) }
    const { parts, scale } = once(rows, x, () => rowsOf(x))
    const sum = parts.map(part => matmulInteger(part, weights)).reduce((a, b) => add(a, b))
    const product = mul(sum, scale)
    return bias ? add(product, bias) : product
  }
  for (const node of graph.nodes.splice(0)) {
    const inputs = node.inputs as (Value | undefined)[]
    inputs.forEach((value, i) => {
      if (value) inputs[i] = replacements.get(value) ?? value
    })
    const product = productOf(graph, node)
    if (!product) graph.nodes.push(node)
    else
      replacements.set(
        node.outputs[0]!,
        withScope(graph, 'eight-bits', () => replace(product)),
      )
  }
  return [...matrices.values()]
}
