/**
 * Tuning on answers: the loss is that of each token behind those before it, and the gradient is the loss's.
 * @module
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { logProbabilities } from '../generate/index.js'
import type { Model } from '../models/index.js'
import { difference, type Numbers, rows, runGraph, vector } from '../models/testing/run-graph.js'
import { TINY_CONFIGS, writeTinyModel } from '../models/testing/tiny-models.js'
import { answerTuningGraph, logitsGraph } from './index.js'

const VIRTUAL = 3
const WIDTH = 12
/** Texts of 3 and 5 tokens with answers of 3 tokens and 1, their ends included; room for 3. */
const TEXTS = [
  [4, 9, 2],
  [30, 7, 21, 3, 8],
]
const TARGETS = [[17, 5, 0], [11]]
const IDS = [
  [4, 9, 2, 17, 5, 0, 0],
  [30, 7, 21, 3, 8, 0, 0],
]
const PROMPT = Array.from({ length: VIRTUAL * WIDTH }, (_, i) => Math.sin(3 * i + 1))

const feedsOf = (texts: readonly number[], prompt: Numbers): Record<string, Numbers> => ({
  ids: rows(texts.map(i => IDS[i]!)),
  readout: rows(texts.map(i => [0, 1, 2].map(at => TEXTS[i]!.length - 1 + at))),
  targets: rows(texts.map(i => [0, 1, 2].map(at => TARGETS[i]![at] ?? 0))),
  weights: rows(texts.map(i => [0, 1, 2].map(at => (at < TARGETS[i]!.length ? 1 / TARGETS[i]!.length : 0)))),
  prompt,
})
const once: Numbers = { data: PROMPT, shape: [VIRTUAL, WIDTH] }
const repeated = (count: number): Numbers => ({
  data: Array.from({ length: count }, () => PROMPT).flat(),
  shape: [count, VIRTUAL, WIDTH],
})

const causal = Object.entries(TINY_CONFIGS).filter(([name]) => name !== 'bert' && name !== 'roberta')

describe.each(causal)('%s', (name, config) => {
  // Rotary angles have float32 sines, whose last bit depends on where in the tensor an element stands.
  const tolerance = 'rope_theta' in config ? 2e-7 : 1e-10
  const dtype = 'float64' as const
  let directory: string
  let model: Model
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), `promptpost-answers-${name}-`))
    model = await writeTinyModel(directory, config)
  })
  afterAll(() => rm(directory, { recursive: true, force: true }))
  const tuned = (perExample: boolean, texts: readonly number[]) =>
    runGraph(
      answerTuningGraph(model, { virtualTokens: VIRTUAL, perExample, dtype }),
      feedsOf(texts, perExample ? repeated(texts.length) : once),
    )

  it('has the mean loss of an answer’s tokens, each behind those before it', async () => {
    const { loss } = await tuned(false, [0, 1])
    const graph = logitsGraph(model, { virtualTokens: VIRTUAL, dtype })
    for (const [i, targets] of TARGETS.entries()) {
      let sum = 0
      for (const [at, target] of targets.entries()) {
        const ids = [...TEXTS[i]!, ...targets.slice(0, at)]
        const feeds = { ids: rows([ids]), readout: vector([ids.length - 1]), prompt: once }
        const { logits } = await runGraph(graph, feeds)
        sum -= logProbabilities(logits!)[target]!
      }
      expect(Math.abs(loss![i]! - sum / targets.length)).toBeLessThan(tolerance)
    }
  })

  it('has the gradient of the mean, and of each example alone', async () => {
    const together = await tuned(false, [0, 1])
    const each = await tuned(true, [0, 1])
    const size = VIRTUAL * WIDTH
    const mean = PROMPT.map((_, i) => (each.gradient![i]! + each.gradient![size + i]!) / 2)
    expect(difference(together.gradient!, mean)).toBeLessThan(tolerance)
    const alone = await tuned(true, [1])
    expect(difference(each.gradient!.slice(size), alone.gradient!)).toBeLessThan(tolerance)
  })

  it('has a gradient that central differences confirm', async () => {
    const graph = answerTuningGraph(model, { virtualTokens: VIRTUAL, perExample: false, dtype })
    const { gradient } = await runGraph(graph, feedsOf([0, 1], once))
    const largest = Math.max(...gradient!.map(Math.abs))
    for (const place of [0, 7, VIRTUAL * WIDTH - 1]) {
      const lossAt = async (by: number) => {
        const prompt = { ...once, data: PROMPT.with(place, PROMPT[place]! + by) }
        const { loss } = await runGraph(graph, feedsOf([0, 1], prompt))
        return (loss![0]! + loss![1]!) / 2
      }
      const slope = ((await lossAt(1e-5)) - (await lossAt(-1e-5))) / 2e-5
      expect(Math.abs(slope - gradient![place]!) / largest).toBeLessThan(1e-6)
    }
  })
})
