/**
 * What a divided job would take on 1 to 64 machines: drawn again and again from the times of shards that were measured.
 *
 * A shard takes `fixed + pace * size`, times what measured shards were off that line; its machine starts before. One that is
 * interrupted begins again on another machine. The job ends when its slowest shard has, and has been put together.
 * @module
 */
import { assign } from '@promptpost/engine/post'
import { createRandom, type Random } from '@promptpost/engine/text'

/** One shard as a worker process did it. */
export type MeasuredShard = {
  /** Of how many. */
  of: number
  /** Tokens of its batches, padding included. */
  size: number
  /** From the start of the process to its end. */
  seconds: number
}

export type Measured = {
  machine: string
  model: string
  texts: number
  /** Tokens of each batch of the job, padding included. */
  batches: number[]
  shards: MeasuredShard[]
  /** What putting it together took, once for each job. */
  mergeSeconds: number[]
}

/** A line through the shards, and how far each was off: measured by fitted. */
export type Fit = { fixed: number; pace: number; ratios: number[] }

/** Least squares of the relative error, so that short shards count as much as long ones. Both terms are at least 0. */
export const fitLine = (shards: readonly MeasuredShard[]): Fit => {
  const sum = (of: (shard: MeasuredShard) => number): number =>
    shards.reduce((total, each) => total + of(each), 0)
  // Of (fixed + pace * size) / seconds from 1.
  const [a, b, c] = [
    sum(({ seconds }) => 1 / seconds ** 2),
    sum(({ size, seconds }) => size / seconds ** 2),
    sum(({ size, seconds }) => (size / seconds) ** 2),
  ]
  const [d, e] = [sum(({ seconds }) => 1 / seconds), sum(({ size, seconds }) => size / seconds)]
  const determinant = a * c - b * b
  let fixed = determinant > 0 ? (d * c - e * b) / determinant : 0
  let pace = determinant > 0 ? (a * e - b * d) / determinant : e / c
  if (fixed < 0) [fixed, pace] = [0, e / c]
  if (pace < 0) [fixed, pace] = [d / a, 0]
  return { fixed, pace, ratios: shards.map(({ size, seconds }) => seconds / (fixed + pace * size)) }
}

export type Settings = {
  /** From asking for a machine to its first instruction, seconds. */
  machineSeconds: number
  /** Interruptions of a machine in an hour, on average. */
  interruptions: number
  /** Runs of the job that are drawn. */
  rounds: number
  seed: number
}

export type Outcome = {
  machines: number
  /** Seconds to the result: the middle, and what one run in twenty takes longer than. */
  median: number
  late: number
  /** Hours of machines that are paid for, from their start, on average. */
  machineHours: number
  /** The slowest shard by the mean one, on average: what waiting for stragglers costs. */
  straggling: number
  /** Shards that were begun again, on average. */
  again: number
}

const pick = <T>(random: Random, values: readonly T[]): T => values[random.integer(values.length)] as T

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length

const quantile = (values: readonly number[], q: number): number => {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] as number
}

/** Attempts of a shard until one is not interrupted: seconds of each, its machine's start included. */
const attemptsOf = (
  seconds: number,
  { machineSeconds, interruptions }: Settings,
  random: Random,
): number[] => {
  const attempts: number[] = []
  for (const whole = machineSeconds + seconds; ; ) {
    const until =
      interruptions > 0 ? (-Math.log(1 - random.next()) * 3600) / interruptions : Number.POSITIVE_INFINITY
    attempts.push(Math.min(until, whole))
    if (until >= whole) return attempts
  }
}

/** @param batches tokens of each batch of the job that is planned */
export const simulate = (
  { fixed, pace, ratios }: Fit,
  mergeSeconds: readonly number[],
  batches: readonly number[],
  machines: number,
  settings: Settings,
): Outcome => {
  const random = createRandom(settings.seed)
  const sizes = assign(batches, machines).map(own =>
    own.reduce((sum, at) => sum + (batches[at] as number), 0),
  )
  const [times, hours, straggling, again]: number[][] = [[], [], [], []]
  for (let round = 0; round < settings.rounds; round++) {
    const shards = sizes.map(size =>
      attemptsOf((fixed + pace * size) * pick(random, ratios), settings, random),
    )
    const ends = shards.map(attempts => attempts.reduce((a, b) => a + b, 0))
    const merge = pick(random, mergeSeconds)
    times!.push(Math.max(...ends) + merge)
    hours!.push((ends.reduce((a, b) => a + b, 0) + merge) / 3600)
    straggling!.push(Math.max(...ends) / mean(ends))
    again!.push(shards.reduce((sum, attempts) => sum + attempts.length - 1, 0))
  }
  return {
    machines,
    median: quantile(times!, 0.5),
    late: quantile(times!, 0.95),
    machineHours: mean(hours!),
    straggling: mean(straggling!),
    again: mean(again!),
  }
}

/** As many batches as are asked for, drawn from those of the job that was measured. */
export const drawBatches = (batches: readonly number[], count: number, seed: number): number[] => {
  const random = createRandom(seed)
  return Array.from({ length: count }, () => pick(random, batches))
}
