/**
 * Typed builders, one per operator: `add(x, y)` adds a node to the graph of its operands and returns its value.
 * @module
 */
import { PromptPostError } from '@promptpost/base'
import { type Dim, dimTerms, type Shape, sameShape } from './dim.js'
import type { DType } from './dtype.js'
import { type Attributes, addNode, constant, type Graph, type Value } from './graph.js'
import { axisOf } from './operator-checks.js'

const one = (op: string, inputs: (Value | undefined)[], attributes?: Attributes): Value =>
  addNode(inputs[0]!.graph, op, inputs, attributes)[0]!

export const neg = (x: Value) => one('Neg', [x])
export const sqrt = (x: Value) => one('Sqrt', [x])
export const reciprocal = (x: Value) => one('Reciprocal', [x])
export const exp = (x: Value) => one('Exp', [x])
export const log = (x: Value) => one('Log', [x])
export const tanh = (x: Value) => one('Tanh', [x])
export const sigmoid = (x: Value) => one('Sigmoid', [x])
export const erf = (x: Value) => one('Erf', [x])
export const relu = (x: Value) => one('Relu', [x])
export const abs = (x: Value) => one('Abs', [x])
/** GELU, exact (erf) or by tanh (`gelu_new` of Hugging Face). */
export const gelu = (x: Value, approximate: 'none' | 'tanh') => one('Gelu', [x], { approximate })
/** x sigmoid(x). ONNX Runtime has no float64 kernel of it. */
export const silu = (x: Value) => one('QuickGelu', [x], { alpha: { float: 1 } })
/** Softmax over the last axis. */
export const softmax = (x: Value) => one('Softmax', [x], { axis: -1 })
/** Log-softmax over the last axis. */
export const logSoftmax = (x: Value) => one('LogSoftmax', [x], { axis: -1 })

/** A number beside a tensor becomes a constant of its dtype. */
type Operand = Value | number
const lift = (x: Operand, like: Operand): Value =>
  typeof x === 'number' ? constant((like as Value).graph, (like as Value).dtype, x) : x
const binary =
  (op: string) =>
  (a: Operand, b: Operand): Value =>
    one(op, [lift(a, b), lift(b, a)])

export const add = binary('Add')
export const sub = binary('Sub')
export const mul = binary('Mul')
export const div = binary('Div')
export const maximum = binary('Max')
export const minimum = binary('Min')
export const equal = binary('Equal')
export const less = binary('Less')
export const lessOrEqual = binary('LessOrEqual')
export const greater = binary('Greater')
export const and = binary('And')
/** Elementwise choice. */
export const where = (condition: Value, a: Operand, b: Operand) =>
  one('Where', [condition, lift(a, b), lift(b, a)])
/** Conversion of the element type; the value itself when it has it already. */
export const cast = (x: Value, dtype: DType) => (x.dtype === dtype ? x : one('Cast', [x], { dtype }))

/** Batched matrix product with broadcasting over leading axes. */
export const matmul = (a: Value, b: Value) => one('MatMul', [a, b])
/** a' b' + c for matrices; c broadcasts to the result. */
export const gemm = (a: Value, b: Value, options: { c?: Value; transA?: boolean; transB?: boolean } = {}) =>
  one('Gemm', options.c ? [a, b, options.c] : [a, b], {
    transA: options.transA ? 1 : 0,
    transB: options.transB ? 1 : 0,
  })

/** x / scale in bytes around `zero`, rounded to even and clipped, with a scale and a zero for each entry along `axis`. */
export const quantize = (x: Value, scale: Value, zero: Value, axis: number) =>
  one('QuantizeLinear', [x, scale, zero], { axis })
/** (x - zero) scale. */
export const dequantize = (x: Value, scale: Value, zero: Value, axis: number) =>
  one('DequantizeLinear', [x, scale, zero], { axis })
/** Bytes around a zero, with a scale. */
export type Quantized = { bytes: Value; scale: Value; zero: Value }
/** Product of matrices of bytes, summed as integers; b has a scale for each column. */
export const matmulInteger = (a: Quantized, b: Quantized) =>
  one('MatMulIntegerToFloat', [a.bytes, b.bytes, a.scale, b.scale, a.zero, b.zero])

export const transpose = (x: Value, perm: readonly number[]) => one('Transpose', [x], { perm })
/** Swaps the last two axes. */
export const transposeLast = (x: Value) => {
  const rank = x.shape.length
  return transpose(x, [...Array.from({ length: rank - 2 }, (_, i) => i), rank - 1, rank - 2])
}

/** One symbol's run-time size, read from the first graph input that has it as an axis. */
const symbolSize = (graph: Graph, symbol: string): Value => {
  for (const source of graph.inputs) {
    const axis = source.shape.indexOf(symbol)
    if (axis >= 0)
      return cached(graph, `size ${symbol}`, () => one('Shape', [source], { start: axis, end: axis + 1 }))
  }
  throw new PromptPostError('invalid-graph', 'no graph input has this dimension', {
    field: 'symbol',
    value: symbol,
  })
}

const cached = (graph: Graph, key: string, make: () => Value): Value => {
  const known = graph.cache.get(key)
  if (known) return known
  const scope = graph.scope
  graph.scope = 'shapes'
  const value = make()
  graph.scope = scope
  graph.cache.set(key, value)
  return value
}

/** A dimension's run-time size as int64 [1]. */
export const dimSize = (graph: Graph, dim: Dim): Value => {
  if (typeof dim === 'number') return constant(graph, 'int64', [dim])
  return cached(graph, `size ${dim}`, () =>
    dimTerms(dim)
      .map(({ symbols, coefficient }) => {
        const factors = symbols.map(symbol => symbolSize(graph, symbol))
        if (coefficient !== 1 || factors.length === 0) factors.push(constant(graph, 'int64', [coefficient]))
        return factors.reduce((a, b) => mul(a, b))
      })
      .reduce((a, b) => add(a, b)),
  )
}

/** A shape's run-time value as an int64 vector. With `infer`, one symbolic dimension becomes -1 and costs nothing. */
const shapeTensor = (graph: Graph, shape: Shape, infer: boolean): Value => {
  const symbolic = shape.filter(dim => typeof dim === 'string').length
  if (symbolic === 0 || (infer && symbolic === 1 && !shape.includes(0))) {
    return constant(
      graph,
      'int64',
      shape.map(dim => (typeof dim === 'string' ? -1 : dim)),
    )
  }
  return cached(graph, `shape [${shape}]`, () =>
    concat(
      shape.map(dim => dimSize(graph, dim)),
      0,
    ),
  )
}

/** Same elements, another shape. */
export const reshape = (x: Value, shape: Shape): Value =>
  sameShape(x.shape, shape)
    ? x
    : one('Reshape', [x, shapeTensor(x.graph, shape, true)], {
        to: JSON.stringify(shape),
        // Without it a 0 would copy the input's axis.
        ...(shape.includes(0) && { allowzero: 1 }),
      })

/** Broadcasts to a shape. */
export const expand = (x: Value, shape: Shape): Value =>
  sameShape(x.shape, shape)
    ? x
    : one('Expand', [x, shapeTensor(x.graph, shape, false)], { to: JSON.stringify(shape) })

/** A tensor of one value. */
export const full = (graph: Graph, dtype: DType, value: number, shape: Shape): Value =>
  expand(
    reshape(
      constant(graph, dtype, value),
      shape.map(() => 1),
    ),
    shape,
  )

export const concat = (values: readonly Value[], axis: number): Value =>
  values.length === 1 ? values[0]! : one('Concat', [...values], { axis })

/** Splits an axis into parts of the given sizes. */
export const split = (x: Value, sizes: readonly Dim[], axis: number): Value[] =>
  addNode(x.graph, 'Split', [x, shapeTensor(x.graph, sizes, false)], { axis, sizes: JSON.stringify(sizes) })

/** Slices whole entries along an axis by index. */
export const gather = (x: Value, indices: Value, axis = 0) => one('Gather', [x, indices], { axis })
/** {@link gather} of entries of which some may be the same, whose gradients take a slower way: see the rule. */
export const gatherRepeated = (x: Value, indices: Value) =>
  one('Gather', [x, indices], { axis: 0, repeated: 1 })
export const gatherElements = (x: Value, indices: Value, axis: number) =>
  one('GatherElements', [x, indices], { axis })
/** Adds `updates` into a copy of `data` at `indices` along `axis`. */
export const scatterAddElements = (data: Value, indices: Value, updates: Value, axis: number) =>
  one('ScatterElements', [data, indices, updates], { axis, reduction: 'add' })
/** Adds rows `updates` into a copy of `data` at rows `indices` [..., 1]. */
export const scatterAddRows = (data: Value, indices: Value, updates: Value) =>
  one('ScatterND', [data, indices, updates], { reduction: 'add' })

const reduce =
  (op: string) =>
  (x: Value, axes: readonly number[], keepdims = false): Value => {
    const reducedAxes = axes.map(axis => axisOf(x.shape, axis)).sort((a, b) => a - b)
    if (reducedAxes.length === 0) return x

    return one(op, [x, constant(x.graph, 'int64', reducedAxes)], { reducedAxes, keepdims: keepdims ? 1 : 0 })
  }

export const reduceSum = reduce('ReduceSum')
export const reduceMean = reduce('ReduceMean')
export const reduceMax = reduce('ReduceMax')
export const reduceMin = reduce('ReduceMin')
/** log of the sum of exponentials, shifted by the maximum. */
export const logSumExp = reduce('ReduceLogSumExp')

/** LayerNorm over the last axis: [normalised, mean, 1 / standard deviation]. */
export const layerNorm = (x: Value, gain: Value, bias: Value | undefined, epsilon: number): Value[] =>
  addNode(x.graph, 'LayerNormalization', bias ? [x, gain, bias] : [x, gain], {
    axis: -1,
    epsilon: { float: epsilon },
  })

/** RMSNorm over the last axis: [normalised, 1 / root mean square]. */
export const rmsNorm = (x: Value, gain: Value, epsilon: number): Value[] =>
  addNode(x.graph, 'SimplifiedLayerNormalization', [x, gain], { axis: -1, epsilon: { float: epsilon } })

/** 0, 1, ..., size - 1 as int64 [size]. */
export const arange = (graph: Graph, size: Dim): Value =>
  cached(graph, `range ${size}`, () => {
    const limit = reshape(dimSize(graph, size), [])
    return addNode(graph, 'Range', [constant(graph, 'int64', 0), limit, constant(graph, 'int64', 1)], {
      length: JSON.stringify(size),
    })[0]!
  })
