import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { keptLayers, type Model } from '../models/index.js'
import { TINY_CONFIGS, writeTinyModel } from '../models/testing/tiny-models.js'
import { distillationGraph, logitsGraph, transferGraph } from '../programs/index.js'
import { createSession, type Feeds, type Results, type WeightsKept } from '../runtime/index.js'
import { castOnUse, isConvertedMatrix } from './cast-on-use.js'
import { checkGraph } from './check.js'
import { evaluateDim } from './dim.js'
import type { Graph } from './graph.js'

let root: string
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'promptpost-stored-'))
})
afterAll(() => rm(root, { recursive: true }))

const SIZES = { B: 3, T: 5 }

const graphsOf = (model: Model): Graph[] => [
  logitsGraph(model, { virtualTokens: 2 }),
  transferGraph(model, { virtualTokens: 2 }),
  distillationGraph(model, keptLayers(model.config.layers, 1), name => !model.family.isEmbedding(name)).graph,
]

const feedsOf = (graph: Graph): Feeds =>
  Object.fromEntries(
    graph.inputs.map(({ name, dtype, shape }, at) => {
      const dims = shape.map(dim => evaluateDim(dim, SIZES))
      const count = dims.reduce((a, b) => a * b, 1)
      const data =
        dtype === 'float32'
          ? Float32Array.from({ length: count }, (_, i) => 0.3 * Math.sin(3 * i + at))
          : Int32Array.from({ length: count }, (_, i) => (name === 'lengths' ? SIZES.T : i % SIZES.T))
      return [name, { data, shape: dims }]
    }),
  )

const run = async (graph: Graph, weights: WeightsKept): Promise<Results> => {
  const session = await createSession(graph, { weights, threads: 1 })
  try {
    return await session.run(feedsOf(graph))
  } finally {
    await session.dispose()
  }
}

const NAMES = Object.keys(TINY_CONFIGS) as (keyof typeof TINY_CONFIGS)[]

describe('weights kept in 16 bits', () => {
  it.each([
    ...NAMES.map(name => [name, 'float16'] as const),
    ['llama', 'bfloat16'] as const,
    ['bert', 'bfloat16'] as const,
  ])('of %s in %s give the same bytes', async (name, storage) => {
    const directory = await mkdtemp(join(root, `${name}-`))
    const model = await writeTinyModel(directory, TINY_CONFIGS[name], storage)
    const [stored, converted] = [graphsOf(model), graphsOf(model)]
    for (const [i, graph] of stored.entries())
      expect(await run(graph, 'stored')).toEqual(await run(converted[i]!, 'converted'))
  })
})

it('converts a matrix once for each node that reads it, after what the node works on', async () => {
  const directory = await mkdtemp(join(root, 'order-'))
  const model = await writeTinyModel(directory, TINY_CONFIGS.llama, 'float16')
  const graph = transferGraph(model, { virtualTokens: 2 })
  const reads = graph.nodes.flatMap(({ inputs }) => inputs.filter(value => isConvertedMatrix(graph, value)))
  expect(new Set(reads).size).toBeLessThan(reads.length)
  castOnUse(graph)
  checkGraph(graph)
  const own = graph.nodes.filter(({ name, op }) => op === 'Cast' && name.startsWith('on-use'))
  expect(own).toHaveLength(reads.length)
  for (const cast of own) {
    const readers = graph.nodes.filter(({ inputs }) => inputs.includes(cast.outputs[0]))
    expect(readers).toHaveLength(1)
    // Right before its reader, behind the three small nodes that make it wait.
    expect(graph.nodes.indexOf(readers[0]!) - graph.nodes.indexOf(cast)).toBeLessThanOrEqual(6)
  }
  expect(
    graph.nodes.flatMap(({ inputs }) => inputs.filter(value => isConvertedMatrix(graph, value))),
  ).toEqual([])
})
