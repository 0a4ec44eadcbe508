/**
 * How the cost of a step grows with each of its sizes, against the floating-point operations of its matrix products. Sizes are measured
 * in turn, so that a busy moment strikes all alike.
 * @module
 */
import { join } from 'node:path'
import type { Model } from '@promptpost/engine/models'
import { targetLogitsOf, type Workbench } from '@promptpost/engine/post'
import { type BenchCase, type CaseKind, COLUMNS, type ModelShape } from './cases.js'
import { countFlops } from './flops.js'
import { median } from './measure.js'
import { gpt2Config, makeRandomModel } from './random-model.js'
import { createStep } from './steps.js'

const SHAPE: ModelShape = { layers: 4, width: 256, heads: 4, vocabulary: 8192, positions: 1024 }
const SIZES = { batch: 16, tokens: 64, virtualTokens: 20 }

type Size = keyof typeof SIZES | 'layers' | 'vocabulary'
type Series = { kind: CaseKind; size: Size; values: readonly number[] }

const SERIES: readonly Series[] = [
  { kind: 'shared', size: 'virtualTokens', values: [20, 80, 160, 320] },
  { kind: 'shared', size: 'tokens', values: [32, 64, 128, 256] },
  { kind: 'shared', size: 'batch', values: [4, 8, 16, 32] },
  { kind: 'shared', size: 'layers', values: [2, 4, 8, 16] },
  { kind: 'per-example', size: 'virtualTokens', values: [20, 80, 160, 320] },
  { kind: 'per-example', size: 'tokens', values: [32, 64, 128, 256] },
  { kind: 'per-example', size: 'batch', values: [4, 8, 16, 32] },
  { kind: 'transfer', size: 'batch', values: [4, 8, 16, 32] },
  { kind: 'transfer', size: 'vocabulary', values: [8192, 16384, 32768, 65536] },
  { kind: 'distillation', size: 'tokens', values: [32, 64, 128, 256] },
  { kind: 'distillation', size: 'vocabulary', values: [8192, 16384, 32768, 65536] },
]

export type GrowthMeasurement = {
  name: string
  values: readonly number[]
  seconds: number[]
  flops: number[]
}

const WARM_UP = 2

const timed = async (run: () => Promise<unknown>): Promise<number> => {
  const begun = performance.now()
  await run()
  return (performance.now() - begun) / 1000
}

/** Medians of several things done in turn. */
const inTurn = async (runs: readonly (() => Promise<unknown>)[], rounds: number): Promise<number[]> => {
  const seconds = runs.map((): number[] => [])
  for (let round = -WARM_UP; round < rounds; round++) {
    for (const [i, run] of runs.entries()) {
      const taken = await timed(run)
      if (round >= 0) seconds[i]!.push(taken)
    }
  }
  return seconds.map(median)
}

type OpenModel = (shape: ModelShape) => Promise<Model>

const measureSeries = async (
  { kind, size, values }: Series,
  openShape: OpenModel,
  rounds: number,
): Promise<GrowthMeasurement> => {
  const steps = []
  const flops: number[] = []
  for (const value of values) {
    const shape = size in SHAPE ? { ...SHAPE, [size]: value } : SHAPE
    const sizes = size in SIZES ? { ...SIZES, [size]: value } : SIZES
    const c: BenchCase = { name: size, kind, model: shape, ...sizes, studentLayers: 2, bar: 0 }
    const model = await openShape(shape)
    steps.push(await createStep(c, model))
    flops.push(countFlops(c, model.config).actual)
  }
  const seconds = await inTurn(
    steps.map(step => step.run),
    rounds,
  )
  for (const step of steps) await step.dispose()
  return { name: `${kind}, ${size}`, values, seconds, flops }
}

/** Read-out logits of ever more public texts, all of one length: what a transfer computes before its first step. */
const measureTexts = async (openShape: OpenModel, rounds: number): Promise<GrowthMeasurement> => {
  const values = [64, 128, 256, 512]
  const model = await openShape(SHAPE)
  const { tokens } = SIZES
  const word = (i: number): number => 1 + (i % 1000)
  // A tokenizer of numbers: what is measured is the model.
  const tokenizer = {
    encode: (text: string) => text.trim().split(/\s+/).map(Number),
    withSpecialTokens: (ids: readonly number[]) => [...ids],
    piece: (id: number) => `${id}`,
    specialText: () => undefined,
    special: {},
    frame: { before: [], after: [] },
    vocabularySize: SHAPE.vocabulary,
    digest: '',
  }
  const workbench = { model, tokenizer, digest: '' } as unknown as Workbench
  const task = { template: '{text} 3', verbalizer: { a: ['4'], b: ['5'] } }
  const prompt = {
    values: new Float32Array(SHAPE.width),
    virtualTokens: 1,
    width: SHAPE.width,
    task,
    model: '',
    lineage: {},
  }
  const runOf = (count: number) => {
    const publicTexts = Array.from({ length: count }, (_, t) =>
      Array.from({ length: tokens - 1 }, (_, i) => word(7 * t + i * (t + 1))).join(' '),
    )
    return () =>
      targetLogitsOf(workbench, workbench, { prompt, publicTexts, texts: count }, { index: 0, count: 1 })
  }
  const one = { kind: 'evaluation' as const, batch: 1, tokens, virtualTokens: 0, studentLayers: 1 }
  const flopsOf = (count: number) =>
    count * (countFlops(one, model.config).actual + 2 * SHAPE.width * (SHAPE.vocabulary - COLUMNS.length))
  return {
    name: 'logits, public texts',
    values,
    seconds: await inTurn(values.map(runOf), rounds),
    flops: values.map(flopsOf),
  }
}

/** @param directory a temporary folder */
export const measureGrowth = async (directory: string, rounds: number): Promise<GrowthMeasurement[]> => {
  const models = new Map<string, Model>()
  const openShape: OpenModel = async shape => {
    const name = `${shape.layers}x${shape.width}-${shape.vocabulary}`
    const model =
      models.get(name) ?? (await makeRandomModel(join(directory, 'growth', name), gpt2Config(shape)))
    models.set(name, model)
    return model
  }
  const measured: GrowthMeasurement[] = []
  for (const series of SERIES) {
    const one = await measureSeries(series, openShape, rounds)
    console.error(`  ${one.name}: ${one.seconds.map(s => `${(1000 * s).toFixed(1)}`).join(' ')} ms`)
    measured.push(one)
  }
  measured.push(await measureTexts(openShape, rounds))
  return measured
}
