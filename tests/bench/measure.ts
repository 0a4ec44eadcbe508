/**
 * One case measured: our step, the yardstick and the peer in turn, so that a busy moment strikes all alike.
 * @module
 */
import { basename, join } from 'node:path'
import { openModel } from '@promptpost/engine/models'
import { type BenchCase, COLUMNS } from './cases.js'
import { countFlops, stepRows } from './flops.js'
import { createYardstick } from './matmul.js'
import type { Peer } from './peer.js'
import { gpt2Config, makeRandomModel } from './random-model.js'
import { createStep } from './steps.js'

/** PyTorch in a precision, and whether the head is run at the last position alone, which a careful user asks for. */
export type PeerWay = { precision: 'float32' | 'bfloat16'; head: 'all' | 'last' }

export type PeerMeasurement = PeerWay & {
  seconds: number
  /** Median of the ratios round by round. */
  ofPeer: number
  bar?: number
}

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
  peer: PeerMeasurement[]
  bar: number
  tokensPerSecond: number
}

/** Rounds that do not count; a real model's steps take seconds, and settle at once. */
const warmUp = (c: BenchCase): number => (c.model ? 3 : 1)

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

/** The plain peer; on a real model also the one that leaves out logits nobody reads, and both in bfloat16 where that is fast. */
const waysOf = (c: BenchCase, isHalfFast: boolean): PeerWay[] => {
  const plain: PeerWay = { precision: 'float32', head: 'all' }
  if (c.model) return [plain]
  const ways: PeerWay[] = c.kind === 'distillation' ? [plain] : [plain, { ...plain, head: 'last' }]
  return isHalfFast ? [...ways, ...ways.map((way): PeerWay => ({ ...way, precision: 'bfloat16' }))] : ways
}

/** @param directory a temporary folder @param rounds alternations after the warm-up @param real the model of cases without one */
export const measureCase = async (
  c: BenchCase,
  directory: string,
  rounds: number,
  peer?: Peer,
  real?: string,
): Promise<Measurement> => {
  const modelDirectory = c.model ? join(directory, 'model') : real!
  const model = await (c.model
    ? makeRandomModel(modelDirectory, gpt2Config(c.model))
    : openModel(modelDirectory))
  const yardstickDirectory = join(directory, 'yardstick')
  const yardstick = await createYardstick(
    yardstickDirectory,
    stepRows(c),
    model.config.width,
    Math.min(4, model.config.layers),
  )
  const step = await createStep(c, model)
  const { model: _shape, weights: _weights, bar, halfBar, name, ...sizes } = c
  const ways = peer ? waysOf(c, (await peer.ask({ facts: true })).half === true) : []
  const nameOf = ({ precision, head }: PeerWay): string => `${name} ${precision} ${head}`
  for (const way of ways)
    await peer!.ask({ open: nameOf(way), directory: modelDirectory, columns: COLUMNS, ...sizes, ...way })
  const ours: number[] = []
  const bare: number[] = []
  const theirs = ways.map((): number[] => [])
  for (let round = -warmUp(c); round < rounds; round++) {
    const a = await timed(step.run)
    const b = await timed(yardstick.run)
    const p: number[] = []
    for (const way of ways) p.push((await peer!.ask({ run: nameOf(way) })).seconds!)
    if (round < 0) continue
    ours.push(a)
    bare.push(b)
    for (const [i, seconds] of p.entries()) theirs[i]!.push(seconds)
  }
  for (const way of ways) await peer!.ask({ close: nameOf(way) })
  await step.dispose()
  await yardstick.dispose()
  const flops = countFlops(c, model.config)
  const rate = (count: number) =>
    median(ours.map((seconds, i) => count / seconds / (yardstick.flops / bare[i]!)))
  return {
    name: c.model ? name : `${basename(modelDirectory)} ${name.slice(name.indexOf(' ') + 1)}`,
    kind: c.kind,
    seconds: median(ours),
    loadingSeconds: step.loading,
    ofMatMul: rate(flops.actual),
    ofMatMulDense: rate(flops.dense),
    matMulGigaflops: yardstick.flops / median(bare) / 1e9,
    peer: ways.map((way, i) => ({
      ...way,
      seconds: median(theirs[i]!),
      ofPeer: median(theirs[i]!.map((seconds, round) => seconds / ours[round]!)),
      ...(way.precision === 'float32' ? { bar } : halfBar === undefined ? {} : { bar: halfBar }),
    })),
    bar,
    tokensPerSecond: (c.batch * c.tokens) / median(ours),
  }
}
