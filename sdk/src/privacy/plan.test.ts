import { describe, expect, it } from 'vitest'
import { epsilonFor } from './accounting/index.js'
import { rateValue } from './mechanism/sampler.js'
import { checkPrivacyPlan, defaultDelta, leastEpsilonOf, makePrivacyPlan, type PrivacyPlan } from './plan.js'

const OPTIONS = { examples: 5000, expectedBatch: 512, steps: 195, clip: 0.1 }
const refused = expect.objectContaining({ code: 'privacy-refused' })
const invalid = expect.objectContaining({ code: 'invalid-argument' })

describe('a privacy plan', () => {
  it('spends at most the budget it was made for', () => {
    for (const epsilon of [0.5, 3, 8]) {
      const plan = makePrivacyPlan({ ...OPTIONS, epsilon })
      expect(plan.epsilon).toBeLessThanOrEqual(epsilon)
      expect(plan.epsilon).toBeGreaterThan(epsilon * 0.9999)
    }
  })

  it('claims what the accountant says of its own rate, steps and noise', () => {
    const plan = makePrivacyPlan({ ...OPTIONS, noiseMultiplier: 1.5 })
    const { noiseMultiplier, steps, delta, samplingRate } = plan
    expect(plan.epsilon).toBe(
      epsilonFor([{ samplingRate: rateValue(samplingRate), noiseMultiplier, steps }], delta),
    )
    expect(rateValue(samplingRate)).toBeLessThanOrEqual(512 / 5000)
    expect(rateValue(samplingRate)).toBeCloseTo(512 / 5000, 15)
  })

  it('is frozen all the way down and survives JSON', () => {
    const plan = makePrivacyPlan({ ...OPTIONS, epsilon: 3 })
    expect(Object.isFrozen(plan) && Object.isFrozen(plan.samplingRate)).toBe(true)
    const copy = checkPrivacyPlan(JSON.parse(JSON.stringify(plan)) as PrivacyPlan)
    expect(copy).toEqual(plan)
    expect(Object.isFrozen(copy) && Object.isFrozen(copy.samplingRate)).toBe(true)
  })

  it('takes every example at a full batch', () => {
    expect(rateValue(makePrivacyPlan({ ...OPTIONS, expectedBatch: 5000, epsilon: 8 }).samplingRate)).toBe(1)
  })

  it.each([
    [2, 1e-5],
    [5000, 1e-5],
    [10_000, 1e-5],
    [12_000, 8e-6],
    [67_349, 1e-6],
    [1_000_000, 7e-8],
  ])('of %d examples has delta %d by default', (examples, delta) => {
    expect(defaultDelta(examples)).toBe(delta)
    expect(defaultDelta(examples) * examples).toBeLessThan(1)
  })

  it.each([
    { examples: 0 },
    { examples: 2 ** 28 + 1 },
    { examples: 100.5 },
    { expectedBatch: 0 },
    { expectedBatch: 5001 },
    { expectedBatch: 10.5 },
    { steps: 0 },
    { steps: Number.NaN },
    { clip: 0 },
    { clip: Number.NaN },
    { clip: Number.POSITIVE_INFINITY },
    { delta: 0 },
    { delta: Number.NaN },
    { epsilon: 0 },
    { epsilon: undefined },
    { noiseMultiplier: 1 },
  ])('cannot be made with %j', change => {
    expect(() => makePrivacyPlan({ ...OPTIONS, epsilon: 3, ...change })).toThrow(invalid)
  })

  it('asks for more noise to hide a replacement, and still more to hide a user of several examples', () => {
    const noise = (change: object) => makePrivacyPlan({ ...OPTIONS, epsilon: 3, ...change }).noiseMultiplier
    expect(noise({ adjacency: 'add-remove' })).toBe(noise({}))
    expect(noise({ adjacency: 'replace-one' })).toBeGreaterThan(1.3 * noise({}))
    expect(noise({ recordsPerUser: 5 })).toBeGreaterThan(2 * noise({}))
    expect(makePrivacyPlan({ ...OPTIONS, epsilon: 3, recordsPerUser: 5 })).toMatchObject({
      unit: 'user',
      recordsPerUnit: 5,
    })
    expect(() => noise({ recordsPerUser: 2, adjacency: 'replace-one' })).toThrow(
      /^recordsPerUser: must be 1 with/,
    )
    expect(() => noise({ recordsPerUser: 257 })).toThrow(/^recordsPerUser: must be .* \(got 257\)/)
    expect(() => noise({ adjacency: 'none' })).toThrow(invalid)
  })

  it('is refused for a delta of one over the examples, no noise, or a budget out of reach', () => {
    expect(() => makePrivacyPlan({ ...OPTIONS, epsilon: 3, delta: 1 / 5000 })).toThrow(refused)
    expect(() => makePrivacyPlan({ ...OPTIONS, noiseMultiplier: 0 })).toThrow(refused)
    expect(() => makePrivacyPlan({ ...OPTIONS, noiseMultiplier: Number.NaN })).toThrow(refused)
    expect(() => makePrivacyPlan({ ...OPTIONS, epsilon: 1e-9, delta: 1e-9 })).toThrow(refused)
    expect(() => makePrivacyPlan({ ...OPTIONS, epsilon: 1e9 })).toThrow(refused)
  })

  it('is refused once edited to claim more than it pays for', () => {
    const plan = makePrivacyPlan({ ...OPTIONS, epsilon: 3 })
    const edits: Partial<PrivacyPlan>[] = [
      { epsilon: 1 },
      { epsilon: Number.NaN },
      { steps: 1000 },
      { noiseMultiplier: 0.5 },
      { noiseMultiplier: 0 },
      { delta: 1e-9 },
      { sampler: 'shuffle' as 'poisson' },
      { adjacency: 'replace-one' },
      { unit: 'user', recordsPerUnit: 3 },
      { recordsPerUnit: 3 },
      { latticeBits: 8 as 24 },
      { samplingRate: { ...plan.samplingRate, numerator: plan.samplingRate.numerator * 2 } },
    ]
    for (const edit of edits) expect(() => checkPrivacyPlan({ ...plan, ...edit })).toThrow(refused)
    expect(() => checkPrivacyPlan({ ...plan, clip: -1 })).toThrow(invalid)
  })

  it.each([
    { ...OPTIONS, noiseMultiplier: 1.5 },
    { examples: 200, expectedBatch: 200, steps: 1, noiseMultiplier: 1, clip: 1 },
  ])('may claim what another engine gives for %j, but nothing below the proven lower bound', options => {
    const plan = makePrivacyPlan(options)
    const claiming = (epsilon: number) => checkPrivacyPlan({ ...plan, epsilon }).epsilon
    const elsewhere = plan.epsilon * (1 - 1e-9)
    expect(claiming(elsewhere)).toBe(elsewhere)
    expect(() => claiming(leastEpsilonOf(plan) * (1 - 1e-12))).toThrow(refused)
  })
})
