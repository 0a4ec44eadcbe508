/**
 * Learning-rate schedules that look at the step alone, never at a loss, and gradient norms.
 * @module
 */

/**
 * Linear warm-up to 1, then linear decay to 0.
 * @param step from 0 to steps - 1
 * @param warmUp share of the steps, in [0, 1)
 */
export const linearSchedule = (step: number, steps: number, warmUp: number): number => {
  const rise = Math.max(1, Math.round(steps * warmUp))
  return step < rise ? (step + 1) / rise : (steps - step) / Math.max(1, steps - rise)
}

/** Linear warm-up to 1, then half a cosine down to `floor`. */
export const cosineSchedule = (step: number, steps: number, warmUp: number, floor = 0): number => {
  const rise = Math.max(1, Math.round(steps * warmUp))
  if (step < rise) return (step + 1) / rise
  const done = (step - rise) / Math.max(1, steps - rise)
  return floor + ((1 - floor) * (1 + Math.cos(Math.PI * done))) / 2
}

/** Euclidean norm over several arrays. */
export const globalNorm = (arrays: Iterable<ArrayLike<number>>): number => {
  let sum = 0
  for (const array of arrays) for (let i = 0; i < array.length; i++) sum += array[i]! * array[i]!
  return Math.sqrt(sum)
}

/** Factor that brings a gradient of this norm down to `limit` at most. */
export const clipScale = (norm: number, limit: number): number => (norm > limit ? limit / norm : 1)
