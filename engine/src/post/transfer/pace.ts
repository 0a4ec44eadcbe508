/**
 * How long a transfer goes on and at what rate: as many steps as asked, or until held-out public text has nothing more to give.
 * @module
 */
import { cosineSchedule } from '../../optim/index.js'

/** Steps that are left open end here at the latest. */
export const MOST_STEPS = 1000
/** Held-out text is read every so many steps. */
export const CHECK_EVERY = 50

const WARM_UP = 0.05
const FINAL_RATE = 0.05
/** Steps of warm-up where their number is open. */
const RISE = 20
/** The rate falls once two readings together are better than the best before by less than this share. */
const LEAST_GAIN = 0.03
/** How many steps the rate falls for, as a share of those before. */
const FALL = 0.3

/** Where open steps stand; plain JSON. */
export type Pace = {
  /** Held-out losses, one reading every {@link CHECK_EVERY} steps, nats. */
  readings: number[]
  /** The step from which the rate falls, once that is known. */
  fallFrom?: number
}

export const newPace = (): Pace => ({ readings: [] })

/** The last step that is taken, as far as is known. */
export const endOf = (steps: number | 'auto', { fallFrom }: Pace): number => {
  if (steps !== 'auto') return steps
  return fallFrom === undefined ? MOST_STEPS : Math.min(MOST_STEPS, fallFrom + Math.ceil(FALL * fallFrom))
}

/** Share of the learning rate at a step, from 0. */
export const rateAt = (step: number, steps: number | 'auto', pace: Pace): number => {
  if (steps !== 'auto') return cosineSchedule(step, steps, WARM_UP, FINAL_RATE)
  if (step < RISE) return (step + 1) / RISE
  if (pace.fallFrom === undefined || step < pace.fallFrom) return 1
  const done = (step - pace.fallFrom) / (endOf(steps, pace) - pace.fallFrom)
  return 1 - (1 - FINAL_RATE) * done
}

/** Whether held-out text is to be read after so many steps. */
export const isReading = (step: number, steps: number | 'auto', { fallFrom }: Pace): boolean =>
  steps === 'auto' && fallFrom === undefined && step % CHECK_EVERY === 0

/** Puts a reading down, in place: where the last two are hardly better than the best before, the rate begins to fall. */
export const putDown = (pace: Pace, step: number, loss: number): void => {
  pace.readings.push(loss)
  const [recent, before] = [pace.readings.slice(-2), pace.readings.slice(0, -2)]
  const isLevel = before.length > 0 && Math.min(...recent) > (1 - LEAST_GAIN) * Math.min(...before)
  if (isLevel || step + Math.ceil(FALL * step) >= MOST_STEPS) pace.fallFrom = step
}
