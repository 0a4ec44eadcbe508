import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { makePrivacyPlan } from '../plan.js'
import { seededBytes } from '../privacy.test.support.js'
import { chiSquareScore, kolmogorovSmirnov, normalCdf } from '../statistics.test.support.js'
import { createMechanism, createMechanismWith, type GradientMechanism, REAL_PARTS } from './mechanism.js'

/** Full batches of 8 examples; clip 2 and batch 8 are powers of two, so released values are exact multiples of the step. */
const FULL = makePrivacyPlan({ examples: 8, expectedBatch: 8, steps: 50, noiseMultiplier: 1.5, clip: 2 })
const STEP = FULL.clip / 2 ** 24 / FULL.expectedBatch
const DIMENSION = 5

const refused = expect.objectContaining({ code: 'privacy-refused' })
const invalid = expect.objectContaining({ code: 'invalid-argument' })

type Row = readonly number[]

/** One step over the given micro-batches of rows. */
const step = (mechanism: GradientMechanism, batches: readonly (readonly Row[])[]): Float64Array => {
  mechanism.sample()
  for (const rows of batches) mechanism.accumulate(Float32Array.from(rows.flat()), rows.length)
  return mechanism.release()
}

const rowsOf = (count: number) =>
  fc.array(fc.array(fc.float(), { minLength: DIMENSION, maxLength: DIMENSION }), {
    minLength: count,
    maxLength: count,
  })

const seeded = (seed = 'mechanism', examples = 8) =>
  createMechanism(FULL, examples, DIMENSION, seededBytes(seed))

describe('a released step', () => {
  it('is the same to the last bit for every order of the rows and every cut into micro-batches', () => {
    fc.assert(
      fc.property(
        rowsOf(8),
        fc.integer({ min: 1, max: 8 }),
        fc.integer({ min: 0, max: 7 }),
        (rows, size, turn) => {
          const moved = [...rows.slice(turn), ...rows.slice(0, turn)].reverse()
          const batches = Array.from({ length: Math.ceil(8 / size) }, (_, i) =>
            moved.slice(i * size, (i + 1) * size),
          )
          expect(step(seeded(), batches)).toEqual(step(seeded(), [rows]))
        },
      ),
      { numRuns: 200, seed: 2 },
    )
  })

  it('moves by at most the clipping norm, in exact integers, whatever one example does', () => {
    fc.assert(
      fc.property(
        rowsOf(8),
        fc.array(fc.float(), { minLength: DIMENSION, maxLength: DIMENSION }),
        (rows, other) => {
          const zero = new Array<number>(DIMENSION).fill(0)
          const present = step(seeded(), [[...rows.slice(1), other]])
          const absent = step(seeded(), [[...rows.slice(1), zero]])
          const moved = present.reduce((sum, value, j) => sum + BigInt((value - absent[j]!) / STEP) ** 2n, 0n)
          expect(moved <= 1n << 48n).toBe(true)
        },
      ),
      { numRuns: 200, seed: 3 },
    )
  })

  it('counts a gradient that is not finite as zero and leaves the others alone', () => {
    const good = [1, 2, 3, 4, 5]
    const rows = (odd: Row) => [[good, odd, ...new Array<Row>(6).fill([0, 0, 0, 0, 1e-3])]]
    const zero = step(seeded(), rows([0, 0, 0, 0, 0]))
    expect(step(seeded(), rows([1, Number.NaN, 1, 1, 1]))).toEqual(zero)
    expect(step(seeded(), rows([Number.POSITIVE_INFINITY, 0, 0, 0, 0]))).toEqual(zero)
    expect(step(seeded(), rows([1, 0, 0, 0, 0]))).not.toEqual(zero)
  })

  it('starts from nothing each time and never repeats its noise', () => {
    const mechanism = seeded()
    const first = step(mechanism, [new Array<Row>(8).fill([9, 9, 9, 9, 9])])
    const zeros = [new Array<Row>(8).fill([0, 0, 0, 0, 0])]
    const second = step(mechanism, zeros)
    expect(Math.hypot(...first)).toBeGreaterThan(Math.hypot(...second))
    expect(step(mechanism, zeros)).not.toEqual(second)
  })

  it('carries noise of standard deviation noiseMultiplier x clip / expectedBatch', () => {
    const plan = makePrivacyPlan({
      examples: 100,
      expectedBatch: 50,
      steps: 1,
      noiseMultiplier: 1.5,
      clip: 0.3,
    })
    const mechanism = createMechanism(plan, 100, 50_000, seededBytes('noise'))
    const { length } = mechanism.sample()
    mechanism.accumulate(new Float32Array(length * 50_000), length)
    const released = mechanism.release().map(value => value / ((1.5 * 0.3) / 50))
    const variance = released.reduce((sum, value) => sum + value * value, 0) / released.length
    expect(Math.abs(variance - 1) * Math.sqrt(released.length / 2)).toBeLessThan(4)
    expect(kolmogorovSmirnov(released, normalCdf)).toBeLessThan(2.2)
  })

  it('divides by the expected batch, not by the size of the sample', () => {
    const plan = makePrivacyPlan({
      examples: 1000,
      expectedBatch: 10,
      steps: 1,
      noiseMultiplier: 0.01,
      clip: 1,
    })
    const mechanism = createMechanism(plan, 1000, 1, seededBytes('denominator'))
    const { length } = mechanism.sample()
    expect(length).not.toBe(10)
    mechanism.accumulate(new Float32Array(length).fill(1), length)
    expect(mechanism.release()[0]).toBeCloseTo(length / 10, 1)
  })
})

describe('the law of a released step', () => {
  it('is the pair the accountant analyses: a mixture when the worst example is there, plain noise when it is not', () => {
    const [q, sigma, draws] = [0.25, 1.1, 20_000]
    const plan = makePrivacyPlan({
      examples: 4,
      expectedBatch: 1,
      steps: draws,
      noiseMultiplier: sigma,
      clip: 0.5,
    })
    for (const gradient of [25, 0]) {
      const mechanism = createMechanism(plan, 4, 1, seededBytes(`law ${gradient}`))
      const outputs = Float64Array.from({ length: draws }, () => {
        const sample = mechanism.sample()
        mechanism.accumulate(
          Float32Array.from(sample, index => (index === 2 ? gradient : 0)),
          sample.length,
        )
        return mechanism.release()[0]! / 0.5
      })
      const shift = gradient === 0 ? 0 : 1
      const law = (x: number) => (1 - q) * normalCdf(x / sigma) + q * normalCdf((x - shift) / sigma)
      expect(kolmogorovSmirnov(outputs, law)).toBeLessThan(2.2)
    }
  })
})

describe('the samples of a mechanism', () => {
  it('follow the plan rate, and an empty one is released with noise like any other', () => {
    const plan = makePrivacyPlan({ examples: 20, expectedBatch: 1, steps: 4000, noiseMultiplier: 1, clip: 1 })
    const mechanism = createMechanism(plan, 20, 1, seededBytes('samples'))
    const members = new Array<number>(20).fill(0)
    let empty = 0
    for (let i = 0; i < 4000; i++) {
      const sample = mechanism.sample()
      for (const index of sample) members[index]!++
      if (sample.length > 0) mechanism.accumulate(new Float32Array(sample.length), sample.length)
      else empty++
      expect(mechanism.release()[0]).not.toBe(0)
    }
    const none = 0.95 ** 20 * 4000
    expect(Math.abs(chiSquareScore(members, new Array<number>(20).fill(200)))).toBeLessThan(4)
    expect(Math.abs(empty - none) / Math.sqrt(none)).toBeLessThan(4)
  })

  it('come from the secure generator unless a test says otherwise', () => {
    const zeros = [new Array<Row>(8).fill([0, 0, 0, 0, 0])]
    const secure = () => createMechanism(FULL, 8, DIMENSION)
    expect(step(secure(), zeros)).not.toEqual(step(secure(), zeros))
    expect(secure().facts()).toEqual({ dimension: DIMENSION, stepsTaken: 0, randomness: 'node:crypto' })
    expect(seeded().facts().randomness).toBe('injected')
  })

  it('make no claim once a part is replaced, be it by its equal', () => {
    const parts = { ...REAL_PARTS, gaussian: () => () => 0 }
    expect(createMechanismWith(parts, FULL, 8, DIMENSION).facts().randomness).toBe('injected')
    expect(createMechanismWith({ ...REAL_PARTS }, FULL, 8, DIMENSION).facts().randomness).toBe('injected')
    expect(() => Object.assign(REAL_PARTS, parts)).toThrow(TypeError)
  })
})

describe('misuse of a mechanism is refused', () => {
  const rows = (count: number) => new Float32Array(count * DIMENSION)

  it('when calls come out of turn', () => {
    const mechanism = seeded()
    expect(() => mechanism.release()).toThrow(refused)
    expect(() => mechanism.accumulate(rows(1), 1)).toThrow(refused)
    mechanism.sample()
    expect(() => mechanism.sample()).toThrow(refused)
    mechanism.accumulate(rows(8), 8)
    mechanism.release()
    expect(() => mechanism.release()).toThrow(refused)
  })

  it('when rows are more or fewer than sampled, or misshapen', () => {
    const mechanism = seeded()
    mechanism.sample()
    expect(() => mechanism.accumulate(rows(9), 9)).toThrow(refused)
    expect(() => mechanism.accumulate(rows(2), 1)).toThrow(invalid)
    expect(() => mechanism.accumulate(rows(1), -1)).toThrow(invalid)
    mechanism.accumulate(rows(7), 7)
    expect(() => mechanism.release()).toThrow(refused)
    expect(() => mechanism.accumulate(rows(2), 2)).toThrow(refused)
    mechanism.accumulate(rows(1), 1)
    expect(mechanism.release()).toHaveLength(DIMENSION)
  })

  it('after the last planned step', () => {
    const plan = makePrivacyPlan({ examples: 8, expectedBatch: 8, steps: 2, noiseMultiplier: 1, clip: 1 })
    const mechanism = createMechanism(plan, 8, DIMENSION)
    for (let i = 0; i < 2; i++) step(mechanism, [new Array<Row>(8).fill([1, 0, 0, 0, 0])])
    expect(() => mechanism.sample()).toThrow(refused)
    expect(mechanism.facts().stepsTaken).toBe(2)
  })

  it('for an edited plan, a data set too large for its delta, or sizes out of range', () => {
    expect(() => createMechanism({ ...FULL, noiseMultiplier: 0.1 }, 8, DIMENSION)).toThrow(refused)
    expect(() => createMechanism(FULL, 100_000, DIMENSION)).toThrow(refused)
    expect(() => createMechanism(FULL, 0, DIMENSION)).toThrow(invalid)
    expect(() => createMechanism(FULL, 8, 0)).toThrow(invalid)
  })
})
