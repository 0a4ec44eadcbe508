/**
 * Gradient rules of normalisation.
 * @module
 */
import { PromptPostError } from '@promptpost/base'
import { cast, mul, reduceMean, reduceSum, sub } from '../build.js'
import type { Node, Value } from '../graph.js'
import type { VjpRule } from './rule.js'

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

export const NORMALISATION_RULES: Readonly<Record<string, VjpRule>> = {
  LayerNormalization: layerNormalization,
  SimplifiedLayerNormalization: rmsNormalization,
}
