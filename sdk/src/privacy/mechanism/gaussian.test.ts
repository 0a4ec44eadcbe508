import { describe, expect, it } from 'vitest'
import { seededBytes } from '../privacy.test.support.js'
import { chiSquareScore, kolmogorovSmirnov, normalCdf } from '../statistics.test.support.js'
import { createLatticeGaussian, MOST_SCALE } from './gaussian.js'
import { createWordSource } from './random.js'

const sampler = (scale: number, seed: string, digitBits?: number) =>
  createLatticeGaussian(scale, createWordSource(seededBytes(seed)), digitBits)

/** Observed and expected counts of round(scale Z) per integer; cells expecting fewer than 10 join the outermost. */
const tally = (next: () => number, scale: number, draws: number) => {
  let edge = 0
  while (draws * (1 - normalCdf((edge + 0.5) / scale)) > 10) edge++
  const counts = new Array<number>(2 * edge + 1).fill(0)
  for (let i = 0; i < draws; i++) counts[Math.max(-edge, Math.min(edge, next())) + edge]!++
  const cut = (index: number) =>
    index <= 0 ? 0 : index > 2 * edge ? 1 : normalCdf((index - edge - 0.5) / scale)
  const expected = counts.map((_, index) => draws * (cut(index + 1) - cut(index)))
  return { counts, expected }
}

describe('Gaussian noise on the lattice', () => {
  it.each([0.3, 0.5, 0.8, 2.3, 17])('at scale %d has the law of a rounded normal', scale => {
    const { counts, expected } = tally(sampler(scale, `law ${scale}`), scale, 300_000)
    expect(Math.abs(chiSquareScore(counts, expected))).toBeLessThan(4)
  })

  it.each([1, 2, 5])(
    'keeps its law when digits of %d bits make ties and exact roundings common',
    digitBits => {
      const { counts, expected } = tally(sampler(5.7, `ties ${digitBits}`, digitBits), 5.7, 100_000)
      expect(Math.abs(chiSquareScore(counts, expected))).toBeLessThan(4)
    },
  )

  it.each([1.2345 * 2 ** 24, 2 ** 24, MOST_SCALE])(
    'at scale %d passes Kolmogorov-Smirnov and has normal moments',
    scale => {
      const next = sampler(scale, `shape ${scale}`)
      const draws = 200_000
      const values = Float64Array.from({ length: draws }, () => next() / scale)
      const moment = (power: number) => values.reduce((sum, value) => sum + value ** power, 0) / draws
      expect(Math.abs(moment(1)) * Math.sqrt(draws)).toBeLessThan(4)
      expect(Math.abs(moment(2) - 1) * Math.sqrt(draws / 2)).toBeLessThan(4)
      expect(Math.abs(moment(3)) * Math.sqrt(draws / 15)).toBeLessThan(4)
      expect(Math.abs(moment(4) - 3) * Math.sqrt(draws / 96)).toBeLessThan(4)
      expect(values.filter(value => Math.abs(value) > 4).length).toBeLessThan(40)
      expect(kolmogorovSmirnov(values, normalCdf)).toBeLessThan(2.2)
    },
  )

  it.each([1.2345 * 2 ** 24, MOST_SCALE])(
    'at scale %d has uniform low bits, independent of the sign',
    scale => {
      const next = sampler(scale, `bits ${scale}`)
      const draws = 256_000
      const counts = new Array<number>(512).fill(0)
      let unsafe = 0
      for (let i = 0; i < draws; i++) {
        const value = next()
        if (!Number.isSafeInteger(value)) unsafe++
        counts[(Math.abs(value) % 256) + (value < 0 ? 256 : 0)]!++
      }
      expect(unsafe).toBe(0)
      expect(Math.abs(chiSquareScore(counts, new Array<number>(512).fill(draws / 512)))).toBeLessThan(4)
    },
  )

  it('draws independently: neighbours do not correlate', () => {
    const next = sampler(1000, 'lag')
    const values = Array.from({ length: 100_000 }, () => next() / 1000)
    const lagged = values.reduce((sum, value, index) => sum + value * (values[index + 1] ?? 0), 0)
    expect(Math.abs(lagged) / Math.sqrt(values.length)).toBeLessThan(4)
  })

  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY, 2 * MOST_SCALE])('refuses scale %d', scale => {
    expect(() => sampler(scale, 'refused')).toThrow(expect.objectContaining({ code: 'invalid-argument' }))
  })
})
