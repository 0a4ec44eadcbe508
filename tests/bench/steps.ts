/**
 * The engine's side: one step of each case as a function to time.
 * @module
 */
import { keptLayers, type Model } from '@promptpost/engine/models'
import { type AdamState, adamState, adamStep, clipScale, globalNorm } from '@promptpost/engine/optim'
import {
  distillationGraph,
  gradientName,
  logitsGraph,
  transferGraph,
  tuningGraph,
} from '@promptpost/engine/programs'
import { createSession, type Feeds } from '@promptpost/engine/runtime'
import { createRandom } from '@promptpost/engine/text'
import { readTensor } from '@promptpost/engine/weights'
import { type BenchCase, COLUMNS } from './cases.js'
import { randomValues } from './random-model.js'

export type Step = {
  /** Seconds from the graph's building to a session that can run. */
  loading: number
  run: () => Promise<void>
  dispose: () => Promise<void>
}

const integers = (length: number, below: number, seed: number): Int32Array => {
  const random = createRandom(seed)
  return Int32Array.from({ length }, () => random.integer(below))
}

export const textFeeds = (batch: number, tokens: number, vocabulary: number): Feeds => ({
  ids: { data: integers(batch * tokens, vocabulary, 1), shape: [batch, tokens] },
  readout: { data: new Int32Array(batch).fill(tokens - 1), shape: [batch] },
})

export const createStep = (c: BenchCase, model: Model): Promise<Step> =>
  c.kind === 'distillation' ? distillationStep(c, model) : promptStep(c, model)

const promptStep = async (c: BenchCase, model: Model): Promise<Step> => {
  const begun = performance.now()
  const { batch, tokens, virtualTokens: n } = c
  const { width, vocabularySize: vocabulary } = model.config
  const tuning = {
    virtualTokens: n,
    columns: COLUMNS,
    wordCounts: COLUMNS.map(() => 1),
    perExample: c.kind === 'per-example',
  }
  const graph =
    c.kind === 'transfer'
      ? transferGraph(model, { virtualTokens: n })
      : c.kind === 'evaluation'
        ? logitsGraph(model, tuning)
        : tuningGraph(model, tuning)
  const session = await createSession(graph, { weights: c.weights })
  const loading = (performance.now() - begun) / 1000
  const one = randomValues(n * width, 2, 0.02)
  const repeated = new Float32Array(batch * one.length)
  for (let b = 0; b < batch; b++) repeated.set(one, b * one.length)
  const logits = (seed: number) => ({
    data: randomValues(batch * vocabulary, seed, 1),
    shape: [batch, vocabulary],
  })
  const feeds: Feeds = {
    ...textFeeds(batch, tokens, vocabulary),
    prompt:
      c.kind === 'per-example'
        ? { data: repeated, shape: [batch, n, width] }
        : { data: one, shape: [n, width] },
    ...(c.kind === 'transfer'
      ? {
          alpha: { data: Float32Array.of(0.5), shape: [] },
          omega: { data: Float32Array.of(0), shape: [] },
          target: logits(3),
          studentPrompted: logits(4),
          student: logits(5),
        }
      : { labels: { data: integers(batch, COLUMNS.length, 6), shape: [batch] } }),
  }
  // As a transfer asks for them.
  const outputs = c.kind === 'transfer' ? ['loss', 'gradient'] : undefined
  return {
    loading,
    run: async () => void (await session.run(feeds, outputs)),
    dispose: () => session.dispose(),
  }
}

/** Forward, backward, gradient norm and AdamW, embeddings frozen: what the distillation job does per step. */
const distillationStep = async (c: BenchCase, model: Model): Promise<Step> => {
  const begun = performance.now()
  const { batch, tokens, studentLayers } = c
  const { vocabularySize } = model.config
  const kept = keptLayers(model.config.layers, studentLayers)
  const { graph, trained } = distillationGraph(model, kept, name => !model.family.isEmbedding(name))
  const session = await createSession(graph)
  const states = new Map<string, AdamState>()
  for (const [name, entry] of trained) states.set(name, adamState(await readTensor(entry)))
  const loading = (performance.now() - begun) / 1000
  const size = [batch * tokens]
  const fixed: Feeds = {
    ...textFeeds(batch, tokens, vocabularySize),
    tokenWeights: { data: new Float32Array(batch * tokens).fill(1 / (batch * tokens)), shape: size },
    targets: { data: integers(batch * tokens, vocabularySize, 7), shape: size },
    targetWeights: { data: new Float32Array(batch * tokens).fill(1 / (batch * tokens)), shape: size },
  }
  let step = 0
  const run = async () => {
    const weights = [...states].map(
      ([name, { parameters }]) => [name, { data: parameters, shape: trained.get(name)!.shape }] as const,
    )
    const results = await session.run({ ...fixed, ...Object.fromEntries(weights) })
    const gradientOf = (name: string) => results[gradientName(name)]!.data as Float32Array
    const scale = clipScale(globalNorm([...states.keys()].map(gradientOf)), 5)
    step++
    for (const [name, state] of states)
      adamStep(state, gradientOf(name), step, 1e-4, { weightDecay: 0.01 }, scale)
  }
  return { loading, run, dispose: () => session.dispose() }
}
