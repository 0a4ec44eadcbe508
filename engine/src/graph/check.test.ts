/**
 * Wrong graphs are refused with an error that names the node.
 * @module
 */
import { describe, expect, it } from 'vitest'
import {
  add,
  and,
  concat,
  exp,
  expand,
  gather,
  gatherElements,
  gemm,
  layerNorm,
  matmul,
  maximum,
  reduceSum,
  reshape,
  scatterAddElements,
  scatterAddRows,
  softmax,
  split,
  transpose,
  where,
} from './build.js'
import { checkGraph } from './check.js'
import { addNode, constant, createGraph, type Graph, input, setOutputs, type Value } from './graph.js'

type Inputs = { g: Graph; x: Value; y: Value; ids: Value; yes: Value; vector: Value }

/** Inputs x float32 [B, 3], y float32 [B, 4], ids int64 [B, 3], yes bool [B, 3], vector float32 [3]. */
const graphOfInputs = (): Inputs => {
  const g = createGraph('test')
  g.scope = 'layer0'
  return {
    g,
    x: input(g, 'x', 'float32', ['B', 3]),
    y: input(g, 'y', 'float32', ['B', 4]),
    ids: input(g, 'ids', 'int64', ['B', 3]),
    yes: input(g, 'yes', 'bool', ['B', 3]),
    vector: input(g, 'vector', 'float32', [3]),
  }
}

const softmaxOver = (x: Value, axis: number) => addNode(x.graph, 'Softmax', [x], { axis })

/** What is wrong, its operator, a graph with it, and words of the message. */
const MISTAKES: readonly (readonly [string, string, (inputs: Inputs) => unknown, string])[] = [
  ['two element types', 'Add', ({ x, ids }) => add(x, ids), 'mixes float32 and int64'],
  ['an element type without arithmetic', 'Max', ({ yes }) => maximum(yes, yes), 'needs numbers'],
  ['numbers for flags', 'And', ({ x }) => and(x, x), 'needs booleans'],
  ['a condition that is no flag', 'Where', ({ x }) => where(x, x, x), 'needs a boolean condition'],
  ['integers for real numbers', 'Exp', ({ ids }) => exp(ids), 'ids must be floating point'],
  ['indices that are no integers', 'Gather', ({ x, y }) => gather(x, y), 'y must hold integers'],
  ['shapes that do not broadcast', 'Add', ({ x, y }) => add(x, y), 'do not broadcast'],
  ['inner dimensions that differ', 'MatMul', ({ x, y }) => matmul(x, y), 'inner dimensions differ'],
  ['a vector for a matrix', 'MatMul', ({ x, vector }) => matmul(x, vector), 'needs inputs of rank 2'],
  [
    'inner dimensions that differ',
    'Gemm',
    ({ x, y }) => gemm(x, y, { transB: true }),
    'dimensions 3 and 4 differ',
  ],
  ['a vector for a matrix', 'Gemm', ({ x, vector }) => gemm(x, vector), 'needs matrices'],
  ['a bias that is too long', 'Gemm', ({ x, y }) => gemm(x, y, { transA: true, c: x }), '[B,3]'],
  ['an axis beyond the rank', 'Softmax', ({ x }) => softmaxOver(x, 2), 'axis 2 is out of range'],
  ['an axis that is not the last', 'Softmax', ({ x }) => softmaxOver(x, 0), 'axis 0 is not the last'],
  ['no axis', 'Softmax', ({ g }) => softmax(constant(g, 'float32', 1)), 'axis -1 is out of range'],
  ['an order that is no permutation', 'Transpose', ({ x }) => transpose(x, [0, 0]), 'is no permutation'],
  ['a reshape that does not hold', 'Reshape', ({ x }) => reshape(x, ['B', 4]), 'does not hold the elements'],
  ['an expansion that does not fit', 'Expand', ({ x }) => expand(x, ['B', 1, 4]), 'do not broadcast'],
  ['a shrinking expansion', 'Expand', ({ x }) => expand(x, [3]), 'does not expand'],
  ['other axes that differ', 'Concat', ({ x, y }) => concat([x, y], 0), 'shapes differ'],
  ['parts that do not add up', 'Split', ({ x }) => split(x, [1, 1], 1), 'do not add up to 3'],
  [
    'indices of another rank',
    'GatherElements',
    ({ x, g }) => gatherElements(x, constant(g, 'int64', [0]), 1),
    'rank',
  ],
  [
    'updates of another shape',
    'ScatterElements',
    ({ x, y, ids }) => scatterAddElements(x, ids, y, 1),
    'updates',
  ],
  ['int32 indices', 'ScatterND', ({ x, g }) => scatterAddRows(x, constant(g, 'int32', [0]), x), 'int64'],
  ['updates of another shape', 'ScatterND', ({ x, y, ids }) => scatterAddRows(x, ids, y), 'do not fit'],
  [
    'a gain of another width',
    'LayerNormalization',
    ({ y, vector }) => layerNorm(y, vector, undefined, 1),
    'vector',
  ],
  ['too few inputs', 'Add', ({ g, x }) => addNode(g, 'Add', [x]), 'needs 2 inputs'],
  [
    'a missing attribute',
    'Transpose',
    ({ g, x }) => addNode(g, 'Transpose', [x]),
    'needs the attribute perm',
  ],
  ['an operator nobody knows', 'Frobnicate', ({ g, x }) => addNode(g, 'Frobnicate', [x]), 'unknown operator'],
]

describe('building', () => {
  it.each(MISTAKES)('refuses %s of %s at once', (_what, op, build, message) => {
    const inputs = graphOfInputs()
    const refused = expect.objectContaining({
      code: 'invalid-graph',
      field: expect.stringMatching(`^node layer0/${op}_\\d+$`),
      message: expect.stringContaining(message),
    })
    expect(() => build(inputs)).toThrow(refused)
    expect(inputs.g.nodes.map(node => node.op)).not.toContain(op)
  })

  it('refuses an axis of a reduction beyond the rank', () => {
    const { x } = graphOfInputs()
    expect(() => reduceSum(x, [2])).toThrow('axis 2 is out of range for rank 2')
  })

  it('refuses a value of another graph', () => {
    const { x } = graphOfInputs()
    const other = createGraph('other')
    const foreign = input(other, 'foreign', 'float32', ['B', 3])
    const refused = { code: 'invalid-graph', field: expect.stringContaining('node layer0/Add') }
    expect(() => add(x, foreign)).toThrow(expect.objectContaining(refused))
    expect(() => add(x, foreign)).toThrow('input foreign belongs to graph other')
  })

  it('refuses an input name or an output name that is in use', () => {
    const { g, x } = graphOfInputs()
    const inUse = expect.objectContaining({ code: 'invalid-graph' })
    expect(() => input(g, 'x', 'float32', [])).toThrow(inUse)
    expect(() => setOutputs(g, { x })).toThrow(inUse)
    setOutputs(g, { out: x })
    expect(() => setOutputs(g, { out: x })).toThrow(inUse)
  })
})

describe('checkGraph', () => {
  const finished = () => {
    const inputs = graphOfInputs()
    const middle = exp(inputs.x)
    const last = add(middle, 1)
    setOutputs(inputs.g, { out: last })
    return { ...inputs, middle, last }
  }
  const refusal = (field: string, message: string) =>
    expect.objectContaining({ code: 'invalid-graph', field, message: expect.stringContaining(message) })

  it('accepts a right graph', () => {
    expect(() => checkGraph(finished().g)).not.toThrow()
  })

  it('refuses a value whose node was removed', () => {
    const { g, middle, last } = finished()
    g.nodes.splice(g.nodes.indexOf(middle.node!), 1)
    expect(() => checkGraph(g)).toThrow(refusal(`node ${last.node!.name}`, `${middle.name} is dangling`))
  })

  it('refuses a value that is computed after it is used', () => {
    const { g, last } = finished()
    g.nodes.reverse()
    expect(() => checkGraph(g)).toThrow(refusal('node out', `${last.name} is dangling`))
  })

  it('refuses an output that is a value of another graph', () => {
    const { g } = finished()
    setOutputs(g, { foreign: input(createGraph('other'), 'there', 'float32', []) })
    expect(() => checkGraph(g)).toThrow(refusal('node foreign', 'there is dangling'))
  })

  it('refuses a marked output that nothing computes', () => {
    const { g, middle } = finished()
    g.outputs.push({ ...middle, name: 'ghost' })
    expect(() => checkGraph(g)).toThrow(refusal('output ghost', 'is dangling'))
  })

  it('refuses a graph without outputs', () => {
    const { g, x } = graphOfInputs()
    exp(x)
    expect(() => checkGraph(g)).toThrow(refusal('graph test', 'has no outputs'))
  })

  it('refuses names used twice', () => {
    const inputs = finished()
    inputs.g.inputs.push({ ...inputs.x })
    expect(() => checkGraph(inputs.g)).toThrow(refusal('value x', 'used twice'))
    const nodes = finished()
    Object.assign(nodes.last, { name: nodes.middle.name })
    expect(() => checkGraph(nodes.g)).toThrow(refusal(`node ${nodes.last.node!.name}`, 'used twice'))
  })

  it.each([
    ['dtype', { dtype: 'float64' }],
    ['rank', { shape: ['B', 3, 1] }],
    ['shape', { shape: ['B', 4] }],
  ])('refuses an output of another %s than its operator gives', (_what, change) => {
    const { g, middle } = finished()
    Object.assign(middle, change)
    expect(() => checkGraph(g)).toThrow(
      refusal(`node ${middle.node!.name}`, 'its operator gives float32[B,3]'),
    )
  })

  it('refuses an operator it does not know', () => {
    const { g, middle } = finished()
    Object.assign(middle.node!, { op: 'Frobnicate' })
    expect(() => checkGraph(g)).toThrow(refusal(`node ${middle.node!.name}`, 'unknown operator Frobnicate'))
  })

  it('refuses constants of symbolic shape or without data', () => {
    const symbolic = finished()
    const value = constant(symbolic.g, 'float32', [1, 2])
    Object.assign(value, { shape: ['B'] })
    expect(() => checkGraph(symbolic.g)).toThrow(refusal(`constant ${value.name}`, 'needs a fixed shape'))
    const empty = finished()
    const nothing = constant(empty.g, 'float32', [], [2])
    expect(() => checkGraph(empty.g)).toThrow(refusal(`constant ${nothing.name}`, 'has no data'))
  })
})
