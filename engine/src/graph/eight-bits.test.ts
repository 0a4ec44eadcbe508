import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Model } from '../models/index.js'
import { TINY_CONFIGS, writeTinyModel } from '../models/testing/tiny-models.js'
import { logitsGraph, transferGraph, tuningGraph } from '../programs/index.js'
import { byteWeights } from '../runtime/byte-weights.js'
import { createSession, type Feeds, type Results } from '../runtime/index.js'
import { gemm } from './build.js'
import { checkGraph } from './check.js'
import { evaluateDim } from './dim.js'
import { useEightBits } from './eight-bits.js'
import { createGraph, type Graph, input, setOutputs, weight } from './graph.js'

const SIGNED_IS_EXACT = (await byteWeights()) === 'int8'

let root: string
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'promptpost-bytes-'))
})
afterAll(() => rm(root, { recursive: true }))

const SIZES = { B: 4, T: 5 }
const COLUMNS = { columns: [3, 7], wordCounts: [1, 1] }

const feedsOf = (graph: Graph, scaleOfRow: (row: number) => number = () => 1): Feeds =>
  Object.fromEntries(
    graph.inputs.map(({ name, dtype, shape }, at) => {
      const dims = shape.map(dim => evaluateDim(dim, SIZES))
      const count = dims.reduce((a, b) => a * b, 1)
      const perRow = count / (dims[0] ?? 1)
      const data =
        dtype === 'float32'
          ? Float32Array.from(
              { length: count },
              (_, i) => scaleOfRow(Math.floor(i / perRow)) * 0.3 * Math.sin(3 * i + at),
            )
          : Int32Array.from({ length: count }, (_, i) => (name === 'readout' ? SIZES.T - 1 : i % 2))
      return [name, { data, shape: dims }]
    }),
  )

const run = async (graph: Graph, feeds: Feeds, weights?: 'int8'): Promise<Results> => {
  const session = await createSession(graph, { weights, threads: 1 })
  try {
    return await session.run(feeds)
  } finally {
    await session.dispose()
  }
}

/** Length of the difference by the length of the first. */
const departure = (a: Float32Array, b: Float32Array): number =>
  Math.hypot(...a.map((value, i) => value - b[i]!)) / Math.hypot(...a)

const GRAPHS: Record<string, (model: Model) => Graph> = {
  logits: model => logitsGraph(model, { virtualTokens: 2 }),
  tuning: model => tuningGraph(model, { virtualTokens: 2, ...COLUMNS, perExample: false }),
  'per-example tuning': model => tuningGraph(model, { virtualTokens: 2, ...COLUMNS, perExample: true }),
  transfer: model => transferGraph(model, { virtualTokens: 2 }),
}
const NAMES = Object.keys(TINY_CONFIGS) as (keyof typeof TINY_CONFIGS)[]

describe('products of bytes', () => {
  it.each(NAMES)('give what those of numbers give, nearly: %s', async name => {
    const model = await writeTinyModel(await mkdtemp(join(root, `${name}-`)), TINY_CONFIGS[name])
    for (const [kind, graphOf] of Object.entries(GRAPHS)) {
      const whole = graphOf(model)
      const expected = await run(whole, feedsOf(whole))
      const found = await run(graphOf(model), feedsOf(whole), 'int8')
      for (const [output, { data }] of Object.entries(expected)) {
        const apart = departure(data as Float32Array, found[output]!.data as Float32Array)
        expect(apart, `${kind}: ${output}`).toBeLessThan(0.07)
        expect(apart, `${kind}: ${output}`).toBeGreaterThan(0)
      }
    }
  })

  it('take all frozen matrices, whatever is stored', async () => {
    for (const storage of ['float32', 'float16', 'bfloat16'] as const) {
      const model = await writeTinyModel(await mkdtemp(join(root, 'all-')), TINY_CONFIGS.llama, storage)
      const graph = GRAPHS.tuning!(model)
      const products = graph.nodes.filter(({ op, inputs }) => op === 'Gemm' && !inputs[1]?.node?.inputs[1])
      const matrices = useEightBits(graph, 'int8')
      checkGraph(graph)
      expect(products.length).toBeGreaterThan(20)
      // Seven of a layer in both directions; of the last layer's neither queries nor what follows for the prompt's rows.
      expect(matrices.length).toBeGreaterThanOrEqual(2 * 7 * 2)
      const left = graph.nodes.filter(({ op, inputs }) => op === 'Gemm' && graph.weights.has(inputs[1]!))
      expect(left).toEqual([])
    }
  })

  it('of a row do not depend on its neighbours', async () => {
    const model = await writeTinyModel(await mkdtemp(join(root, 'rows-')), TINY_CONFIGS.llama)
    const graphOf = GRAPHS['per-example tuning']!
    const feeds = (scaleOfRow: (row: number) => number) => feedsOf(graphOf(model), scaleOfRow)
    const [quiet, loud] = [
      await run(
        graphOf(model),
        feeds(() => 1),
        'int8',
      ),
      await run(
        graphOf(model),
        feeds(row => (row === 0 ? 1 : 1000)),
        'int8',
      ),
    ]
    const gradientOf = ({ gradient }: Results): Float32Array => {
      const data = gradient!.data as Float32Array
      return data.slice(0, data.length / SIZES.B)
    }
    expect(gradientOf(loud)).toEqual(gradientOf(quiet))
  })

  it.each([false, true])(
    'see what stands beside a thousand times as much in its row, transposed %s',
    async transB => {
      const size = 64
      const path = join(root, `outlier-${transB}.bin`)
      const at = (row: number, column: number): number => (row === 0 ? 0 : Math.sin(row * size + column))
      // Whatever the first of a row is, the product does not show it.
      const matrix = Float32Array.from({ length: size * size }, (_, i) =>
        transB ? at(i % size, Math.floor(i / size)) : at(Math.floor(i / size), i % size),
      )
      await writeFile(path, matrix)
      const graphOf = (): Graph => {
        const graph = createGraph('outlier')
        const x = input(graph, 'x', 'float32', ['B', size])
        const w = weight(graph, 'w', 'float32', [size, size], {
          file: path,
          offset: 0,
          byteLength: matrix.byteLength,
        })
        setOutputs(graph, { y: gemm(x, w, { transB }) })
        return graph
      }
      const x = Float32Array.from({ length: 3 * size }, (_, i) => (i % size === 0 ? 1000 : Math.cos(i)))
      const feeds = { x: { data: x, shape: [3, size] } }
      const [whole, light] = [await run(graphOf(), feeds), await run(graphOf(), feeds, 'int8')]
      expect(departure(whole.y!.data as Float32Array, light.y!.data as Float32Array)).toBeLessThan(0.02)
    },
  )

  // Older processors clip sums of signed bytes, which is why weights are unsigned there.
  it.runIf(SIGNED_IS_EXACT)('are the same for signed and for unsigned weights', async () => {
    const { readByteMatrices } = await import('../runtime/byte-matrices.js')
    const model = await writeTinyModel(await mkdtemp(join(root, 'signed-')), TINY_CONFIGS.llama)
    const results = []
    for (const held of ['int8', 'uint8'] as const) {
      const graph = GRAPHS.tuning!(model)
      const feeds = feedsOf(graph)
      const tensors = await readByteMatrices(useEightBits(graph, held))
      const bytes = Object.entries(tensors).map(([name, { data, dims }]) => [name, { data, shape: dims }])
      results.push(await run(graph, { ...feeds, ...(Object.fromEntries(bytes) as Feeds) }))
    }
    expect(results[1]).toEqual(results[0])
  })
})
