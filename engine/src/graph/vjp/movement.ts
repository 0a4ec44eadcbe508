/**
 * Gradient rules of operators that move values: the gradient goes back the way they came.
 * @module
 */
import {
  cast,
  concat,
  expand,
  full,
  reshape,
  scatterAddElements,
  scatterAddRows,
  split,
  transpose,
} from '../build.js'
import { multiplyDims } from '../dim.js'
import type { Value } from '../graph.js'
import { axisOf, int, ints } from '../operator-checks.js'
import { unary, unbroadcast, type VjpRule } from './rule.js'

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

export const MOVEMENT_RULES: Readonly<Record<string, VjpRule>> = {
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
}
