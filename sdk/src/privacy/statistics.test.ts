import { describe, expect, it } from 'vitest'
import { createWordSource } from './mechanism/random.js'
import { seededBytes } from './privacy.test.support.js'
import {
  binomial,
  binomialP,
  binomialTails,
  chiSquareToNormal,
  clopperPearson,
  kolmogorovP,
  kolmogorovSmirnov,
  kolmogorovSmirnovBetween,
  normalCdf,
  normalP,
} from './statistics.test.support.js'

const uniforms = (seed: string) => {
  const word = createWordSource(seededBytes(seed))
  return (length: number) => Float64Array.from({ length }, () => (word() + 0.5) / 2 ** 32)
}

describe('the normal law', () => {
  it('has the tabulated tails, small ones relatively', () => {
    const tails = [
      [0, 0.5],
      [1.959963985, 0.025],
      [4.753424309, 1e-6],
      [8.222082216, 1e-16],
    ] as const
    for (const [z, tail] of tails) {
      expect(normalCdf(-z) / tail).toBeCloseTo(1, 6)
      expect(normalP(z)).toBe(normalP(-z))
      expect(normalP(z) / (2 * tail)).toBeCloseTo(1, 6)
    }
    expect(normalP(Number.NaN)).toBe(0)
    expect(normalP(Number.NEGATIVE_INFINITY)).toBe(0)
  })
})

describe('Kolmogorov-Smirnov', () => {
  it('has the tabulated critical values', () => {
    expect(kolmogorovP(1.3581)).toBeCloseTo(0.05, 5)
    expect(kolmogorovP(1.62762)).toBeCloseTo(0.01, 5)
    expect(kolmogorovP(1.94947)).toBeCloseTo(0.001, 5)
    expect(kolmogorovP(0.1)).toBe(1)
    expect(kolmogorovP(0.3)).toBeCloseTo(1, 4)
  })

  it('measures the distance of small samples as by hand, ties taken together', () => {
    const distance = kolmogorovSmirnovBetween(Float64Array.of(3, 1, 1, 2), Float64Array.of(2, 2, 5, 1))
    expect(distance / Math.sqrt(2)).toBeCloseTo(0.25, 12)
    expect(kolmogorovSmirnovBetween(Float64Array.of(1, 1, 1), Float64Array.of(1))).toBe(0)
    expect(kolmogorovSmirnov(Float64Array.of(0.9, 0.5), x => x) / Math.SQRT2).toBeCloseTo(0.5, 12)
  })

  it('gives p-values that are uniform when the laws agree, and tiny ones when they do not', () => {
    const draw = uniforms('two samples')
    const values = Float64Array.from({ length: 400 }, () =>
      kolmogorovP(kolmogorovSmirnovBetween(draw(200), draw(5000))),
    )
    expect(kolmogorovP(kolmogorovSmirnov(values, p => p))).toBeGreaterThan(1e-3)
    const shifted = draw(1000).map(value => value + 0.1)
    expect(kolmogorovP(kolmogorovSmirnovBetween(shifted, draw(5000)))).toBeLessThan(1e-6)
  })
})

describe('chi-square', () => {
  it('has the tails of the exact law, which is a Poisson sum for even degrees of freedom', () => {
    for (const [freedom, statistic] of [
      [20, 31.4104],
      [20, 65.4],
      [532, 600],
      [532, 700],
    ] as const) {
      let term = Math.exp(-statistic / 2)
      let tail = 0
      for (let j = 0; j < freedom / 2; j++) {
        tail += term
        term *= statistic / 2 / (j + 1)
      }
      // Few degrees of freedom make it err to the larger.
      const ratio = normalCdf(-chiSquareToNormal(statistic, freedom)) / tail
      expect(ratio).toBeGreaterThan(0.99)
      expect(ratio).toBeLessThan(freedom < 100 ? 1.3 : 1.02)
    }
    expect(chiSquareToNormal(0, 20)).toBeLessThan(-5)
  })
})

describe('the binomial law', () => {
  it('is exact for few trials and sums to one for many', () => {
    expect([...binomial(4, 0.25)]).toEqual([81, 108, 54, 12, 1].map(ways => expect.closeTo(ways / 256, 14)))
    expect([...binomial(2, 0)]).toEqual([1, 0, 0])
    expect([...binomial(2, 1)]).toEqual([0, 0, 1])
    expect(binomial(12_000, 0.1).reduce((a, b) => a + b)).toBeCloseTo(1, 9)
  })

  it('has tails that overlap in their own value and keep their digits when tiny', () => {
    const { atMost, atLeast } = binomialTails(3, 10, 0.5)
    expect(atMost).toBeCloseTo(176 / 1024, 12)
    expect(atLeast).toBeCloseTo(968 / 1024, 12)
    expect(binomialTails(0, 400, 0.1216).atMost / 0.8784 ** 400).toBeCloseTo(1, 9)
    expect(binomialP(3, 10, 0.5)).toBeCloseTo(352 / 1024, 12)
    expect(binomialP(5, 10, 0.5)).toBe(1)
  })

  it('has the confidence bounds of Clopper and Pearson', () => {
    const { lower, upper } = clopperPearson(8, 10, 0.025)
    expect([lower, upper]).toEqual([expect.closeTo(0.4439, 5), expect.closeTo(0.97479, 5)])
    expect(clopperPearson(0, 50, 0.05)).toEqual({ lower: 0, upper: expect.closeTo(1 - 0.05 ** (1 / 50), 9) })
    expect(clopperPearson(50, 50, 0.05)).toEqual({ lower: expect.closeTo(0.05 ** (1 / 50), 9), upper: 1 })
  })
})
