/**
 * What a transfer may start from and imitate.
 * @module
 */
import type { ResolvedSettings, Start } from './settings.js'

/** A start, and the weights of the losses: see {@link transferLoss}. */
export type Candidate = { start: Start; alpha: number; omega: number }

/** Tried when they are not given: the paper's two losses and half of each, and the target moved by the prompt's effect. */
const ALPHAS = [0, 0.5, 1]
const OMEGAS = [0, 1]

/** Weights to begin with while the start is chosen. */
const MIDDLE = { alpha: 0.5, omega: 0 }

const given = (value: number | 'auto', otherwise: number): number => (value === 'auto' ? otherwise : value)

/** The starts that are open, each with weights from the middle. */
export const startsOf = ({ start, alpha, omega }: ResolvedSettings): Candidate[] =>
  (start === 'auto' ? (['prompt', 'text'] as const) : [start]).map(from => ({
    start: from,
    alpha: given(alpha, MIDDLE.alpha),
    omega: given(omega, MIDDLE.omega),
  }))

/** The weights that are open, from one start. Where all is the moved target there is nothing for alpha to weigh. */
export const lossesOf = ({ alpha, omega }: ResolvedSettings, start: Start): Candidate[] =>
  (omega === 'auto' ? OMEGAS : [omega]).flatMap(share =>
    (alpha === 'auto' && share < 1 ? ALPHAS : [given(alpha, MIDDLE.alpha)]).map(weight => ({
      start,
      alpha: weight,
      omega: share,
    })),
  )

export const isSame = (a: Candidate, b: Candidate): boolean =>
  a.start === b.start && a.alpha === b.alpha && a.omega === b.omega

/** In words, for the record. */
export const describeCandidate = ({ start, alpha, omega }: Candidate): string => {
  const from = start === 'prompt' ? "from the student's prompt" : "from the task's words"
  if (omega === 1) return `${from}, imitating the model moved by the prompt's effect`
  const blend = omega === 0 ? '' : `, with a share ${omega} of the model moved by the prompt's effect`
  return `${from}, alpha ${alpha}${blend}`
}
