import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seededBytes } from '../privacy.test.support.js'
import { chiSquareScore } from '../statistics.test.support.js'
import { createWordSource } from './random.js'
import { poissonSample, RATE_DENOMINATOR, rateValue, samplingRateOf } from './sampler.js'

const rate = (numerator: number) => ({ numerator, denominator: RATE_DENOMINATOR }) as const

describe('the sampling rate', () => {
  it('is the largest multiple of 2^-53 not above expected/records, and exact as a float64', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 28 }), fc.integer({ min: 1, max: 2 ** 28 }), (a, b) => {
        const [expected, records] = [Math.min(a, b), Math.max(a, b)]
        const { numerator, denominator } = samplingRateOf(expected, records)
        const slack = BigInt(expected) * BigInt(denominator) - BigInt(numerator) * BigInt(records)
        expect(slack >= 0n && slack < BigInt(records)).toBe(true)
        expect(rateValue({ numerator, denominator }) * denominator).toBe(numerator)
      }),
    )
    expect(rateValue(samplingRateOf(7, 7))).toBe(1)
    expect(rateValue(samplingRateOf(1, 4))).toBe(0.25)
  })
})

describe('Poisson sampling', () => {
  it('compares all 53 bits: a tie in the first word is decided by the second', () => {
    const scripted = (...words: number[]) => {
      const rest = [...words]
      return () => rest.shift() ?? Number.NaN
    }
    const threshold = rate(5 * 2 ** 21 + 3)
    expect(poissonSample(1, threshold, scripted(4))).toEqual([0])
    expect(poissonSample(1, threshold, scripted(6))).toEqual([])
    expect(poissonSample(1, threshold, scripted(5, 2 * 2 ** 11 + 2047))).toEqual([0])
    expect(poissonSample(1, threshold, scripted(5, 3 * 2 ** 11))).toEqual([])
    expect(poissonSample(3, threshold, scripted(5, 0, 6, 4))).toEqual([0, 2])
  })

  it('takes everyone at rate 1', () => {
    expect(poissonSample(1000, rate(RATE_DENOMINATOR), createWordSource())).toHaveLength(1000)
  })

  it('has binomial batch sizes, empty ones included, and independent members', () => {
    const next = createWordSource(seededBytes('poisson'))
    const records = 40
    const draws = 20_000
    const q = samplingRateOf(3, records)
    const sizes = new Array<number>(12).fill(0)
    const members = new Array<number>(records).fill(0)
    let pairs = 0
    let repeated = 0
    let previous = new Set<number>()
    for (let i = 0; i < draws; i++) {
      const sample = poissonSample(records, q, next)
      sizes[Math.min(sample.length, 11)]!++
      for (const index of sample) members[index]!++
      if (sample.includes(0) && sample.includes(1)) pairs++
      repeated += sample.filter(index => previous.has(index)).length
      previous = new Set(sample)
    }
    const p = 3 / records
    const binomial: number[] = [(1 - p) ** records]
    for (let k = 1; k <= records; k++)
      binomial.push((binomial[k - 1]! * (records - k + 1) * p) / (k * (1 - p)))
    const expected = [...binomial.slice(0, 11), binomial.slice(11).reduce((a, b) => a + b)].map(
      x => x * draws,
    )
    expect(Math.abs(chiSquareScore(sizes, expected))).toBeLessThan(4)
    expect(Math.abs(chiSquareScore(members, new Array<number>(records).fill(p * draws)))).toBeLessThan(4)
    expect(Math.abs(pairs - p * p * draws) / Math.sqrt(p * p * draws)).toBeLessThan(4)
    expect(Math.abs(repeated - p * p * draws * records) / Math.sqrt(p * p * draws * records)).toBeLessThan(4)
  })

  it.each([0, -1, 0.5, 2 ** 53 + 2, Number.NaN])('refuses a numerator of %d', numerator => {
    expect(() => poissonSample(1, rate(numerator), () => 0)).toThrow(
      expect.objectContaining({ code: 'invalid-argument' }),
    )
  })
})
