/**
 * One case measured: our step, the yardstick and the peer in turn, so that a busy moment strikes all alike.
 * @module
 */
import { join } from 'node:path'
import { type BenchCase, COLUMNS } from './cases.js'
import { countFlops, stepRows } from './flops.js'
import { createYardstick } from './matmul.js'
import type { Peer } from './peer.js'
import { gpt2Config, makeRandomModel } from './random-model.js'
import { createStep } from './steps.js'

export type Measurement = {
  name: string
  kind: BenchCase['kind']
  /** Median seconds of a step. */
  seconds: number
  loadingSeconds: number
  /** Medians of the ratios round by round: our rate of matrix products to the bare MatMul's. */
  ofMatMul: number
  ofMatMulDense: number
  matMulGigaflops: number
  peerSeconds?: number
  ofPeer?: number
  bar: number
  tokensPerSecond: number
}

const WARM_UP = 3

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

const timed = async (run: () => Promise<void>): Promise<number> => {
  const begun = performance.now()
  await run()
  return (performance.now() - begun) / 1000
}

/** @param directory a temporary folder @param rounds alternations after the warm-up */
export const measureCase = async (
  c: BenchCase,
  directory: string,
  rounds: number,
  peer?: Peer,
): Promise<Measurement> => {
  const modelDirectory = join(directory, 'model')
  const model = await makeRandomModel(modelDirectory, gpt2Config(c.model))
  const yardstickDirectory = join(directory, 'yardstick')
  const yardstick = await createYardstick(
    yardstickDirectory,
    stepRows(c),
    c.model.width,
    Math.min(4, c.model.layers),
  )
  const step = await createStep(c, model)
  const { model: _shape, bar: _bar, name, ...sizes } = c
  await peer?.ask({ open: name, directory: modelDirectory, columns: COLUMNS, ...sizes })
  const ours: number[] = []
  const bare: number[] = []
  const theirs: number[] = []
  for (let round = -WARM_UP; round < rounds; round++) {
    const a = await timed(step.run)
    const b = await timed(yardstick.run)
    const p = peer && (await peer.ask({ run: name })).seconds
    if (round < 0) continue
    ours.push(a)
    bare.push(b)
    if (p !== undefined) theirs.push(p)
  }
  await peer?.ask({ close: name })
  await step.dispose()
  await yardstick.dispose()
  const flops = countFlops(c)
  const rate = (count: number) =>
    median(ours.map((seconds, i) => count / seconds / (yardstick.flops / bare[i]!)))
  return {
    name,
    kind: c.kind,
    seconds: median(ours),
    loadingSeconds: step.loading,
    ofMatMul: rate(flops.actual),
    ofMatMulDense: rate(flops.dense),
    matMulGigaflops: yardstick.flops / median(bare) / 1e9,
    ...(theirs.length > 0 && {
      peerSeconds: median(theirs),
      ofPeer: median(theirs.map((seconds, i) => seconds / ours[i]!)),
    }),
    bar: c.bar,
    tokensPerSecond: (c.batch * c.tokens) / median(ours),
  }
}
