/**
 * One gradient of tuning: the batch's sum in one pass, or every example's own for a mechanism.
 * @module
 */
import type { Session } from '../../runtime/index.js'
import { lengthBuckets, makeBatches } from '../../text/index.js'
import { type MeanGradient, meanInParts } from '../in-parts.js'
import { microBatches } from '../micro-batches.js'
import { batchFeeds } from '../readout-runner.js'
import type { TuningReading } from './readings.js'
import type { FullSettings, GradientMechanism } from './settings.js'

/** What every step needs. */
export type TuningStep = Pick<TuningReading, 'encoded' | 'feeds'> & {
  readonly session: Session
  readonly settings: FullSettings
  /** Most examples that are computed at a time. */
  readonly rows: number
  readonly width: number
  /** Most tokens the model takes, prompt included. */
  readonly positions: number
}

const feedsOf = (run: TuningStep, examples: readonly number[], bucketEdges: readonly number[]) => {
  const [batch] = makeBatches(run.encoded, { batchSize: examples.length, order: examples, bucketEdges })
  return { ...batchFeeds(batch!), ...run.feeds(batch!) }
}

/** Of examples that are computed together. */
const plainPart = async (
  run: TuningStep,
  examples: readonly number[],
  values: Float32Array,
): Promise<MeanGradient> => {
  const prompt = { data: values, shape: [run.settings.virtualTokens, run.width] }
  // Multiples of 8, but never past the model's last position.
  const most = run.positions - run.settings.virtualTokens
  const edges = lengthBuckets(examples.map(i => run.encoded[i]!.ids.length)).map(edge => Math.min(edge, most))
  const results = await run.session.run({ ...feedsOf(run, examples, [Math.max(...edges)]), prompt })
  const losses = results.loss!.data as Float32Array
  const loss = losses.reduce((a, b) => a + b, 0) / examples.length
  return { gradient: results.gradient!.data as Float32Array, loss }
}

/** Mean gradient [virtualTokens * width] and mean loss, nats, of a batch. */
export const plainStep = (
  run: TuningStep,
  examples: readonly number[],
  values: Float32Array,
): Promise<MeanGradient> => meanInParts(examples, run.rows, part => plainPart(run, part, values))

/** One step under the mechanism; physical micro-batches never change what it releases. */
export const privateStep = async (run: TuningStep, mechanism: GradientMechanism, values: Float32Array) => {
  const { encoded, positions, settings } = run
  const lengths = encoded.map(({ ids }) => ids.length)
  const batchSize = Math.min(settings.batchSize, run.rows)
  const limits = { batchSize, virtualTokens: settings.virtualTokens, positions }
  for (const { examples, width } of microBatches(mechanism.sample(), lengths, limits)) {
    const repeated = new Float32Array(examples.length * values.length)
    for (let i = 0; i < examples.length; i++) repeated.set(values, i * values.length)
    const prompt = { data: repeated, shape: [examples.length, settings.virtualTokens, run.width] }
    const results = await run.session.run({ ...feedsOf(run, examples, [width]), prompt })
    mechanism.accumulate(results.gradient!.data as Float32Array, examples.length, examples)
  }
  return { gradient: mechanism.release(), loss: undefined }
}
