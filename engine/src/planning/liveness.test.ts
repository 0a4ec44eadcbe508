import { describe, expect, it } from 'vitest'
import {
  add,
  cast,
  createGraph,
  exp,
  gemm,
  input,
  reshape,
  setOutputs,
  transpose,
  weight,
} from '../graph/index.js'
import { peakOf } from './liveness.js'

const FILE = { file: 'w', offset: 0, byteLength: 0 }

describe('the fullest moment of a graph', () => {
  it('holds what is still to be read, and no more', () => {
    const graph = createGraph('chain')
    const x = input(graph, 'x', 'float32', ['B', 10])
    // Each [B, 10]; a transposition cannot take the place of its operand.
    const a = transpose(x, [1, 0])
    const b = transpose(a, [1, 0])
    const c = transpose(b, [1, 0])
    setOutputs(graph, { y: transpose(c, [1, 0]) })
    const { weights, inputs, computed } = peakOf(graph, { B: 3 })
    expect({ weights, inputs, computed }).toEqual({ weights: 0, inputs: 120, computed: 240 })
  })

  it('keeps for later what is read later', () => {
    const graph = createGraph('kept')
    const x = input(graph, 'x', 'float32', ['B', 10])
    const early = transpose(x, [1, 0])
    const late = transpose(transpose(early, [1, 0]), [1, 0])
    setOutputs(graph, { y: add(late, early) })
    expect(peakOf(graph, { B: 1 }).computed).toBe(3 * 40)
  })

  it('puts an elementwise result in the place of its operand, and a reshaped tensor nowhere', () => {
    const graph = createGraph('in place')
    const x = input(graph, 'x', 'float32', ['B', 10])
    const a = exp(exp(transpose(x, [1, 0])))
    setOutputs(graph, { y: exp(reshape(a, ['B', 5, 2])) })
    expect(peakOf(graph, { B: 1 })).toMatchObject({ inputs: 40, computed: 40 })
  })

  it('keeps of a folded conversion the result alone, and the weight as well where it is read', () => {
    const graph = createGraph('folded')
    const x = input(graph, 'x', 'float32', ['B', 4])
    const w = weight(graph, 'w', 'float16', [4, 6], FILE)
    setOutputs(graph, { y: gemm(x, cast(w, 'float32')) })
    expect(peakOf(graph, { B: 2 })).toMatchObject({ weights: 96, inputs: 32, computed: 48 })
    setOutputs(graph, { w: transpose(w, [1, 0]) })
    expect(peakOf(graph, { B: 2 }).weights).toBe(96 + 48)
  })

  it('wants a size for every symbol', () => {
    const graph = createGraph('symbols')
    setOutputs(graph, { y: exp(input(graph, 'x', 'float32', ['B', 'T'])) })
    expect(() => peakOf(graph, { B: 1 })).toThrow(/symbol.*T/)
  })
})
