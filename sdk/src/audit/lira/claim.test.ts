import { describe, expect, it } from 'vitest'
import { upperTail } from '../../privacy/accounting/normal.js'
import { makePrivacyPlan } from '../../privacy/index.js'
import { claimedLimits } from './claim.js'

describe('what a claim allows', () => {
  it('is the best test between the two normal laws of the Gaussian mechanism, from above', () => {
    // Whole data in each of 4 steps: shifted by sqrt(4) / 2 = 1 standard deviation.
    const plan = makePrivacyPlan({ examples: 100, expectedBatch: 100, steps: 4, noiseMultiplier: 2, clip: 1 })
    const { auc, tpr } = claimedLimits(plan)
    const quantile = { 0.01: 2.3263478740408408, 0.001: 3.090232306167813 }
    const power = (fpr: keyof typeof quantile): number => upperTail(quantile[fpr] - 1)
    expect(tpr[0]).toBeGreaterThanOrEqual(power(0.01))
    expect(tpr[0]).toBeLessThan(power(0.01) * 1.02)
    expect(tpr[1]).toBeGreaterThanOrEqual(power(0.001))
    expect(tpr[1]).toBeLessThan(power(0.001) * 1.02)
    const area = upperTail(-1 / Math.SQRT2)
    expect(auc).toBeGreaterThanOrEqual(area)
    expect(auc).toBeLessThan(area + 0.02)
  })

  it('is nearly everything at a large epsilon and nearly nothing at a small one', () => {
    const plan = (epsilon: number) =>
      makePrivacyPlan({ examples: 1000, expectedBatch: 250, steps: 20, epsilon, clip: 1 })
    expect(claimedLimits(plan(16)).auc).toBeGreaterThan(0.9)
    expect(claimedLimits(plan(0.1)).tpr[0]).toBeLessThan(0.012)
  })
})
