/**
 * The transfer's optimisation: Adam on p_t over shuffled public texts.
 * @module
 */
import { type AdamState, adamStep } from '../../optim/index.js'
import type { Feeds, Session } from '../../runtime/index.js'
import { createRandom, type EncodedText, type RandomState } from '../../text/index.js'
import { type MeanGradient, meanInParts } from '../in-parts.js'
import { newPass, nextBatch, type Pass } from '../passes.js'
import type { Ticker } from '../progress.js'
import type { Candidate } from './candidates.js'
import { endOf, isReading, newPace, type Pace, putDown, rateAt } from './pace.js'
import type { ResolvedSettings } from './settings.js'
import type { Choice } from './trials.js'

/** Everything a step needs. */
export type Bench = {
  session: Session
  encoded: readonly EncodedText[]
  /** Some texts and the constants that belong to them. */
  feeds: (texts: readonly number[]) => Feeds
  width: number
  virtualTokens: number
  settings: ResolvedSettings
  /** Most texts that are computed at a time, never more than a step has. */
  rows: number
  /** Text numbers that are trained on, and those held out. */
  trained: readonly number[]
  held: readonly number[]
}

const HELD_OUT_SHARE = 0.1

/** Text numbers that are held out, which come first, and those trained on. */
export const splitTexts = (texts: number): { held: number[]; trained: number[] } => {
  const numbers = Array.from({ length: texts }, (_, i) => i)
  const heldOut = Math.max(1, Math.round(texts * HELD_OUT_SHARE))
  return { held: numbers.slice(0, heldOut), trained: numbers.slice(heldOut) }
}

/** Where the descent stands, but for the optimiser's arrays. */
export type State = {
  step: number
  random: RandomState
  pass: Pass
  pace: Pace
  losses: number[]
  candidate: Candidate
  /** Set when it is chosen. */
  choice?: Choice
  /** Held-out loss before the first step. */
  before: number
}

export const freshState = (candidate: Candidate, before: number, seed: number): State => ({
  step: 0,
  random: createRandom(seed).state(),
  pass: newPass(),
  pace: newPace(),
  losses: [],
  candidate,
  before,
})

const feeds = (bench: Bench, { alpha, omega }: Candidate, values: Float32Array, texts: readonly number[]) => {
  const scalar = (value: number) => ({ data: Float32Array.of(value), shape: [] })
  return {
    ...bench.feeds(texts),
    prompt: { data: values, shape: [bench.virtualTokens, bench.width] },
    alpha: scalar(alpha),
    gamma: scalar(bench.settings.gamma),
    omega: scalar(omega),
  }
}

/** Of texts that are computed together. */
const meanOf = async (
  bench: Bench,
  candidate: Candidate,
  values: Float32Array,
  texts: readonly number[],
): Promise<MeanGradient> => {
  const { gradient, loss } = await bench.session.run(feeds(bench, candidate, values, texts), [
    'loss',
    'gradient',
  ])
  return { gradient: gradient!.data as Float32Array, loss: loss!.data[0] as number }
}

/** Goes on from `state.step` to the end, in place, or to `most` steps if that comes before. */
export const descend = async (
  bench: Bench,
  adam: AdamState,
  state: State,
  ticker: Ticker,
  { most = Infinity, afterStep = async () => {} }: { most?: number; afterStep?: () => Promise<void> } = {},
): Promise<void> => {
  const { settings } = bench
  const random = createRandom(settings.seed)
  random.restore(state.random)
  const lengths = bench.encoded.map(({ ids }) => ids.length)
  while (state.step < Math.min(most, endOf(settings.steps, state.pace))) {
    const texts = nextBatch(state.pass, bench.trained, lengths, settings.batchSize, random)
    const values = Float32Array.from(adam.parameters)
    const { gradient, loss } = await meanInParts(texts, bench.rows, part =>
      meanOf(bench, state.candidate, values, part),
    )
    const rate = settings.learningRate * rateAt(state.step, settings.steps, state.pace)
    state.step++
    adamStep(adam, gradient, state.step, rate)
    state.losses.push(loss)
    state.random = random.state()
    if (isReading(state.step, settings.steps, state.pace)) {
      const reached = Float32Array.from(adam.parameters)
      putDown(state.pace, state.step, await heldOutLoss(bench, state.candidate, reached))
    }
    await afterStep()
    await ticker.step(state.step, texts.length, { loss })
  }
}

/** Mean loss over the held-out texts, nats. */
export const heldOutLoss = async (
  bench: Bench,
  candidate: Candidate,
  values: Float32Array,
): Promise<number> => {
  const { held, session, rows } = bench
  let sum = 0
  for (let start = 0; start < held.length; start += rows) {
    const texts = held.slice(start, start + rows)
    const { loss } = await session.run(feeds(bench, candidate, values, texts), ['loss'])
    sum += (loss!.data[0] as number) * texts.length
  }
  return sum / held.length
}
