/**
 * Extreme plans: what they cost, from above and from below, and the processor time each answer takes.
 * @module
 */
import {
  calibrateNoiseMultiplier,
  deltaFor,
  epsilonFor,
  epsilonLowerBound,
} from '../../sdk/dist/privacy/accounting/index.js'

/** Sampling rate, noise multiplier, steps, delta. */
type Plan = readonly [rate: number, noise: number, steps: number, delta: number]

const PLANS: readonly Plan[] = [
  [0.01, 1, 1000, 1e-5],
  [1, 20, 1e6, 1e-12],
  [1e-9, 0.05, 1e6, 1e-12],
  [1e-9, 0.3, 1e6, 1e-5],
  [1e-9, 0.3, 1e5, 1e-5],
  [1e-9, 0.6, 1e5, 1e-12],
  [1e-9, 0.6, 1e6, 1e-12],
  [1e-9, 1, 1e6, 1e-12],
  [1e-9, 2, 100, 1e-12],
  [1e-6, 0.6, 1e6, 1e-5],
  [1e-6, 1, 1e6, 1e-12],
  [1e-6, 5, 1e5, 1e-5],
  [1e-4, 0.1, 1e5, 1e-12],
  [0.5, 0.05, 1e6, 1e-5],
  [0.5, 1e4, 1e6, 1e-12],
]

export type PlanMeasurement = {
  plan: Plan
  epsilon: number
  least: number
  /** Processor time, seconds: epsilon, its lower bound after it, delta at that epsilon, and noise for that epsilon. */
  seconds: { epsilon: number; least: number; delta: number; noise: number | undefined }
}

const timed = <T>(run: () => T): { value: T; seconds: number } => {
  const begun = process.cpuUsage()
  const value = run()
  const { user, system } = process.cpuUsage(begun)
  return { value, seconds: (user + system) / 1e6 }
}

/** Each asked once: answers are remembered, and calibration comes across other plans. */
export const measureAccounting = (): PlanMeasurement[] => {
  epsilonFor([{ samplingRate: 0.02, noiseMultiplier: 1.2, steps: 2000 }], 1e-6)
  const measured = PLANS.map(plan => {
    const [samplingRate, noiseMultiplier, steps, delta] = plan
    const history = [{ samplingRate, noiseMultiplier, steps }]
    const epsilon = timed(() => epsilonFor(history, delta))
    const least = timed(() => epsilonLowerBound(history, delta))
    return { plan, epsilon, least, back: timed(() => deltaFor(history, epsilon.value)) }
  })
  return measured.map(({ plan, epsilon, least, back }) => {
    const [samplingRate, , steps, delta] = plan
    const noise = timed(() => {
      try {
        return calibrateNoiseMultiplier({ epsilon: epsilon.value, delta, samplingRate, steps })
      } catch {
        // An epsilon of 0, or one so large that it asks for next to no noise, is refused.
        return undefined
      }
    })
    return {
      plan,
      epsilon: epsilon.value,
      least: least.value,
      seconds: {
        epsilon: epsilon.seconds,
        least: least.seconds,
        delta: back.seconds,
        noise: noise.value === undefined ? undefined : noise.seconds,
      },
    }
  })
}
