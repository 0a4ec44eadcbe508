/**
 * Blocks computed again: the same gradient, less that is held, and copies that ONNX Runtime cannot take for what they copy.
 * @module
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { TINY_CONFIGS, writeTinyModel } from '../models/testing/tiny-models.js'
import { peakOf } from '../planning/liveness.js'
import { tuningGraph } from '../programs/index.js'
import { createSession } from '../runtime/index.js'
import { checkGraph } from './check.js'
import { liveNodes } from './prune.js'

let root: string
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'promptpost-recompute-'))
})
afterAll(() => rm(root, { recursive: true }))

const NAMES = Object.keys(TINY_CONFIGS) as (keyof typeof TINY_CONFIGS)[]
const [B, T, N] = [3, 7, 4]

const modelOf = async (name: keyof typeof TINY_CONFIGS, more: object = {}) =>
  writeTinyModel(await mkdtemp(join(root, `${name}-`)), { ...TINY_CONFIGS[name], ...more })

const OPTIONS = { virtualTokens: N, columns: [3, 4], wordCounts: [1, 1] }

const int32 = (values: number[], shape: number[]) => ({ data: Int32Array.from(values), shape })

const gradientOf = async (graph: ReturnType<typeof tuningGraph>, perExample: boolean, width: number) => {
  const session = await createSession(graph, { threads: 1 })
  const copies = perExample ? B : 1
  const { gradient, loss } = await session.run({
    ids: int32(
      Array.from({ length: B * T }, (_, i) => (i * 7) % 29),
      [B, T],
    ),
    lengths: int32([T, T - 1, T - 2], [B]),
    readout: int32([T - 1, T - 2, T - 3], [B]),
    labels: int32([0, 1, 0], [B]),
    prompt: {
      data: Float32Array.from({ length: copies * N * width }, (_, i) => Math.sin(1.7 * (i % (N * width)))),
      shape: perExample ? [B, N, width] : [N, width],
    },
  })
  await session.dispose()
  return { gradient: gradient!.data as Float32Array, loss: loss!.data as Float32Array }
}

describe.each(NAMES)('%s with its blocks computed again', name => {
  it.each([true, false])('has the same gradient, per example %s', async perExample => {
    const model = await modelOf(name)
    const { width } = model.config
    const plain = await gradientOf(tuningGraph(model, { ...OPTIONS, perExample }), perExample, width)
    const graph = tuningGraph(model, { ...OPTIONS, perExample, recompute: true })
    checkGraph(graph)
    const again = await gradientOf(graph, perExample, width)
    const scale = Math.max(...plain.gradient.map(Math.abs))
    expect(scale).toBeGreaterThan(0)
    for (const [i, value] of plain.gradient.entries())
      expect(Math.abs(again.gradient[i]! - value) / scale).toBeLessThan(1e-5)
    for (const [i, value] of plain.loss.entries()) expect(again.loss[i]).toBeCloseTo(value, 5)
  })
})

it('holds of each further block what goes into it, and no more', async () => {
  const sizes = { B: 4, T: 32 }
  const peaks = async (recompute: boolean): Promise<number[]> => {
    const graphs = await Promise.all(
      [4, 5].map(async layers =>
        tuningGraph(await modelOf('llama', { num_hidden_layers: layers }), {
          ...OPTIONS,
          perExample: true,
          recompute,
        }),
      ),
    )
    return graphs.map(graph => peakOf(graph, sizes).computed)
  }
  const rows = 4 * sizes.B * (N + sizes.T) * TINY_CONFIGS.llama.hidden_size
  const [four, five] = await peaks(true)
  expect(five! - four!).toBeLessThan(1.1 * rows)
  const [plainFour, plainFive] = await peaks(false)
  expect(plainFive! - plainFour!).toBeGreaterThan(5 * rows)
})

it('waits with every copy for the gradient of its block: two nodes that read the same are none of them', async () => {
  const graph = tuningGraph(await modelOf('gpt2'), { ...OPTIONS, perExample: true, recompute: true })
  const seen = new Set<string>()
  const twice: string[] = []
  for (const { op, inputs, attributes, name } of liveNodes(graph)) {
    const key = `${op} ${inputs.map(value => value?.name)} ${JSON.stringify(attributes)}`
    if (seen.has(key) && /Gemm|MatMul|Softmax|LayerNormalization/.test(op)) twice.push(name)
    seen.add(key)
  }
  expect(twice).toEqual([])
  const gemms = (recompute: boolean) => {
    const { nodes } = graph
    return nodes.filter(({ op, name }) => op === 'Gemm' && name.startsWith('gradient/') === recompute).length
  }
  expect(gemms(true)).toBeGreaterThan(gemms(false))
})
