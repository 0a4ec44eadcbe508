import { describe, expect, it } from 'vitest'
import { epsilonFor, MOST_STEPS, mostSteps } from './index.js'

describe('the most steps', () => {
  it.each([
    [0.01, 1, 2],
    [0.25, 3, 8],
    [1, 20, 1],
  ])(
    'at rate %f and noise %f keep epsilon %f, and one more does not',
    (samplingRate, noiseMultiplier, epsilon) => {
      const steps = mostSteps({ epsilon, delta: 1e-5, samplingRate, noiseMultiplier })
      expect(epsilonFor([{ samplingRate, noiseMultiplier, steps }], 1e-5)).toBeLessThanOrEqual(epsilon)
      expect(epsilonFor([{ samplingRate, noiseMultiplier, steps: steps + 1 }], 1e-5)).toBeGreaterThan(epsilon)
    },
  )

  it('are fewer for replaced records and for users', () => {
    const settings = { epsilon: 8, delta: 1e-5, samplingRate: 0.01, noiseMultiplier: 1 }
    const one = mostSteps(settings)
    for (const neighbours of [{ adjacency: 'replace-one' }, { records: 3 }] as const) {
      const steps = mostSteps({ ...settings, ...neighbours })
      expect(steps).toBeLessThan(one)
      const event = { samplingRate: 0.01, noiseMultiplier: 1 }
      expect(epsilonFor([{ ...event, steps }], 1e-5, neighbours)).toBeLessThanOrEqual(8)
      expect(epsilonFor([{ ...event, steps: steps + 1 }], 1e-5, neighbours)).toBeGreaterThan(8)
    }
  })

  it('are many to 0.01 %, on the safe side', () => {
    const settings = { samplingRate: 1e-4, noiseMultiplier: 0.8 }
    const steps = mostSteps({ ...settings, epsilon: 0.5, delta: 1e-6 })
    expect(steps).toBeGreaterThan(1e5)
    expect(epsilonFor([{ ...settings, steps }], 1e-6)).toBeLessThanOrEqual(0.5)
    const more = Math.ceil(steps * 1.0001)
    expect(epsilonFor([{ ...settings, steps: more }], 1e-6)).toBeGreaterThan(0.5)
  })

  it('are no more than an event may have', () => {
    const nearlyFree = { epsilon: 1000, delta: 1e-5, samplingRate: 1e-6, noiseMultiplier: 1000 }
    expect(mostSteps(nearlyFree)).toBe(MOST_STEPS)
  })

  it('are refused where one is too many', () => {
    const one = { epsilon: 0.01, delta: 1e-5, samplingRate: 1, noiseMultiplier: 1 }
    expect(() => mostSteps(one)).toThrow(expect.objectContaining({ code: 'privacy-refused' }))
  })
})
