/**
 * Properties of forward and backward passes that hold for every family, on tiny random models.
 * @module
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  constant,
  createGraph,
  type DType,
  full,
  type Graph,
  gradients,
  input,
  reduceSum,
  setOutputs,
} from '../graph/index.js'
import { crossEntropy } from '../objectives/index.js'
import { createNetwork, createParameters, forward, type LayoutMode, type Model } from './index.js'
import { difference, type Numbers, rows, runGraph, vector } from './testing/run-graph.js'
import { TINY_CONFIGS, writeTinyModel } from './testing/tiny-models.js'

const VIRTUAL = 3
const WIDTH = 12
/** Three texts of 5, 2 and 4 tokens, padded to 5. */
const IDS = [
  [4, 9, 2, 27, 11],
  [30, 7, 0, 0, 0],
  [12, 3, 3, 8, 0],
]
const LENGTHS = [5, 2, 4]
const READOUT = [4, 1, 2]
const LABELS = [1, 0, 2]
const COLUMNS = [17, 5, 29]

const PROMPT: Numbers = {
  data: Array.from({ length: VIRTUAL * WIDTH }, (_, i) => Math.sin(3 * i + 1)),
  shape: [VIRTUAL, WIDTH],
}
const repeated = (batch: number): Numbers => ({
  data: Array.from({ length: batch }, () => PROMPT.data).flat(),
  shape: [batch, VIRTUAL, WIDTH],
})

type Options = {
  mode: LayoutMode
  each?: boolean
  columns?: readonly number[]
  dtype: DType
  /** One position of each text, all, or some given for each. */
  readout?: boolean | 'several'
}

/** logits, hidden, loss [B] over the columns' logits, and the prompt's gradient of the loss summed over the batch. */
const graphOf = (
  model: Model,
  { mode, each = false, columns = COLUMNS, dtype, readout = true }: Options,
): Graph => {
  const graph = createGraph('test')
  const ids = input(graph, 'ids', 'int32', ['B', 'T'])
  const lengths = model.config.kind === 'masked' ? input(graph, 'lengths', 'int32', ['B']) : undefined
  const shape = readout === 'several' ? ['B', 'A'] : ['B']
  const at = readout ? input(graph, 'readout', 'int32', shape) : undefined
  const prompt =
    mode === 'none'
      ? undefined
      : input(graph, 'prompt', dtype, each ? ['B', VIRTUAL, WIDTH] : [VIRTUAL, WIDTH])
  const network = createNetwork(
    model.family,
    model.config,
    createParameters(graph, model.weights, { dtype }),
    dtype,
  )
  const hidden = forward(network, {
    ids,
    mode,
    ...(lengths && { lengths }),
    ...(at && { readout: at }),
    ...(prompt && { prompt }),
  })
  const chosen = columns.length > 0 ? constant(graph, 'int64', columns) : undefined
  const logits = model.family.logits(network.build, hidden, chosen)
  setOutputs(graph, { logits, hidden })
  if (!prompt || !at) return graph
  const loss = crossEntropy(logits, input(graph, 'labels', 'int32', [logits.shape[0]!]))
  const [gradient] = gradients(
    graph,
    [{ value: reduceSum(loss, [0]), cotangent: full(graph, dtype, 1, []) }],
    [prompt],
  )
  setOutputs(graph, { loss, gradient: gradient! })
  return graph
}

const feedsOf = (examples: readonly number[], prompt: Numbers = PROMPT): Record<string, Numbers> => ({
  ids: rows(examples.map(i => IDS[i]!)),
  lengths: vector(examples.map(i => LENGTHS[i]!)),
  readout: vector(examples.map(i => READOUT[i]!)),
  labels: vector(examples.map(i => LABELS[i]!)),
  prompt,
})

const sliceRow = (values: readonly number[], row: number, width: number) =>
  values.slice(row * width, (row + 1) * width)

describe.each(Object.keys(TINY_CONFIGS) as (keyof typeof TINY_CONFIGS)[])('%s', name => {
  // The gradient of roberta's exact GELU has no float64 kernel. Rotary angles have float32 sines, whose last bit depends
  // on where in the tensor an element stands.
  const dtype = name === 'roberta' ? 'float32' : 'float64'
  const tolerance = name === 'roberta' ? 2e-5 : 'rope_theta' in TINY_CONFIGS[name] ? 2e-7 : 1e-10
  const causal = name !== 'bert' && name !== 'roberta'
  let directory: string
  let model: Model
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), `promptpost-${name}-`))
    model = await writeTinyModel(directory, TINY_CONFIGS[name])
  })
  afterAll(() => rm(directory, { recursive: true, force: true }))

  const run = (options: Omit<Options, 'dtype'>, feeds: Record<string, Numbers>) =>
    runGraph(graphOf(model, { ...options, dtype }), feeds)

  it('gives each example’s own prompt gradient in one pass, as separate passes do', async () => {
    const together = await run({ mode: 'separate', each: true }, feedsOf([0, 1, 2], repeated(3)))
    for (const i of [0, 1, 2]) {
      const alone = await run({ mode: 'separate', each: true }, feedsOf([i], repeated(1)))
      const own = sliceRow(together.gradient!, i, VIRTUAL * WIDTH)
      expect(Math.max(...own.map(Math.abs))).toBeGreaterThan(1e-4)
      expect(difference(own, alone.gradient!)).toBeLessThan(tolerance)
    }
  })

  if (causal) {
    it('gives the same with the prompt run once, its gradient the sum over the examples', async () => {
      const shared = await run({ mode: 'shared' }, feedsOf([0, 1, 2]))
      const separate = await run({ mode: 'separate', each: true }, feedsOf([0, 1, 2], repeated(3)))
      const sum = PROMPT.data.map((_, i) =>
        [0, 1, 2].reduce((total, b) => total + separate.gradient![b * VIRTUAL * WIDTH + i]!, 0),
      )
      expect(difference(shared.gradient!, sum)).toBeLessThan(tolerance)
      expect(difference(shared.loss!, separate.loss!)).toBeLessThan(tolerance)
      expect(difference(shared.logits!, separate.logits!)).toBeLessThan(tolerance)
    })
  }

  it('gives the same in micro-batches', async () => {
    const mode = causal ? 'shared' : 'separate'
    const whole = await run({ mode }, feedsOf([0, 1, 2]))
    const parts = [await run({ mode }, feedsOf([0, 1])), await run({ mode }, feedsOf([2]))]
    const sum = whole.gradient!.map((_, i) => parts.reduce((total, part) => total + part.gradient![i]!, 0))
    expect(difference(whole.gradient!, sum)).toBeLessThan(tolerance)
    expect(
      difference(
        whole.loss!,
        parts.flatMap(part => part.loss!),
      ),
    ).toBeLessThan(tolerance)
  })

  it('has gradients that central differences confirm', async () => {
    const mode = causal ? 'shared' : 'separate'
    const graph = graphOf(model, { mode, dtype })
    const { gradient } = await runGraph(graph, feedsOf([0, 1, 2]))
    const step = name === 'roberta' ? 1e-2 : 1e-5
    for (const place of [0, 7, VIRTUAL * WIDTH - 1]) {
      const moved = async (by: number) => {
        const prompt = { ...PROMPT, data: PROMPT.data.with(place, PROMPT.data[place]! + by) }
        const { loss } = await runGraph(graph, feedsOf([0, 1, 2], prompt))
        return loss!.reduce((a, b) => a + b, 0)
      }
      const slope = ((await moved(step)) - (await moved(-step))) / (2 * step)
      const largest = Math.max(...gradient!.map(Math.abs))
      expect(Math.abs(slope - gradient![place]!) / largest).toBeLessThan(name === 'roberta' ? 5e-3 : 1e-6)
    }
  })

  it('gives a text the same logits whatever stands beside it or pads it', async () => {
    const mode = causal ? 'shared' : 'separate'
    const both = await run({ mode }, feedsOf([0, 1, 2]))
    const alone = await run({ mode }, { ...feedsOf([1]), ids: rows([[30, 7]]) })
    expect(difference(sliceRow(both.logits!, 1, 3), alone.logits!)).toBeLessThan(tolerance)
    const otherPadding = await run({ mode }, { ...feedsOf([1]), ids: rows([[30, 7, 19, 2, 23, 5, 6]]) })
    expect(difference(otherPadding.logits!, alone.logits!)).toBeLessThan(tolerance)
    const swapped = await run({ mode }, feedsOf([2, 1]))
    expect(difference(sliceRow(swapped.logits!, 0, 3), sliceRow(both.logits!, 2, 3))).toBeLessThan(tolerance)
  })

  it('gives the columns of the full vocabulary when only some are asked for', async () => {
    const some = await run({ mode: 'none' }, feedsOf([0, 1, 2]))
    const all = await run({ mode: 'none', columns: [] }, feedsOf([0, 1, 2]))
    const picked = [0, 1, 2].flatMap(b => COLUMNS.map(column => all.logits![b * 31 + column]!))
    expect(difference(some.logits!, picked)).toBeLessThan(tolerance)
  })

  it.each(causal ? (['none', 'separate', 'shared'] as const) : (['none', 'separate'] as const))(
    'reads out in layout %s what it computes of all rows',
    async mode => {
      const chosen = await run({ mode }, feedsOf([0, 1, 2]))
      const all = await run({ mode, readout: false }, feedsOf([0, 1, 2]))
      const picked = READOUT.flatMap((position, b) => sliceRow(all.hidden!, b * 5 + position, WIDTH))
      expect(difference(chosen.hidden!, picked)).toBeLessThan(tolerance)
    },
  )

  it.each(causal ? (['none', 'separate', 'shared'] as const) : (['none', 'separate'] as const))(
    'reads several positions of each text in layout %s as one at a time',
    async mode => {
      const places = [
        [4, 0, 2],
        [1, 0, 3],
        [2, 4, 1],
      ]
      const labels = places.flat().map((_, i) => i % 3)
      const several = await run(
        { mode, readout: 'several' },
        { ...feedsOf([0, 1, 2]), readout: rows(places), labels: vector(labels) },
      )
      const gradient = PROMPT.data.map(() => 0)
      for (const at of [0, 1, 2]) {
        const single = await run(
          { mode },
          {
            ...feedsOf([0, 1, 2]),
            readout: vector(places.map(own => own[at]!)),
            labels: vector([0, 1, 2].map(text => labels[text * 3 + at]!)),
          },
        )
        for (const text of [0, 1, 2]) {
          const own = sliceRow(several.logits!, text * 3 + at, 3)
          expect(difference(own, sliceRow(single.logits!, text, 3))).toBeLessThan(tolerance)
        }
        single.gradient?.forEach((value, i) => {
          gradient[i]! += value
        })
      }
      if (mode !== 'none') expect(difference(several.gradient!, gradient)).toBeLessThan(tolerance)
    },
  )
})
