/**
 * Vector-Jacobian rules: operator -> gradients of its inputs from the gradients of its outputs.
 * A rule computes only what `needs(i)` asks for. Reduction to an input's shape undoes broadcasting.
 * @module
 */
import { PromptPostError } from '@promptpost/base'
import {
  add,
  cast,
  concat,
  dimSize,
  div,
  equal,
  erf,
  exp,
  expand,
  full,
  gemm,
  greater,
  less,
  lessOrEqual,
  matmul,
  mul,
  neg,
  reduceMean,
  reduceSum,
  reshape,
  scatterAddElements,
  scatterAddRows,
  sigmoid,
  split,
  sub,
  transpose,
  transposeLast,
  where,
} from './build.js'
import { type Dim, multiplyDims, sameShape } from './dim.js'
import type { Node, Value } from './graph.js'
import { axisOf, int, ints } from './operator-checks.js'
import { heldBack } from './zero-after.js'

/** Gradients of the inputs, undefined where not needed. `dy[k]` is undefined when output k has no gradient. */
export type VjpRule = (
  node: Node,
  dy: readonly (Value | undefined)[],
  needs: (index: number) => boolean,
) => (Value | undefined)[]

/** Sums a gradient over the axes along which an operand of this shape was broadcast. */
const unbroadcast = (gradient: Value, shape: readonly Dim[]): Value => {
  if (sameShape(gradient.shape, shape)) return gradient
  const extra = gradient.shape.length - shape.length
  const axes = gradient.shape.flatMap((dim, i) =>
    i < extra || (shape[i - extra] === 1 && dim !== 1) ? [i] : [],
  )
  return reshape(reduceSum(gradient, axes), shape)
}

const unary =
  (rule: (x: Value, y: Value, dy: Value) => Value): VjpRule =>
  (node, [dy]) => [rule(node.inputs[0]!, node.outputs[0]!, dy!)]

const binary =
  (da: (a: Value, b: Value, dy: Value, y: Value) => Value, db: typeof da): VjpRule =>
  (node, [dy], needs) => {
    const [a, b] = node.inputs as [Value, Value]
    const y = node.outputs[0]!
    return [
      needs(0) ? unbroadcast(da(a, b, dy!, y), a.shape) : undefined,
      needs(1) ? unbroadcast(db(a, b, dy!, y), b.shape) : undefined,
    ]
  }

/**
 * sigmoid(x) and x sigmoid(x) on the way back: computed again when the gradient comes, since kept from the way there they would be two of
 * the four largest tensors of a gated block.
 */
const siluAgain = (x: Value, dy: Value): { gate: Value; result: Value } => {
  const { graph } = x
  const [gateKey, resultKey] = [`gate of ${x.name} again`, `silu of ${x.name} again`]
  if (!graph.cache.has(gateKey)) {
    const late = heldBack(x, dy)
    const gate = sigmoid(late)
    graph.cache.set(gateKey, gate)
    graph.cache.set(resultKey, mul(late, gate))
  }
  return { gate: graph.cache.get(gateKey)!, result: graph.cache.get(resultKey)! }
}

/** A factor as it is needed on the way back. */
const again = (factor: Value, dy: Value): Value =>
  factor.node?.op === 'QuickGelu' ? siluAgain(factor.node.inputs[0]!, dy).result : factor

/** sqrt(2 / pi), of the tanh approximation of GELU (Hendrycks and Gimpel 2016, arXiv 1606.08415). */
const TANH_GELU = Math.sqrt(2 / Math.PI)
const CUBIC = 0.044715

/**
 * d GELU. Tanh form: y = x s with s = sigmoid(2u), u = c (x + 0.044715 x^3), hence y' = s + y (1 - s) 2u'.
 * Exact form: y' = Phi(x) + x phi(x), with Phi(x) = y / x replaced by (1 + erf(x / sqrt 2)) / 2.
 */
const gelu: VjpRule = (node, [dy]) => {
  // Else all that depends on x alone would be computed on the way there, and kept.
  const x = heldBack(node.inputs[0]!, dy!)
  if (node.attributes.approximate === 'tanh') {
    const square = mul(x, x)
    const s = sigmoid(mul(add(mul(square, 2 * TANH_GELU * CUBIC), 2 * TANH_GELU), x))
    const slope = add(mul(square, 6 * TANH_GELU * CUBIC), 2 * TANH_GELU)
    return [mul(dy!, add(s, mul(mul(mul(x, s), sub(1, s)), slope)))]
  }
  const cdf = add(mul(erfOf(x), 0.5), 0.5)
  const density = mul(exp(mul(mul(x, x), -0.5)), 1 / Math.sqrt(2 * Math.PI))
  return [mul(dy!, add(cdf, mul(x, density)))]
}
const erfOf = (x: Value): Value => erf(mul(x, Math.SQRT1_2))

/** A norm's statistics are outputs for the rule's own use: nothing else may be differentiated through them. */
const normalisedOnly = (node: Node, [dy, ...statistics]: readonly (Value | undefined)[]): Value => {
  if (dy && statistics.every(cotangent => cotangent === undefined)) return dy
  throw new PromptPostError('invalid-graph', 'has no gradient through its statistics', {
    field: `node ${node.name}`,
  })
}

/** With x^ the normalised input and g = dy * gain: dx = (g - mean g - x^ mean(g x^)) / sd (Ba et al. 2016, arXiv 1607.06450). */
const layerNormalization: VjpRule = (node, outputs, needs) => {
  const dy = normalisedOnly(node, outputs)
  const [x, gain, bias] = node.inputs as [Value, Value, Value | undefined]
  const [mean, inverse] = node.outputs.slice(1).map(value => cast(value, x.dtype)) as [Value, Value]
  const rows = x.shape.map((_, i) => i).slice(0, -1)
  const normal = needs(0) || needs(1) ? mul(sub(x, mean), inverse) : undefined
  const g = needs(0) ? mul(dy, gain) : undefined
  return [
    g &&
      mul(
        sub(sub(g, reduceMean(g, [-1], true)), mul(normal!, reduceMean(mul(g, normal!), [-1], true))),
        inverse,
      ),
    needs(1) ? reduceSum(mul(dy, normal!), rows) : undefined,
    bias && needs(2) ? reduceSum(dy, rows) : undefined,
  ]
}

/** With x^ = x / rms and g = dy * gain: dx = (g - x^ mean(g x^)) / rms (Zhang and Sennrich 2019, arXiv 1910.07467). */
const rmsNormalization: VjpRule = (node, outputs, needs) => {
  const dy = normalisedOnly(node, outputs)
  const [x, gain] = node.inputs as [Value, Value]
  const inverse = cast(node.outputs[1]!, x.dtype)
  const rows = x.shape.map((_, i) => i).slice(0, -1)
  const normal = mul(x, inverse)
  const g = needs(0) ? mul(dy, gain) : undefined
  return [
    g && mul(sub(g, mul(normal, reduceMean(mul(g, normal), [-1], true))), inverse),
    needs(1) ? reduceSum(mul(dy, normal), rows) : undefined,
  ]
}

const matmulRule: VjpRule = (node, [dy], needs) => {
  const [a, b] = node.inputs as [Value, Value]
  return [
    needs(0) ? unbroadcast(matmul(dy!, transposeLast(b)), a.shape) : undefined,
    needs(1) ? unbroadcast(matmul(transposeLast(a), dy!), b.shape) : undefined,
  ]
}

const gemmRule: VjpRule = (node, [dy], needs) => {
  const [a, b, c] = node.inputs as [Value, Value, Value | undefined]
  const transA = int(node.attributes, 'transA') === 1
  const transB = int(node.attributes, 'transB') === 1
  const da = () =>
    transA ? gemm(b, dy!, { transA: transB, transB: true }) : gemm(dy!, b, { transB: !transB })
  const db = () =>
    transB ? gemm(dy!, a, { transA: true, transB: transA }) : gemm(a, dy!, { transA: !transA })
  return [
    needs(0) ? da() : undefined,
    needs(1) ? db() : undefined,
    c && needs(2) ? unbroadcast(dy!, c.shape) : undefined,
  ]
}

/**
 * Adds the gradients of gathered slices back where they came from: the axis goes first. ScatterND of ONNX Runtime adds in parallel and
 * loses some of what comes to one place twice, so slices that may be the same are added by ScatterElements, one after the other.
 */
const gatherRule: VjpRule = (node, [dy]) => {
  const [x, indices] = node.inputs as [Value, Value]
  const axis = axisOf(x.shape, int(node.attributes, 'axis'))
  const axes = [...dy!.shape.keys()]
  const gathered = axes.splice(axis, indices.shape.length)
  const updates = transposed(dy!, [...gathered, ...axes])
  const rest = x.shape.filter((_, i) => i !== axis)
  const zeros = full(x.graph, x.dtype, 0, [x.shape[axis]!, ...rest])
  const summed = int(node.attributes, 'repeated', 0)
    ? addOneByOne(zeros, indices, updates)
    : scatterAddRows(zeros, reshape(cast(indices, 'int64'), [...indices.shape, 1]), updates)
  return [
    transposed(
      summed,
      [...x.shape.keys()].map(i => (i === axis ? 0 : i < axis ? i + 1 : i)),
    ),
  ]
}

const addOneByOne = (zeros: Value, indices: Value, updates: Value): Value => {
  const count = multiplyDims(...indices.shape)
  const rest = zeros.shape.slice(1)
  const places = reshape(indices, [count, ...rest.map(() => 1)])
  return scatterAddElements(zeros, expand(places, [count, ...rest]), reshape(updates, [count, ...rest]), 0)
}

const transposed = (x: Value, order: number[]): Value =>
  order.every((a, i) => a === i) ? x : transpose(x, order)

const gatherElementsRule: VjpRule = (node, [dy]) => {
  const [x, indices] = node.inputs as [Value, Value]
  const zeros = full(x.graph, x.dtype, 0, x.shape)
  return [scatterAddElements(zeros, indices, dy!, int(node.attributes, 'axis'))]
}

/** The gradient of a reduction, broadcast back to the input's shape. */
const spread = (node: Node, dy: Value): Value => {
  const x = node.inputs[0]!
  const axes = ints(node.attributes, 'reducedAxes')
  return reshape(
    dy,
    x.shape.map((dim, i) => (axes.includes(i) ? 1 : dim)),
  )
}

const reduceMeanRule: VjpRule = (node, [dy]) => {
  const x = node.inputs[0]!
  const axes = ints(node.attributes, 'reducedAxes')
  const size = cast(dimSize(x.graph, multiplyDims(...axes.map(i => x.shape[i]!))), x.dtype)
  return [expand(div(spread(node, dy!), reshape(size, [])), x.shape)]
}

const concatRule: VjpRule = (node, [dy], needs) => {
  const axis = int(node.attributes, 'axis')
  const at = axisOf(dy!.shape, axis)
  const parts = split(
    dy!,
    node.inputs.map(value => value!.shape[at]!),
    axis,
  )
  return parts.map((part, i) => (needs(i) ? part : undefined))
}

/** A part of a split that nothing used has gradient zero. */
const splitRule: VjpRule = (node, dy) => [
  concat(
    dy.map((part, i) => part ?? zerosLike(node.outputs[i]!)),
    int(node.attributes, 'axis'),
  ),
]
const zerosLike = (x: Value): Value => full(x.graph, x.dtype, 0, x.shape)

const softmaxRule = unary((_, y, dy) => mul(y, sub(dy, reduceSum(mul(dy, y), [-1], true))))
const logSoftmaxRule = unary((_, y, dy) => sub(dy, mul(exp(y), reduceSum(dy, [-1], true))))

const zeroFor = (condition: Value, dy: Value): Value => where(condition, dy, 0)

export const VJP_RULES: Readonly<Record<string, VjpRule>> = {
  Identity: unary((_x, _y, dy) => dy),
  Neg: unary((_x, _y, dy) => neg(dy)),
  Sqrt: unary((_x, y, dy) => div(mul(dy, 0.5), y)),
  Reciprocal: unary((_x, y, dy) => neg(mul(dy, mul(y, y)))),
  Exp: unary((_x, y, dy) => mul(dy, y)),
  Log: unary((x, _y, dy) => div(dy, x)),
  Tanh: unary((_x, y, dy) => mul(dy, sub(1, mul(y, y)))),
  Sigmoid: unary((_x, y, dy) => mul(dy, mul(y, sub(1, y)))),
  Erf: unary((x, _y, dy) => mul(dy, mul(exp(neg(mul(x, x))), 2 / Math.sqrt(Math.PI)))),
  Relu: unary((x, _y, dy) => zeroFor(greater(x, 0), dy)),
  Abs: unary((x, _y, dy) => where(greater(x, 0), dy, where(less(x, 0), neg(dy), 0))),
  Gelu: gelu,
  // y = x s with s = sigmoid(x), hence y' = s (1 + x - y).
  QuickGelu: (node, [dy]) => {
    const x = node.inputs[0]!
    const { gate, result } = siluAgain(x, dy!)
    return [mul(mul(dy!, gate), add(sub(x, result), 1))]
  },
  Softmax: softmaxRule,
  LogSoftmax: logSoftmaxRule,
  Add: binary(
    (_a, _b, dy) => dy,
    (_a, _b, dy) => dy,
  ),
  Sub: binary(
    (_a, _b, dy) => dy,
    (_a, _b, dy) => neg(dy),
  ),
  Mul: binary(
    (_a, b, dy) => mul(dy, again(b, dy)),
    (a, _b, dy) => mul(dy, again(a, dy)),
  ),
  Div: binary(
    (_a, b, dy) => div(dy, b),
    (_a, b, dy, y) => neg(div(mul(dy, y), b)),
  ),
  // Where both are equal the gradient goes to the first.
  Max: binary(
    (a, b, dy) => zeroFor(lessOrEqual(b, a), dy),
    (a, b, dy) => zeroFor(less(a, b), dy),
  ),
  Min: binary(
    (a, b, dy) => zeroFor(lessOrEqual(a, b), dy),
    (a, b, dy) => zeroFor(less(b, a), dy),
  ),
  Where: (node, [dy], needs) => {
    const [condition, a, b] = node.inputs as [Value, Value, Value]
    return [
      undefined,
      needs(1) ? unbroadcast(where(condition, dy!, 0), a.shape) : undefined,
      needs(2) ? unbroadcast(where(condition, 0, dy!), b.shape) : undefined,
    ]
  },
  Cast: unary((x, _y, dy) => cast(dy, x.dtype)),
  MatMul: matmulRule,
  Gemm: gemmRule,
  Transpose: (node, [dy]) => {
    const order = ints(node.attributes, 'perm')
    return [
      transpose(
        dy!,
        order.map((_, i) => order.indexOf(i)),
      ),
    ]
  },
  Reshape: unary((x, _y, dy) => reshape(dy, x.shape)),
  Expand: unary((x, _y, dy) => unbroadcast(dy, x.shape)),
  Concat: concatRule,
  Split: splitRule,
  Gather: gatherRule,
  GatherElements: gatherElementsRule,
  ReduceSum: (node, [dy]) => [expand(spread(node, dy!), node.inputs[0]!.shape)],
  ReduceMean: reduceMeanRule,
  ReduceLogSumExp: (node, [dy]) => {
    const x = node.inputs[0]!
    return [mul(exp(sub(x, spread(node, node.outputs[0]!))), spread(node, dy!))]
  },
  // Ties share the gradient, as the mean of their one-sided derivatives.
  ReduceMax: (node, [dy]) => {
    const x = node.inputs[0]!
    const axes = ints(node.attributes, 'reducedAxes')
    const hit = cast(equal(x, spread(node, node.outputs[0]!)), x.dtype)
    return [mul(div(hit, reduceSum(hit, axes, true)), spread(node, dy!))]
  },
  LayerNormalization: layerNormalization,
  SimplifiedLayerNormalization: rmsNormalization,
}
