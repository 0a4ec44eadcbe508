/**
 * Cases: one operator, its inputs and how to build it. The same table is differentiated numerically in float64 and
 * run on ONNX Runtime.
 * @module
 */
import { gradients } from '../autodiff.js'
import type { Shape } from '../dim.js'
import { type DType, isFloating } from '../dtype.js'
import { createGraph, type Graph, input, setOutputs, type Value } from '../graph.js'
import { evaluateShape, generate, type Tensor } from './tensor.js'

/**
 * How an input is drawn. normal: about 0; positive: 0.5 to 2; apart: no two equal, none near 0, also across inputs
 * (for functions with kinks). An index runs from -limit to limit - 1.
 */
export type CaseInput = { shape: Shape; draw: 'normal' | 'positive' | 'apart' | 'flag' | { limit: number } }

export type OperatorCase = {
  op: string
  note: string
  inputs: readonly CaseInput[]
  build: (...values: Value[]) => Value | readonly Value[]
}

/** Sizes of the symbols that the cases use. */
export const SIZES: Readonly<Record<string, number>> = { B: 3, T: 5, N: 7, ONE: 1 }

export const real = (shape: Shape, draw: 'normal' | 'positive' | 'apart' = 'normal'): CaseInput => ({
  shape,
  draw,
})
export const flags = (shape: Shape): CaseInput => ({ shape, draw: 'flag' })
export const indices = (shape: Shape, limit: number): CaseInput => ({ shape, draw: { limit } })

/** A small seeded generator of numbers in [0, 1): mulberry32. */
export const randomFrom = (seed: number): (() => number) => {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

const drawInput = ({ shape, draw }: CaseInput, place: number): Tensor => {
  const random = randomFrom(1000 + place)
  const sizes = evaluateShape(shape, SIZES)
  if (draw === 'normal') return generate(sizes, () => 3 * (random() + random() - 1))
  if (draw === 'positive') return generate(sizes, () => 0.5 + 1.5 * random())
  if (draw === 'flag') return generate(sizes, () => Number(random() < 0.5))
  if (typeof draw === 'object') return generate(sizes, () => Math.floor((2 * random() - 1) * draw.limit))
  const taken = new Set<number>()
  return generate(sizes, () => {
    let step = 0
    while (taken.has(step) || step === 0) step = Math.floor(random() * 400) - 200
    taken.add(step)
    return step * 0.02 + 0.005 * place + 0.002
  })
}

export type BuiltCase = {
  graph: Graph
  /** Names of the case's inputs, in order, and of its outputs. */
  inputs: string[]
  outputs: string[]
  /** Output name of the gradient of an input, where it has one. */
  gradients: Map<string, string>
  feeds: Record<string, Tensor>
  dtypes: Record<string, DType>
}

const dtypeOf = ({ draw }: CaseInput, floating: DType): DType =>
  draw === 'flag' ? 'bool' : typeof draw === 'object' ? 'int64' : floating

/** The case as a graph; with `differentiate` also its gradients for random cotangents, which are inputs. */
export const buildCase = (item: OperatorCase, dtype: DType, differentiate: boolean): BuiltCase => {
  const graph = createGraph(`case ${item.op}`)
  const values = item.inputs.map((spec, i) => input(graph, `x${i}`, dtypeOf(spec, dtype), spec.shape))
  const built = item.build(...values)
  const results: readonly Value[] = Array.isArray(built) ? built : [built as Value]
  const feeds: Record<string, Tensor> = {}
  item.inputs.forEach((spec, i) => {
    feeds[`x${i}`] = drawInput(spec, i)
  })
  setOutputs(graph, Object.fromEntries(results.map((value, i) => [`y${i}`, value])))
  const found = new Map<string, string>()
  if (differentiate) {
    const seeds = results.flatMap((value, i) => {
      if (!isFloating(value.dtype)) return []
      const cotangent = input(graph, `dy${i}`, value.dtype, value.shape)
      feeds[`dy${i}`] = drawInput({ shape: value.shape, draw: 'normal' }, 100 + i)
      return [{ value, cotangent }]
    })
    const wrt = values.filter(value => isFloating(value.dtype))
    gradients(graph, seeds, wrt).forEach((gradient, i) => {
      if (!gradient) return
      const name = wrt[i]!.name
      setOutputs(graph, { [`d${name}`]: gradient })
      found.set(name, `d${name}`)
    })
  }
  return {
    graph,
    inputs: values.map(value => value.name),
    outputs: results.map((_, i) => `y${i}`),
    gradients: found,
    feeds,
    dtypes: Object.fromEntries([...graph.inputs, ...graph.outputs].map(value => [value.name, value.dtype])),
  }
}
