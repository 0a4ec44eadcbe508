/**
 * The operators the engine emits and their typing rules: what each accepts and the dtype and shape it returns.
 * Semantics are those of https://onnx.ai/onnx/operators/ at opset 20.
 * @module
 */
import { BYTE_OPERATORS } from './byte-operators.js'
import { addDims, broadcastShapes, type Dim, multiplyDims, type Shape } from './dim.js'
import type { DType } from './dtype.js'
import type { Attributes, Value } from './graph.js'
import { axisOf, fail, floating, int, ints, need, type Operator, sameDType } from './operator-checks.js'

const unary: Operator = {
  infer: inputs => {
    const [x] = need(inputs, 1)
    floating(x!)
    return [{ dtype: x!.dtype, shape: [...x!.shape] }]
  },
}

/** The gradient rules know the last axis only. */
const lastAxis = (shape: Shape, attributes: Attributes): number => {
  const axis = axisOf(shape, int(attributes, 'axis'))
  return axis === shape.length - 1 ? axis : fail(`axis ${axis} is not the last of [${shape}]`)
}

const overLastAxis: Operator = {
  infer: (inputs, attributes) => {
    const types = unary.infer(inputs, attributes)
    lastAxis(inputs[0]!.shape, attributes)
    return types
  },
}

const binary: Operator = {
  infer: inputs => {
    const [a, b] = need(inputs, 2)
    return [{ dtype: sameDType([a!, b!]), shape: broadcastShapes(a!.shape, b!.shape) }]
  },
}

const arithmetic: Operator = {
  infer: inputs => {
    const [type] = binary.infer(inputs, {})
    return type!.dtype === 'bool' ? fail('needs numbers') : [type!]
  },
}

const comparison: Operator = {
  infer: inputs => [{ dtype: 'bool', shape: binary.infer(inputs, {})[0]!.shape }],
}

const logical: Operator = {
  infer: inputs => {
    const [type] = binary.infer(inputs, {})
    return type!.dtype === 'bool' ? [type!] : fail('needs booleans')
  },
}

/** Reduction over the axes given as the second, constant input; the attribute `reducedAxes` repeats them for the rules. */
const reduction: Operator = {
  infer: (inputs, attributes) => {
    const [x] = need(inputs, 2)
    const axes = ints(attributes, 'reducedAxes').map(axis => axisOf(x!.shape, axis))
    const keep = int(attributes, 'keepdims') === 1
    const shape = x!.shape.flatMap((dim, i) => (axes.includes(i) ? (keep ? [1] : []) : [dim]))
    return [{ dtype: x!.dtype, shape }]
  },
}

const indexing = (indices: Value): Value =>
  indices.dtype === 'int32' || indices.dtype === 'int64'
    ? indices
    : fail(`${indices.name} must hold integers`)

const matmul: Operator = {
  infer: inputs => {
    const [a, b] = need(inputs, 2)
    floating(a!)
    if (a!.shape.length < 2 || b!.shape.length < 2) fail('needs inputs of rank 2 or more')
    if (a!.shape.at(-1) !== b!.shape.at(-2)) fail('inner dimensions differ')
    const batch = broadcastShapes(a!.shape.slice(0, -2), b!.shape.slice(0, -2))
    return [{ dtype: sameDType([a!, b!]), shape: [...batch, a!.shape.at(-2)!, b!.shape.at(-1)!] }]
  },
}

const gemm: Operator = {
  infer: (inputs, attributes) => {
    const [a, b] = need(inputs, 2)
    const c = inputs[2]
    floating(a!)
    if (a!.shape.length !== 2 || b!.shape.length !== 2) fail('needs matrices')
    const [rows, innerA] = int(attributes, 'transA', 0)
      ? [a!.shape[1]!, a!.shape[0]]
      : [a!.shape[0]!, a!.shape[1]]
    const [innerB, columns] = int(attributes, 'transB', 0)
      ? [b!.shape[1], b!.shape[0]!]
      : [b!.shape[0], b!.shape[1]!]
    if (innerA !== innerB) fail(`inner dimensions ${innerA} and ${innerB} differ`)
    const shape: Dim[] = [rows, columns]
    if (c && `${broadcastShapes(shape, c.shape)}` !== `${shape}`)
      fail(`bias [${c.shape}] does not fit [${shape}]`)
    return [{ dtype: sameDType(c ? [a!, b!, c] : [a!, b!]), shape }]
  },
}

/** Reshape and Expand: the symbolic target stands in the attribute `to`; the second input computes it at run time. */
const toShape = (attributes: Attributes): Dim[] => {
  const to = attributes.to
  return typeof to === 'string' ? (JSON.parse(to) as Dim[]) : fail('needs the attribute to')
}

/** The statistics are float32 whatever the input is (stash_type 1). */
const normalization = (statistics: number): Operator => ({
  infer: (inputs, attributes) => {
    const [x] = need(inputs, 2)
    floating(x!)
    const axis = lastAxis(x!.shape, attributes)
    for (const scale of inputs.slice(1)) {
      if (scale && `${scale.shape}` !== `${x!.shape.slice(axis)}`)
        fail(`${scale.name} does not fit the last axis`)
    }
    const dtype = sameDType(inputs.filter(v => v !== undefined))
    const reduced = x!.shape.map((dim, i) => (i < axis ? dim : 1))
    return [
      { dtype, shape: [...x!.shape] },
      ...Array.from({ length: statistics }, () => ({ dtype: 'float32' as const, shape: reduced })),
    ]
  },
})

/** Every operator the engine may emit. */
export const OPERATORS: Readonly<Record<string, Operator>> = {
  Neg: { infer: inputs => [{ dtype: need(inputs, 1)[0]!.dtype, shape: [...inputs[0]!.shape] }] },
  Sqrt: unary,
  Reciprocal: unary,
  Exp: unary,
  Log: unary,
  Tanh: unary,
  Sigmoid: unary,
  Erf: unary,
  Relu: unary,
  Gelu: unary,
  Abs: unary,
  /** x sigmoid(alpha x): https://github.com/microsoft/onnxruntime/blob/main/docs/ContribOperators.md#com.microsoft.QuickGelu */
  QuickGelu: { domain: 'com.microsoft', ...unary },
  Cos: unary,
  Sin: unary,
  Identity: { infer: inputs => [{ dtype: need(inputs, 1)[0]!.dtype, shape: [...inputs[0]!.shape] }] },
  Softmax: overLastAxis,
  LogSoftmax: overLastAxis,
  Add: arithmetic,
  Sub: arithmetic,
  Mul: arithmetic,
  Div: arithmetic,
  Max: arithmetic,
  Min: arithmetic,
  Equal: comparison,
  Less: comparison,
  LessOrEqual: comparison,
  Greater: comparison,
  And: logical,
  Where: {
    infer: inputs => {
      const [condition, a, b] = need(inputs, 3)
      if (condition!.dtype !== 'bool') fail('needs a boolean condition')
      return [
        {
          dtype: sameDType([a!, b!]),
          shape: broadcastShapes(condition!.shape, broadcastShapes(a!.shape, b!.shape)),
        },
      ]
    },
  },
  Cast: {
    infer: (inputs, attributes) => [
      { dtype: attributes.dtype as DType, shape: [...need(inputs, 1)[0]!.shape] },
    ],
  },
  MatMul: matmul,
  Gemm: gemm,
  ...BYTE_OPERATORS,
  Transpose: {
    infer: (inputs, attributes) => {
      const [x] = need(inputs, 1)
      const order = ints(attributes, 'perm')
      if ([...order].sort((a, b) => a - b).join() !== [...x!.shape.keys()].join())
        fail(`perm [${order}] is no permutation`)
      return [{ dtype: x!.dtype, shape: order.map(axis => x!.shape[axis]!) }]
    },
  },
  Reshape: {
    infer: (inputs, attributes) => {
      const [x] = need(inputs, 2)
      const to = toShape(attributes)
      if (multiplyDims(...to) !== multiplyDims(...x!.shape))
        fail(`[${x!.shape}] does not hold the elements of [${to}]`)
      return [{ dtype: x!.dtype, shape: to }]
    },
  },
  Expand: {
    infer: (inputs, attributes) => {
      const [x] = need(inputs, 2)
      const to = toShape(attributes)
      if (`${broadcastShapes(x!.shape, to)}` !== `${to}`) fail(`[${x!.shape}] does not expand to [${to}]`)
      return [{ dtype: x!.dtype, shape: to }]
    },
  },
  Concat: {
    infer: (inputs, attributes) => {
      const values = need(inputs, 1)
      const axis = axisOf(values[0]!.shape, int(attributes, 'axis'))
      const rest = (value: Value) => `${value.shape.map((dim, i) => (i === axis ? '-' : dim))}`
      for (const value of values)
        if (rest(value) !== rest(values[0]!)) fail('shapes differ outside the joined axis')
      const shape = [...values[0]!.shape]
      shape[axis] = addDims(...values.map(value => value.shape[axis]!))
      return [{ dtype: sameDType(values), shape }]
    },
  },
  /** Parts of an axis; their sizes, summing to the axis, stand in the attribute `sizes`; the second input computes them. */
  Split: {
    infer: (inputs, attributes) => {
      const [x] = need(inputs, 2)
      const axis = axisOf(x!.shape, int(attributes, 'axis'))
      const sizes = JSON.parse(attributes.sizes as string) as Dim[]
      if (addDims(...sizes) !== x!.shape[axis]) fail(`parts [${sizes}] do not add up to ${x!.shape[axis]}`)
      return sizes.map(size => ({
        dtype: x!.dtype,
        shape: x!.shape.map((dim, i) => (i === axis ? size : dim)),
      }))
    },
  },
  Gather: {
    infer: (inputs, attributes) => {
      const [x, indices] = need(inputs, 2)
      indexing(indices!)
      const axis = axisOf(x!.shape, int(attributes, 'axis', 0))
      return [
        {
          dtype: x!.dtype,
          shape: [...x!.shape.slice(0, axis), ...indices!.shape, ...x!.shape.slice(axis + 1)],
        },
      ]
    },
  },
  GatherElements: {
    infer: (inputs, attributes) => {
      const [x, indices] = need(inputs, 2)
      axisOf(x!.shape, int(attributes, 'axis'))
      if (indexing(indices!).shape.length !== x!.shape.length) fail('indices must have the rank of the data')
      return [{ dtype: x!.dtype, shape: [...indices!.shape] }]
    },
  },
  ScatterElements: {
    infer: (inputs, attributes) => {
      const [data, indices, updates] = need(inputs, 3)
      axisOf(data!.shape, int(attributes, 'axis'))
      if (indexing(indices!).shape.length !== data!.shape.length)
        fail('indices must have the rank of the data')
      if (`${updates!.shape}` !== `${indices!.shape}`) fail('updates must have the shape of the indices')
      return [{ dtype: sameDType([data!, updates!]), shape: [...data!.shape] }]
    },
  },
  ScatterND: {
    infer: inputs => {
      const [data, indices, updates] = need(inputs, 3)
      if (indices!.dtype !== 'int64') fail('needs int64 indices')
      const depth = indices!.shape.at(-1)
      if (typeof depth !== 'number' || depth > data!.shape.length)
        fail(`indices [${indices!.shape}] do not fit the data`)
      const expected = [...indices!.shape.slice(0, -1), ...data!.shape.slice(depth as number)]
      if (`${updates!.shape}` !== `${expected}`) fail(`updates [${updates!.shape}] must be [${expected}]`)
      return [{ dtype: sameDType([data!, updates!]), shape: [...data!.shape] }]
    },
  },
  ReduceSum: reduction,
  ReduceMean: reduction,
  ReduceMax: reduction,
  ReduceMin: reduction,
  ReduceLogSumExp: reduction,
  LayerNormalization: normalization(2),
  SimplifiedLayerNormalization: normalization(1),
  Shape: {
    infer: (inputs, attributes) => {
      const [x] = need(inputs, 1)
      return [
        { dtype: 'int64', shape: [int(attributes, 'end', x!.shape.length) - int(attributes, 'start', 0)] },
      ]
    },
  },
  Range: {
    infer: (inputs, attributes) => {
      const values = need(inputs, 3)
      return [{ dtype: sameDType(values), shape: [JSON.parse(attributes.length as string) as Dim] }]
    },
  },
}
