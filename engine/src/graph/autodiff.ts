/**
 * Reverse-mode differentiation: walks the graph backwards from seeded values and applies one vector-Jacobian rule per
 * operator. The result is more nodes in the same graph.
 * @module
 */
import { PromptPostError } from '@promptpost/base'
import { add } from './build.js'
import { isFloating } from './dtype.js'
import type { Graph, Node, Value } from './graph.js'
import { GRADIENT_SCOPE, withScope } from './graph.js'
import { recomputation } from './recompute.js'
import { VJP_RULES } from './vjp/index.js'

/** A value whose gradient is known, with that gradient (same shape). */
export type Seed = { value: Value; cotangent: Value }

export type GradientOptions = {
  /** Keeps of the graph's blocks only what goes into them, and computes the rest again on the way back: less memory, more time. */
  recompute?: boolean
}

/**
 * Gradients of sum_i <seed_i.cotangent, seed_i.value> for each of `wrt`.
 * @returns one value per entry of `wrt`, of its shape; undefined where the seeds do not depend on it
 * @throws PromptPostError 'invalid-graph' when an operator on the path has no rule
 */
export const gradients = (
  graph: Graph,
  seeds: readonly Seed[],
  wrt: readonly Value[],
  options: GradientOptions = {},
): (Value | undefined)[] =>
  withScope(graph, GRADIENT_SCOPE, () => {
    const nodes = [...graph.nodes]
    const active = new Set<Value>(wrt)
    for (const node of nodes) {
      if (node.inputs.some(value => value && active.has(value))) {
        for (const output of node.outputs) if (isFloating(output.dtype)) active.add(output)
      }
    }
    const cotangents = new Map<Value, Value>()
    const accumulate = (value: Value, cotangent: Value) => {
      if (`${value.shape}` !== `${cotangent.shape}`) {
        throw new PromptPostError(
          'invalid-graph',
          `gradient [${cotangent.shape}] of ${value.name} [${value.shape}]`,
        )
      }
      const known = cotangents.get(value)
      cotangents.set(value, known ? add(known, cotangent) : cotangent)
    }
    const again = options.recompute ? recomputation(graph, active) : undefined
    for (const seed of seeds) accumulate(seed.value, seed.cotangent)
    for (const node of nodes.reverse()) {
      const outputs = node.outputs.map(output => cotangents.get(output))
      if (outputs.every(cotangent => cotangent === undefined)) continue
      if (!node.inputs.some(value => value && active.has(value))) continue
      const used = again?.(node, outputs.find(cotangent => cotangent)!) ?? node
      applyRule(used, outputs, i => active.has(node.inputs[i]!)).forEach((cotangent, i) => {
        const value = node.inputs[i]
        if (cotangent && value && active.has(value)) accumulate(value, cotangent)
      })
    }
    return wrt.map(value => cotangents.get(value))
  })

const applyRule = (
  node: Node,
  outputs: (Value | undefined)[],
  needs: (index: number) => boolean,
): (Value | undefined)[] => {
  const rule = VJP_RULES[node.op]
  if (!rule)
    throw new PromptPostError('invalid-graph', `operator ${node.op} has no gradient`, {
      field: `node ${node.name}`,
    })
  return rule(node, outputs, needs)
}
