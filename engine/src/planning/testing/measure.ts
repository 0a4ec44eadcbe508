/**
 * `measure.js MODEL REQUEST`: runs a graph of a model once, in a process of its own, and prints how much memory that took, as JSON.
 * @module
 */
import { readFileSync } from 'node:fs'
import { evaluateDim, type Graph } from '../../graph/index.js'
import { keptLayers, type Model, openModel } from '../../models/index.js'
import { distillationGraph, logitsGraph, transferGraph, tuningGraph } from '../../programs/index.js'
import { createSession, type Feeds, type TensorData, type WeightsKept } from '../../runtime/index.js'
import { peakOf, type Sizes } from '../liveness.js'

export type Request = {
  graph: 'logits' | 'transfer' | 'distillation' | 'tuning'
  sizes: Sizes
  weights?: WeightsKept
  virtualTokens?: number
  layers?: number
  /** For tuning: blocks computed again. */
  recompute?: boolean
}

/** Bytes: what the planner says, and what the process took beyond what it had before. */
export type Measured = { planned: number; measured: number; loss: number }

const graphOf = (model: Model, { graph, virtualTokens = 0, layers = 1, recompute }: Request): Graph => {
  if (graph === 'logits') return logitsGraph(model, { virtualTokens })
  if (graph === 'transfer') return transferGraph(model, { virtualTokens })
  if (graph === 'tuning')
    return tuningGraph(model, {
      virtualTokens,
      columns: [11, 12],
      wordCounts: [1, 1],
      perExample: true,
      recompute,
    })
  const kept = keptLayers(model.config.layers, layers)
  return distillationGraph(model, kept, name => !model.family.isEmbedding(name)).graph
}

const ARRAYS = { float32: Float32Array, int32: Int32Array } as const

/** Whole numbers are 0, a token or a place that there is; lengths are full. */
const feedsOf = (graph: Graph, sizes: Sizes): Feeds =>
  Object.fromEntries(
    graph.inputs.map(({ name, dtype, shape }, at) => {
      const dims = shape.map(dim => evaluateDim(dim, sizes))
      const data: TensorData = new ARRAYS[dtype as keyof typeof ARRAYS](dims.reduce((a, b) => a * b, 1))
      if (dtype === 'float32') for (let i = 0; i < data.length; i++) data[i] = 0.02 * Math.sin(i * 1.7 + at)
      if (name === 'lengths') data.fill(sizes.T! as never)
      return [name, { data, shape: dims }]
    }),
  )

/** From the kernel, in bytes. */
const status = (field: 'VmRSS' | 'VmHWM'): number =>
  Number(new RegExp(`${field}:\\s+(\\d+)`).exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) * 1024

const main = async (): Promise<void> => {
  const [directory, json] = process.argv.slice(2)
  const request = JSON.parse(json!) as Request
  const model = await openModel(directory!)
  const graph = graphOf(model, request)
  const before = status('VmRSS')
  const session = await createSession(graph, {
    prepack: false,
    threads: 1,
    ...(request.weights && { weights: request.weights }),
  })
  const { weights, inputs, computed } = peakOf(graph, request.sizes)
  const results = await session.run(feedsOf(graph, request.sizes))
  const measured = status('VmHWM') - before
  const loss = Number((results.loss ?? results.logits)!.data[0])
  process.stdout.write(
    JSON.stringify({ planned: weights + inputs + computed, measured, loss } satisfies Measured),
  )
}

await main()
