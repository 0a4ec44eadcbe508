/**
 * What differential privacy adds to a step: time, both kinds in turn in one process, and peak memory, each in its own.
 * @module
 */
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { median } from './measure.js'

/** A logical batch of the examples' data, on the model beside them. */
export const PRIVATE_STEP = {
  virtualTokens: 10,
  expectedBatch: 256,
  microBatch: 16,
  maxTokens: 96,
  task: {
    template: '{text} It is a',
    verbalizer: Object.fromEntries(
      ['company', 'school', 'player', 'building', 'plant', 'film'].map(word => [word, [word]]),
    ),
  },
}

export type PrivateMeasurement = {
  name: string
  /** Medians of a step, seconds. */
  privateSeconds: number
  plainSeconds: number
  /** Median of the ratios, pair by pair. */
  timeRatio: number
  privateBytes: number
  plainBytes: number
}

const EXAMPLES = new URL('../../examples/', import.meta.url)
const WARM_UP = 1
const MEMORY_STEPS = 4

const run = async (model: string, mode: string, steps: number) => {
  const program = fileURLToPath(new URL('private-step.ts', import.meta.url))
  const data = fileURLToPath(new URL('data/dbpedia/private.tsv', EXAMPLES))
  const args = ['--import', 'tsx', program, model, data, mode, `${steps}`]
  const { stdout } = await promisify(execFile)(process.execPath, args)
  return JSON.parse(stdout) as { seconds: number[]; bytes: number }
}

/** @param rounds pairs of steps after the warm-up */
export const measurePrivate = async (rounds: number): Promise<PrivateMeasurement> => {
  const model = fileURLToPath(new URL('reviews-gpt2', EXAMPLES))
  const { seconds } = await run(model, 'both', rounds + WARM_UP)
  const pairs = Array.from({ length: rounds }, (_, i) =>
    seconds.slice(2 * (i + WARM_UP), 2 * (i + WARM_UP) + 2),
  )
  return {
    name: 'tuning reviews-gpt2 8x256, about 256 examples a step, n=10',
    privateSeconds: median(pairs.map(([first]) => first!)),
    plainSeconds: median(pairs.map(([, second]) => second!)),
    timeRatio: median(pairs.map(([first, second]) => first! / second!)),
    privateBytes: (await run(model, 'private', MEMORY_STEPS)).bytes,
    plainBytes: (await run(model, 'plain', MEMORY_STEPS)).bytes,
  }
}
