import { describe, expect, it } from 'vitest'
import { noiseAccuracy, planAccuracy } from './noised-accuracy.js'

describe('a noised accuracy', () => {
  it('is the Gaussian mechanism: one release of all examples, closed form', () => {
    const plan = planAccuracy(1000, { epsilon: 1, delta: 1e-5 })
    expect(plan.samplingRate.numerator).toBe(plan.samplingRate.denominator)
    expect(plan).toMatchObject({ steps: 1, delta: 1e-5, adjacency: 'zero-out' })
    // Balle and Wang 2018: the least noise for epsilon 1, delta 1e-5 at sensitivity 1 is 3.7304.
    expect(plan.noiseMultiplier).toBeCloseTo(3.7304, 2)
    expect(plan.epsilon).toBeLessThanOrEqual(1)
  })

  it('has noise of the plan, around the truth', () => {
    const plan = planAccuracy(1000, { epsilon: 1 })
    const draws = Array.from({ length: 4000 }, () => noiseAccuracy(700, 1000, plan).accuracy)
    const mean = draws.reduce((a, b) => a + b, 0) / draws.length
    const variance = draws.reduce((a, b) => a + (b - mean) ** 2, 0) / (draws.length - 1)
    const deviation = plan.noiseMultiplier / 1000
    // Five standard errors either way.
    expect(Math.abs(mean - 0.7)).toBeLessThan((5 * deviation) / Math.sqrt(4000))
    expect(Math.abs(variance / deviation ** 2 - 1)).toBeLessThan(5 * Math.sqrt(2 / 4000) + 0.01)
    for (const draw of draws) expect(Number.isInteger(Math.round(draw * 1e9) / 1e6)).toBe(true)
  })

  it('stays a share, with an interval as wide as the noise where the noise drowns it', () => {
    const plan = planAccuracy(10, { epsilon: 0.1 })
    for (let i = 0; i < 50; i++) {
      const { accuracy, interval } = noiseAccuracy(10, 10, plan)
      expect(accuracy).toBeGreaterThanOrEqual(0)
      expect(accuracy).toBeLessThanOrEqual(1)
      expect(interval).toEqual([0, 1])
    }
  })

  it('covers the truth', () => {
    const plan = planAccuracy(400, { epsilon: 2 })
    let covered = 0
    for (let run = 0; run < 500; run++) {
      let right = 0
      for (let i = 0; i < 400; i++) if (Math.random() < 0.8) right++
      const [low, high] = noiseAccuracy(right, 400, plan).interval
      if (low <= 0.8 && 0.8 <= high) covered++
    }
    // 95 % of 500 is 475; 450 would be five standard deviations below.
    expect(covered).toBeGreaterThan(450)
  })
})
