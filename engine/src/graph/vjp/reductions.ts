/**
 * Gradient rules of reductions.
 * @module
 */
import { cast, dimSize, div, equal, exp, expand, mul, reduceSum, reshape, sub } from '../build.js'
import { multiplyDims } from '../dim.js'
import type { Node, Value } from '../graph.js'
import { ints } from '../operator-checks.js'
import type { VjpRule } from './rule.js'

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

export const REDUCTION_RULES: Readonly<Record<string, VjpRule>> = {
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
}
