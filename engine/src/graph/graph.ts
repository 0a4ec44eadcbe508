/**
 * The intermediate representation: typed values with symbolic shapes, nodes of ONNX operators in the order they were
 * added, weights that point into files. Shapes are inferred as nodes are added, so a mistake is an error at its line.
 * @module
 */
import { PromptPostError } from '@promptpost/base'
import type { Dim, Shape } from './dim.js'
import type { DType } from './dtype.js'
import { OPERATORS } from './operators.js'

export type Attribute = number | string | readonly number[] | { float: number }
export type Attributes = Readonly<Record<string, Attribute>>

/** One tensor of the graph. */
export type Value = {
  readonly graph: Graph
  readonly name: string
  readonly dtype: DType
  readonly shape: Shape
  /** The node that computes it; undefined for inputs, constants and weights. */
  readonly node: Node | undefined
}

/** One ONNX operator application. */
export type Node = {
  readonly name: string
  readonly op: string
  /** '' is ai.onnx, 'com.microsoft' ONNX Runtime's own operators. */
  readonly domain: string
  readonly inputs: readonly (Value | undefined)[]
  readonly outputs: readonly Value[]
  readonly attributes: Attributes
}

/** Bytes of a tensor in a file, as safetensors lays them out: little-endian, row-major. */
export type ExternalData = { file: string; offset: number; byteLength: number }

/** A graph under construction. */
export type Graph = {
  readonly name: string
  readonly inputs: Value[]
  readonly outputs: Value[]
  readonly nodes: Node[]
  /** Small tensors stored inside the model file. */
  readonly constants: Map<Value, Uint8Array>
  /** Frozen weights stored outside, by value. */
  readonly weights: Map<Value, ExternalData>
  /** Shape tensors and the like, built once per graph. */
  readonly cache: Map<string, Value>
  /** Parts whose insides can be computed again from what goes into them, each in the order of the graph. */
  readonly blocks: Node[][]
  /** Prefix of the names of the nodes being added, e.g. "layer3/attention". */
  scope: string
}

/** Scope of the nodes that differentiation adds. */
export const GRADIENT_SCOPE = 'gradient'

/** An empty graph. */
export const createGraph = (name: string): Graph => ({
  name,
  inputs: [],
  outputs: [],
  nodes: [],
  constants: new Map(),
  weights: new Map(),
  cache: new Map(),
  blocks: [],
  scope: '',
})

/** Adds a graph input, e.g. `input(g, 'ids', 'int32', ['B', 'T'])`. */
export const input = (graph: Graph, name: string, dtype: DType, shape: Shape): Value => {
  if (graph.inputs.some(value => value.name === name)) {
    throw new PromptPostError('invalid-graph', 'is an input already', {
      field: `graph ${graph.name}`,
      value: name,
    })
  }
  const value: Value = { graph, name, dtype, shape, node: undefined }
  graph.inputs.push(value)
  return value
}

/** Adds a frozen weight whose bytes lie in a file. */
export const weight = (
  graph: Graph,
  name: string,
  dtype: DType,
  shape: readonly number[],
  data: ExternalData,
): Value => {
  const value: Value = { graph, name, dtype, shape, node: undefined }
  graph.weights.set(value, data)
  return value
}

const CONSTANT_BYTES: Record<string, (values: readonly number[]) => ArrayBufferView> = {
  float32: values => Float32Array.from(values),
  float64: values => Float64Array.from(values),
  int32: values => Int32Array.from(values),
  int64: values => BigInt64Array.from(values, BigInt),
  uint8: values => Uint8Array.from(values),
  int8: values => Int8Array.from(values),
  bool: values => Uint8Array.from(values),
}

/** A constant tensor stored in the model file; equal constants are stored once. */
export const constant = (
  graph: Graph,
  dtype: DType,
  values: number | ArrayLike<number>,
  shape?: Shape,
): Value => {
  const list = typeof values === 'number' ? [values] : Array.from(values)
  const dims = shape ?? (typeof values === 'number' ? [] : [list.length])
  const key =
    list.length <= 16
      ? `constant ${dtype} [${dims}] ${list.map(v => (Object.is(v, -0) ? '-0' : v))}`
      : undefined
  const known = key === undefined ? undefined : graph.cache.get(key)
  if (known) return known
  const make = CONSTANT_BYTES[dtype]
  if (!make)
    throw new PromptPostError('invalid-graph', 'constants of this type are not supported', { value: dtype })
  const view = make(list)
  const value: Value = { graph, name: `constant${graph.constants.size}`, dtype, shape: dims, node: undefined }
  graph.constants.set(value, new Uint8Array(view.buffer, view.byteOffset, view.byteLength))
  if (key !== undefined) graph.cache.set(key, value)
  return value
}

/**
 * Adds a node and returns its outputs.
 * @throws PromptPostError 'invalid-graph' naming the node, when the operator's rule refuses the inputs
 */
export const addNode = (
  graph: Graph,
  op: string,
  inputs: readonly (Value | undefined)[],
  attributes: Attributes = {},
): Value[] => {
  const name = `${graph.scope}${graph.scope && '/'}${op}_${graph.nodes.length}`
  for (const value of inputs) {
    if (value && value.graph !== graph) {
      throw new PromptPostError('invalid-graph', `input ${value.name} belongs to graph ${value.graph.name}`, {
        field: `node ${name}`,
      })
    }
  }
  const types = inferNode(name, op, inputs, attributes)
  const outputs: Value[] = []
  const node: Node = { name, op, domain: OPERATORS[op]?.domain ?? '', inputs, outputs, attributes }
  types.forEach((type, i) => {
    outputs.push({ graph, name: types.length > 1 ? `${name}:${i}` : name, node, ...type })
  })
  graph.nodes.push(node)
  return outputs
}

/** Output types of an operator on these inputs; errors name the node. */
export const inferNode = (
  name: string,
  op: string,
  inputs: readonly (Value | undefined)[],
  attributes: Attributes,
): { dtype: DType; shape: Dim[] }[] => {
  const spec = OPERATORS[op]
  if (!spec) throw new PromptPostError('invalid-graph', `unknown operator ${op}`, { field: `node ${name}` })
  try {
    return spec.infer(inputs, attributes)
  } catch (error) {
    const types = inputs.map(v => (v ? `${v.name}: ${v.dtype}[${v.shape}]` : 'none')).join(', ')
    throw new PromptPostError('invalid-graph', `${(error as Error).message} (inputs ${types})`, {
      field: `node ${name}`,
      cause: error,
    })
  }
}

/** Runs `build` with node names under `scope`. */
export const withScope = <T>(graph: Graph, scope: string, build: () => T): T => {
  const outer = graph.scope
  graph.scope = outer ? `${outer}/${scope}` : scope
  try {
    return build()
  } finally {
    graph.scope = outer
  }
}

/** The same for a part whose insides can be computed again. */
export const withBlock = <T>(graph: Graph, scope: string, build: () => T): T => {
  const from = graph.nodes.length
  const built = withScope(graph, scope, build)
  graph.blocks.push(graph.nodes.slice(from))
  return built
}

/** Marks values as graph outputs under the given names (an Identity carries each name). */
export const setOutputs = (graph: Graph, named: Record<string, Value>): void => {
  for (const [name, value] of Object.entries(named)) {
    if ([...graph.inputs, ...graph.outputs].some(v => v.name === name)) {
      throw new PromptPostError('invalid-graph', 'is in use already', { field: 'output name', value: name })
    }
    const node: Node = { name, op: 'Identity', domain: '', inputs: [value], outputs: [], attributes: {} }
    const output: Value = { graph, name, dtype: value.dtype, shape: value.shape, node }
    ;(node.outputs as Value[]).push(output)
    graph.nodes.push(node)
    graph.outputs.push(output)
  }
}
