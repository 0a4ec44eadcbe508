/**
 * ONNX Runtime against the reference interpreter: every operator and its gradient.
 * @module
 */
import { describe, expect, it } from 'vitest'
import {
  cast,
  gelu,
  gemm,
  layerNorm,
  logSoftmax,
  matmul,
  mul,
  reshape,
  rmsNorm,
  sigmoid,
  softmax,
  transposeLast,
} from './build.js'
import type { Value } from './graph.js'
import { OPERATORS } from './operators.js'
import { buildCase, type OperatorCase, real } from './testing/case.js'
import { BYTES_CASES } from './testing/cases-bytes.js'
import { ELEMENTWISE_CASES } from './testing/cases-elementwise.js'
import { STRUCTURE_CASES } from './testing/cases-structure.js'
import { erf } from './testing/erf.js'
import { interpret, KERNELS } from './testing/interpreter.js'
import { distance, roundFeeds, runOnnx } from './testing/on-runtime.js'
import { VJP_RULES } from './vjp/index.js'

const CASES = [...ELEMENTWISE_CASES, ...STRUCTURE_CASES, ...BYTES_CASES]

/** Largest error, relative to the largest element (at least 1). */
const TOLERANCE = { float32: 4e-6, float64: 1e-12 }

/** Operators whose float64 kernels keep constants or statistics in float32. */
const SINGLE_INSIDE = ['LayerNormalization', 'SimplifiedLayerNormalization', 'Gelu']

/**
 * ONNX Runtime's CPU provider has no float64 kernel of Erf, which the exact GELU's gradient needs too, of SiLU, and none that makes
 * bytes.
 */
const inFloat64 = ({ op, note }: OperatorCase) =>
  !['Erf', 'QuickGelu', ...BYTES_CASES.map(item => item.op)].includes(op) &&
  !(op === 'Gelu' && note.startsWith('exact'))

const compare = async (item: OperatorCase, dtype: 'float32' | 'float64'): Promise<void> => {
  const { graph, feeds } = buildCase(item, dtype, item.op in VJP_RULES || item.op === 'composite')
  const given = roundFeeds(feeds)
  const expected = interpret(graph, given)
  const found = await runOnnx(graph, given)
  const tolerance = TOLERANCE[SINGLE_INSIDE.includes(item.op) ? 'float32' : dtype]
  for (const [name, tensor] of Object.entries(expected)) {
    expect(distance(found[name]!, tensor), name).toBeLessThan(tolerance)
  }
}

/** The case between casts to float16 and back. */
const half = (item: OperatorCase): OperatorCase => ({
  ...item,
  build: (...values) => cast(item.build(...values.map(value => cast(value, 'float16'))) as Value, 'float32'),
})

const table = (items: readonly OperatorCase[]) => items.map(item => [item.op, item.note, item] as const)

describe('the reference interpreter', () => {
  it('has a kernel for every operator', () => {
    expect(Object.keys(KERNELS).sort()).toEqual(Object.keys(OPERATORS).sort())
  })

  it.each([
    [0, 0],
    [1e-8, 1.1283791670955126e-8],
    [0.5, 0.5204998778130465],
    [-1, -0.8427007929497149],
    [2, 0.9953222650189527],
    [2.5, 0.999593047982555],
    [3, 0.9999779095030014],
    [7, 1],
  ])('gives erf(%d) to 1e-15', (x, expected) => {
    expect(Math.abs(erf(x) - expected)).toBeLessThanOrEqual(1e-15 * Math.abs(expected))
  })
})

describe('operators on ONNX Runtime', () => {
  it('each have a case', () => {
    expect([...new Set(CASES.map(({ op }) => op))].sort()).toEqual(Object.keys(OPERATORS).sort())
  })

  it.each(table(CASES))('%s, %s, float32', async (_op, _note, item) => {
    await compare(item, 'float32')
  })

  it.each(table(CASES.filter(inFloat64)))('%s, %s, float64', async (_op, _note, item) => {
    await compare(item, 'float64')
  })

  it.each(table(CASES.filter(item => !inFloat64(item))))(
    '%s, %s, has no float64',
    async (_op, _note, item) => {
      await expect(compare(item, 'float64')).rejects.toMatchObject({ code: 'invalid-weights' })
    },
  )

  it.each(['LayerNormalization', 'SimplifiedLayerNormalization'])('%s has gradients in float16', async op => {
    const { graph, feeds } = buildCase(half(CASES.find(item => item.op === op)!), 'float32', true)
    const expected = interpret(graph, feeds)
    const found = await runOnnx(graph, feeds)
    for (const [name, tensor] of Object.entries(expected)) {
      expect(distance(found[name]!, tensor), name).toBeLessThan(1e-2)
    }
  })
})

describe('composites on ONNX Runtime', () => {
  const composites: OperatorCase[] = [
    {
      op: 'composite',
      note: 'a feed-forward block with LayerNorm',
      inputs: [real(['B', 7]), real([7]), real([7]), real([7, 5]), real([5]), real([3, 5])],
      build: (x, gain, bias, w1, b1, w2) => {
        const inner = gelu(gemm(layerNorm(x, gain, bias, 1e-5)[0]!, w1, { c: b1 }), 'tanh')
        return logSoftmax(gemm(inner, w2, { transB: true }))
      },
    },
    {
      op: 'composite',
      note: 'a gated block with RMSNorm',
      inputs: [real(['B', 7]), real([7]), real([7, 5]), real([7, 5])],
      build: (x, gain, gate, up) => {
        const inside = rmsNorm(x, gain, 1e-5)[0]!
        const gated = matmul(inside, gate)
        return mul(mul(gated, sigmoid(gated)), matmul(inside, up))
      },
    },
    {
      op: 'composite',
      note: 'attention',
      inputs: [real(['B', 'T', 3]), real(['B', 'N', 3]), real(['B', 'N', 3])],
      build: (q, k, v) => reshape(matmul(softmax(matmul(q, transposeLast(k))), v), ['B*T', 3]),
    },
  ]

  it.each(composites.map(item => [item.note, item] as const))(
    '%s and its gradients, float32',
    async (_note, item) => {
      await compare(item, 'float32')
    },
  )
})
