import { describe, expect, it } from 'vitest'
import { logitConfidence } from './statistic.js'

describe('the logit-scaled confidence', () => {
  it('is log(p / (1 - p)) of the true class', () => {
    expect(logitConfidence({ scores: [0.2, 0.5, 0.3] }, 0)).toBeCloseTo(Math.log(0.25), 14)
    expect(logitConfidence({ scores: [0.2, 0.5, 0.3] }, 1)).toBeCloseTo(0, 14)
  })

  it('keeps its digits near certainty, where 1 - p has none, and stays finite beyond', () => {
    const [small, sure] = [1e-20, 1 - 1e-20]
    expect(logitConfidence({ scores: [sure, small] }, 0)).toBeCloseTo(20 * Math.LN10, 10)
    expect(logitConfidence({ scores: [sure, small] }, 1)).toBeCloseTo(-20 * Math.LN10, 10)
    expect(Number.isFinite(logitConfidence({ scores: [1, 0] }, 0))).toBe(true)
    expect(Number.isFinite(logitConfidence({ scores: [1, 0] }, 1))).toBe(true)
  })
})
