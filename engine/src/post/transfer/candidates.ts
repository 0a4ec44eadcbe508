/**
 * What a transfer may start from, and what it imitates.
 * @module
 */
import type { Knowledge } from './knowledge.js'
import type { ResolvedSettings, Start } from './settings.js'

/** Weights of the loss: see {@link transferLoss}. */
export type LossWeights = { alpha: number; omega: number }

/** A start, and the weights that all starts share. */
export type Candidate = { start: Start } & LossWeights

/** Of answers no knowledge is measured: what did well for them (docs/results/generation.md). */
const FOR_ANSWERS: LossWeights = { alpha: 0.6, omega: 0 }

/**
 * Weights that were left open follow from the model's share in what both sides know. Mimic and shift loss have their least values where
 * omega 0 and 1 have theirs, so one weight is enough: alpha is that share where omega is given as 0, and 0 where omega is the share.
 */
export const weightsOf = (
  { alpha, omega }: ResolvedSettings,
  knowledge: Knowledge | undefined,
): LossWeights => {
  const share = omega !== 'auto' ? omega : knowledge ? knowledge.weight : FOR_ANSWERS.omega
  const rest = !knowledge ? FOR_ANSWERS.alpha : share === 0 ? knowledge.weight : 0
  return { alpha: alpha !== 'auto' ? alpha : rest, omega: share }
}

/** The starts that are open. */
export const startsOf = ({ start }: ResolvedSettings, weights: LossWeights): Candidate[] =>
  (start === 'auto' ? (['prompt', 'text'] as const) : [start]).map(from => ({ start: from, ...weights }))

const short = (value: number): string => `${Number(value.toFixed(2))}`

/** In words, for the record. */
export const describeCandidate = ({ start, alpha, omega }: Candidate): string => {
  const from = start === 'prompt' ? "from the student's prompt" : "from the task's words"
  if (omega === 1) return `${from}, imitating the model moved by the prompt's effect`
  const blend = omega === 0 ? '' : `, with a share ${short(omega)} of the model moved by the prompt's effect`
  return `${from}, alpha ${short(alpha)}${blend}`
}
