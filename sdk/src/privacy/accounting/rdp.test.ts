import { describe, expect, it } from 'vitest'
import { epsilonFromRdp, rdpSubsampledGaussian } from './rdp.js'

/** [q, sigma, order, divergence by mpmath at 40 digits]; opacus 1.6.0 agrees to the digits it keeps. */
const GOLDEN: readonly (readonly [number, number, number, number])[] = [
  [0.01, 1, 2, 0.00017181342207454794],
  [0.01, 1, 8, 0.0008936439076060318],
  [0.01, 1, 64, 27.32173187455178],
  [0.2, 0.8, 5, 1.904817470549988],
  [1e-6, 1, 2, 1.7182818284575688e-12],
  [1e-6, 4, 16, 5.159561472261922e-13],
  [0.5, 100, 1024, 0.013136074948692086],
  [0.3, 2, 1.5, 0.01839131921889508],
  [0.01, 0.5, 1.1, 0.0015519923952293261],
  [0.1, 4, 2.5, 0.0008083025497276387],
  [0.9, 0.7, 10.9, 11.00644598781054],
  [0.02, 1.2, 6.4, 0.001460663430076697],
  [1e-6, 0.7, 3.3, 1.1050179143901314e-11],
]

describe('the divergence of one step', () => {
  it.each(GOLDEN)(
    'q=%d sigma=%d order=%d is never below the exact value, and close to it',
    (q, sigma, order, exact) => {
      const bound = rdpSubsampledGaussian(q, sigma, order)
      expect(bound).toBeGreaterThanOrEqual(exact)
      expect(bound).toBeLessThanOrEqual(exact * (1 + 1e-8) + (Number.isInteger(order) ? 0 : 1e-12))
    },
  )

  it('agrees between the binomial sum and the quadrature where they meet', () => {
    for (const q of [1e-4, 0.01, 0.3, 0.99])
      for (const sigma of [0.3, 0.7, 1, 5, 80])
        for (const order of [2, 3, 7, 20]) {
          const sum = rdpSubsampledGaussian(q, sigma, order)
          const quadrature = rdpSubsampledGaussian(q, sigma, order * (1 + 1e-15))
          expect(Math.abs(quadrature - sum)).toBeLessThan(1e-10 * sum + 1e-11)
        }
  })

  it('grows with the order and the sampling rate, and falls with the noise', () => {
    const orders = [1.1, 1.5, 2, 2.5, 3, 8.25, 32, 100]
    const byOrder = orders.map(order => rdpSubsampledGaussian(0.05, 1.3, order))
    const byRate = [0, 1e-5, 0.01, 0.5, 0.999999, 1].map(q => rdpSubsampledGaussian(q, 1.3, 4))
    const byNoise = [100, 10, 2, 1, 0.5, 0.1].map(sigma => rdpSubsampledGaussian(0.05, sigma, 4))
    for (const values of [byOrder, byRate, byNoise]) expect(values).toEqual(values.toSorted((a, b) => a - b))
  })

  it('meets the plain Gaussian as the sampling rate reaches 1', () => {
    expect(rdpSubsampledGaussian(1, 2, 6)).toBeCloseTo(0.75, 14)
    expect(rdpSubsampledGaussian(0.999999, 2, 6)).toBeCloseTo(0.75, 5)
    expect(rdpSubsampledGaussian(0.999999, 2, 2.5)).toBeCloseTo(2.5 / 8, 5)
  })

  it('is zero when nobody is sampled and infinite without noise', () => {
    expect(rdpSubsampledGaussian(0, 1, 4)).toBe(0)
    expect(rdpSubsampledGaussian(0, 0, 4)).toBe(0)
    expect(rdpSubsampledGaussian(0.1, 0, 4)).toBe(Number.POSITIVE_INFINITY)
    expect(rdpSubsampledGaussian(0.1, 1e-300, 2.5)).toBe(Number.POSITIVE_INFINITY)
  })

  it.each([
    [-0.1, 1, 2],
    [1.1, 1, 2],
    [Number.NaN, 1, 2],
    [0.1, -1, 2],
    [0.1, Number.NaN, 2],
    [0.1, Number.POSITIVE_INFINITY, 2],
    [0.1, 1, 1],
    [0.1, 1, Number.NaN],
  ])('refuses q=%d sigma=%d order=%d', (q, sigma, order) => {
    expect(() => rdpSubsampledGaussian(q, sigma, order)).toThrow(
      expect.objectContaining({ code: 'invalid-argument' }),
    )
  })
})

describe('the conversion to epsilon', () => {
  it('is proposition 12 of Canonne, Kamath and Steinke, and never negative', () => {
    expect(epsilonFromRdp(0.5, 8, 1e-5)).toBeCloseTo(
      0.5 + Math.log(7 / 8) - (Math.log(1e-5) + Math.log(8)) / 7,
      13,
    )
    expect(epsilonFromRdp(0, 1e6, 0.5)).toBe(0)
  })

  it.each([0, 1, -1, Number.NaN])('refuses delta=%d', delta => {
    expect(() => epsilonFromRdp(1, 2, delta)).toThrow(expect.objectContaining({ code: 'invalid-argument' }))
  })
})
