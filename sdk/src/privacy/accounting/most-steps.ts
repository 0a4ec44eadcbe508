/**
 * How many steps a budget allows at a given noise: the counterpart of calibrating the noise to a number of steps.
 * @module
 */
import { PromptPostError } from '@promptpost/base'
import { epsilonFor } from './accountant.js'
import type { NoiseBudget } from './calibrate.js'
import { MOST_STEPS } from './events.js'

/**
 * The largest number of steps whose epsilon is at most the one asked for.
 *
 * @throws PromptPostError `invalid-argument` for a value out of range, `privacy-refused` when one step is too many
 *
 * @example
 * const steps = mostSteps({ epsilon: 3, delta: 1e-6, samplingRate: 0.0152, noiseMultiplier: 1.1 })
 */
export const mostSteps = ({
  epsilon,
  delta,
  samplingRate,
  noiseMultiplier,
  ...neighbours
}: Omit<NoiseBudget, 'steps'> & { readonly noiseMultiplier: number }): number => {
  const isWithin = (steps: number): boolean =>
    epsilonFor([{ samplingRate, noiseMultiplier, steps }], delta, neighbours) <= epsilon
  if (!isWithin(1))
    throw new PromptPostError('privacy-refused', 'is exceeded by a single step', {
      field: 'epsilon',
      value: epsilon,
      next: 'Ask for a larger epsilon, more noise or a smaller expected batch.',
    })
  let within = 1
  while (within < MOST_STEPS && isWithin(Math.min(2 * within, MOST_STEPS)))
    within = Math.min(2 * within, MOST_STEPS)
  let beyond = Math.min(2 * within, MOST_STEPS + 1)
  while (beyond - within > 1) {
    const middle = Math.floor((within + beyond) / 2)
    if (isWithin(middle)) within = middle
    else beyond = middle
  }
  return within
}
