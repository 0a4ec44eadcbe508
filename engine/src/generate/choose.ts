/**
 * The next token from its logits: the likeliest, or drawn.
 * @module
 */
import { PromptPostError } from '@promptpost/base'
import type { Random } from '../text/index.js'

/** How tokens are drawn. */
export type Sampling = {
  /** Divides the logits; above 0. Default 1. */
  temperature?: number
  /** Draws from the fewest likeliest tokens that together hold this much, in (0, 1] (Holtzman et al. 2020, arXiv 1904.09751). Default 1. */
  topP?: number
  /** Whole number from 0 to 2^53 - 1. Default 0. */
  seed?: number
}

/** The place of the largest value; of several the first. */
export const argmax = (values: ArrayLike<number>): number => {
  let best = 0
  for (let i = 1; i < values.length; i++) if (values[i]! > values[best]!) best = i
  return best
}

/** Log-softmax in float64. */
export const logProbabilities = (logits: ArrayLike<number>): Float64Array => {
  const top = logits[argmax(logits)]!
  let sum = 0
  for (let i = 0; i < logits.length; i++) sum += Math.exp(logits[i]! - top)
  const normaliser = top + Math.log(sum)
  return Float64Array.from(logits, value => value - normaliser)
}

/** @throws PromptPostError 'invalid-argument' */
export const checkSampling = ({ temperature = 1, topP = 1 }: Sampling): void => {
  const refuse = (field: string, problem: string, value: number): never => {
    throw new PromptPostError('invalid-argument', problem, { field, value })
  }
  if (!(temperature > 0 && Number.isFinite(temperature))) {
    refuse('sampling.temperature', 'must be above 0; leave sampling out for the likeliest token', temperature)
  }
  if (!(topP > 0 && topP <= 1)) refuse('sampling.topP', 'must be above 0 and at most 1', topP)
}

/** Draws a token. The same state of the generator and the same logits give the same token. */
export const drawToken = (
  logits: Float32Array,
  { temperature = 1, topP = 1 }: Sampling,
  random: Random,
): number => {
  const top = logits[argmax(logits)]!
  const weights = Float64Array.from(logits, value => Math.exp((value - top) / temperature))
  const total = weights.reduce((a, b) => a + b, 0)
  let kept = Array.from(weights, (_, id) => id)
  let mass = total
  if (topP < 1) {
    // All that are less likely than this hold less than 1 - topP together, so none of them is needed, nor sorted.
    const least = ((1 - topP) / weights.length) * total
    const likely = kept.filter(id => weights[id]! >= least)
    likely.sort((a, b) => weights[b]! - weights[a]! || a - b)
    mass = 0
    let count = 0
    while (count < likely.length && mass < topP * total) mass += weights[likely[count++]!]!
    kept = likely.slice(0, count)
  }
  let left = random.next() * mass
  for (const id of kept) {
    left -= weights[id]!
    if (left < 0) return id
  }
  // Rounding may leave a little of the mass.
  return kept.findLast(id => weights[id]! > 0)!
}
