/**
 * Every gradient rule against finite differences of the reference interpreter, in float64.
 * @module
 */
import { describe, expect, it } from 'vitest'
import { gradients } from '../autodiff.js'
import { add, exp, layerNorm, matmul, mul, reduceSum, split, tanh } from '../build.js'
import { addDims } from '../dim.js'
import { addNode, createGraph, input, setOutputs } from '../graph.js'
import { buildCase, type OperatorCase } from '../testing/case.js'
import { ELEMENTWISE_CASES } from '../testing/cases-elementwise.js'
import { STRUCTURE_CASES } from '../testing/cases-structure.js'
import { numericalGradient } from '../testing/finite-differences.js'
import { interpret } from '../testing/interpreter.js'
import { VJP_RULES } from './index.js'

/** Largest error of a derivative, relative to 1 + its size; the stencil's own is about 1e-10. */
const TOLERANCE = 1e-8

const CASES = [...ELEMENTWISE_CASES, ...STRUCTURE_CASES].filter(item => item.op in VJP_RULES)

const checkGradients = (item: OperatorCase): void => {
  const differentiated = buildCase(item, 'float64', true)
  const results = interpret(differentiated.graph, differentiated.feeds)
  const forward = buildCase(item, 'float64', false)
  for (const name of forward.inputs) {
    if (forward.dtypes[name] !== 'float64') continue
    const expected = numericalGradient(forward, name, differentiated.feeds)
    const output = differentiated.gradients.get(name)
    const found = output === undefined ? expected.map(() => 0) : results[output]!.data
    expect(found).toHaveLength(expected.length)
    expected.forEach((value, i) => {
      const error = Math.abs(found[i]! - value) / (1 + Math.abs(value))
      expect(error, `derivative ${i} by ${name}: ${found[i]} should be ${value}`).toBeLessThan(TOLERANCE)
    })
  }
}

describe('gradient rules', () => {
  it('each have a case, and each case a rule', () => {
    expect([...new Set(CASES.map(({ op }) => op))].sort()).toEqual(Object.keys(VJP_RULES).sort())
  })

  it.each(CASES.map(item => [item.op, item.note, item] as const))('%s, %s', (op, _note, item) => {
    expect(buildCase(item, 'float64', false).graph.nodes.map(node => node.op)).toContain(op)
    checkGradients(item)
  })
})

describe('gradients of composites', () => {
  const composite = (
    note: string,
    inputs: OperatorCase['inputs'],
    build: OperatorCase['build'],
  ): OperatorCase => ({
    op: 'composite',
    note,
    inputs,
    build,
  })
  const matrix = { shape: ['B', 3], draw: 'normal' } as const

  it('add up where a value is used several times', () => {
    checkGradients(composite('fan-out', [matrix], x => add(mul(x, tanh(x)), exp(mul(x, x)))))
  })

  it('reach several inputs through one chain', () => {
    const square = { shape: [3, 3], draw: 'normal' } as const
    checkGradients(
      composite('chain', [matrix, square, square], (x, a, b) => tanh(matmul(tanh(matmul(x, a)), mul(a, b)))),
    )
  })

  it('pass through parts of a split of which some are unused', () => {
    const wide = { shape: ['B', 7], draw: 'normal' } as const
    checkGradients(composite('split', [wide], x => exp(split(x, [2, 4, 1], 1)[1]!)))
  })

  it('are summed over several seeds', () => {
    checkGradients(composite('seeds', [matrix], x => [tanh(x), reduceSum(exp(x), [0])]))
  })
})

describe('differentiation', () => {
  const graph = () => {
    const g = createGraph('test')
    return { g, x: input(g, 'x', 'float32', ['B', 3]), z: input(g, 'z', 'float32', ['B', 3]) }
  }

  it('gives nothing for a value that the seeds do not depend on', () => {
    const { g, x, z } = graph()
    const y = exp(x)
    expect(gradients(g, [{ value: y, cotangent: y }], [x, z])[1]).toBeUndefined()
  })

  it('gives the seed itself for a seeded value', () => {
    const { g, x, z } = graph()
    expect(gradients(g, [{ value: x, cotangent: z }], [x])[0]).toBe(z)
  })

  it('stops at an intermediate value that is asked for', () => {
    const { g, x, z } = graph()
    const middle = addNode(g, 'Cos', [x])[0]!
    const [gradient] = gradients(g, [{ value: exp(middle), cotangent: z }], [middle])
    setOutputs(g, { gradient: gradient! })
    const feed = { shape: [1, 3], data: [0, 1, 2] }
    const { data } = interpret(g, { x: feed, z: { shape: [1, 3], data: [1, 1, 1] } }).gradient!
    data.forEach((value, i) => {
      expect(value).toBeCloseTo(Math.exp(Math.cos(i)), 12)
    })
  })

  it('refuses an operator without a rule by name', () => {
    const { g, x, z } = graph()
    const y = addNode(g, 'Cos', [x])[0]!
    const differentiate = () => gradients(g, [{ value: y, cotangent: z }], [x])
    expect(differentiate).toThrow(expect.objectContaining({ code: 'invalid-graph', field: `node ${y.name}` }))
    expect(differentiate).toThrow('operator Cos has no gradient')
  })

  it('refuses a gradient through the statistics of a norm', () => {
    const { g, x } = graph()
    const gain = input(g, 'gain', 'float32', [3])
    const [y, mean] = layerNorm(x, gain, undefined, 1e-5)
    const seeds = [
      { value: y!, cotangent: x },
      { value: mean!, cotangent: mean! },
    ]
    expect(() => gradients(g, seeds, [x])).toThrow('has no gradient through its statistics')
  })

  it('refuses a seed of another shape', () => {
    const { g, x } = graph()
    const other = input(g, 'other', 'float32', [addDims('B', 1), 3])
    expect(() => gradients(g, [{ value: exp(x), cotangent: other }], [x])).toThrow(
      expect.objectContaining({ code: 'invalid-graph' }),
    )
  })
})
