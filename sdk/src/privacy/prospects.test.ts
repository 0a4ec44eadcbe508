import { describe, expect, it } from 'vitest'
import { makePrivacyPlan } from './plan.js'
import { noiseToSignal, poorProspects } from './prospects.js'

const plan = (examples: number, epsilon: number, expectedBatch: number) =>
  makePrivacyPlan({ examples, epsilon, expectedBatch, steps: 60, clip: 1 })

describe('the prospects of a plan', () => {
  it('are the noise of a step over the most that the data can say in it', () => {
    expect(noiseToSignal({ noiseMultiplier: 2, expectedBatch: 100 }, 2500)).toBe(1)
  })

  it('are good with thousands of examples at epsilon 1, and none with a hundred', () => {
    expect(poorProspects(plan(3400, 1, 512), 2560)).toBeUndefined()
    expect(poorProspects(plan(100, 1, 25), 2560)).toMatch(/times as much noise/)
    expect(poorProspects(plan(500, 0.3, 125), 2560)).toMatch(/more examples/)
  })

  it('do not depend on the clipping norm', () => {
    const wide = makePrivacyPlan({ examples: 3400, epsilon: 1, expectedBatch: 512, steps: 60, clip: 50 })
    expect(noiseToSignal(wide, 2560)).toBe(noiseToSignal(plan(3400, 1, 512), 2560))
  })
})
