import { describe, expect, it } from 'vitest'
import { checkReference } from '../check/groups.js'
import { readReference } from '../privacy.test.support.js'
import {
  calibrateNoiseMultiplier,
  deltaFor,
  epsilonFor,
  gaussianMu,
  privacyCurve,
  renyiEpsilon,
  truePositiveBound,
} from './index.js'

const reference = readReference()

const run = (samplingRate: number, noiseMultiplier: number, steps: number) => [
  { samplingRate, noiseMultiplier, steps },
]

describe('epsilon of a history', () => {
  /** Microsoft's prv_accountant 0.2.0: lower and upper bound; dp_accounting 0.6.0's PLD lies between. */
  it.each([
    [0.01, 1, 1000, 1e-5, 1.8282436456227338],
    [256 / 60_000, 1.1, 14_062, 1e-5, 2.381685997564954],
    [0.02, 1.2, 2000, 1e-6, 4.555777305689975],
  ])('q=%d sigma=%d steps=%d delta=%d matches dp_accounting', (q, sigma, steps, delta, expected) => {
    expect(Math.abs(epsilonFor(run(q, sigma, steps), delta) / expected - 1)).toBeLessThan(4e-4)
  })

  it('is exact for full batches: the analytic Gaussian mechanism', () => {
    // Balle and Wang's mechanism by 40-digit arithmetic: mu = sqrt(T)/sigma.
    expect(epsilonFor(run(1, 1, 1), 1e-5)).toBeCloseTo(4.3771780956812245, 7)
    expect(epsilonFor(run(1, 100, 1000), 1e-8)).toBeCloseTo(1.6586571099772023, 7)
    expect(epsilonFor([...run(1, 5, 7), ...run(1, 3, 2)], 1e-6)).toBeCloseTo(
      epsilonFor(run(1, 1 / Math.sqrt(7 / 25 + 2 / 9), 1), 1e-6),
      9,
    )
  })

  it('grows with rate, steps and smaller delta, and falls with noise', () => {
    const base = epsilonFor(run(0.02, 1.2, 500), 1e-6)
    expect(epsilonFor(run(0.021, 1.2, 500), 1e-6)).toBeGreaterThan(base)
    expect(epsilonFor(run(0.02, 1.2, 501), 1e-6)).toBeGreaterThan(base)
    expect(epsilonFor(run(0.02, 1.2, 500), 9e-7)).toBeGreaterThan(base)
    expect(epsilonFor(run(0.02, 1.21, 500), 1e-6)).toBeLessThan(base)
  })

  it('does not depend on how a run is split or ordered', () => {
    const parts = [...run(0.02, 1.2, 300), ...run(0.1, 4, 50), ...run(0.02, 1.2, 200)]
    const merged = [...run(0.02, 1.2, 500), ...run(0.1, 4, 50)]
    expect(epsilonFor(parts, 1e-6)).toBe(epsilonFor(merged, 1e-6))
  })

  it('is zero for nothing released and infinite for a step without noise', () => {
    expect(epsilonFor([], 1e-5)).toBe(0)
    expect(epsilonFor(run(0.1, 1, 0), 1e-5)).toBe(0)
    expect(epsilonFor(run(0, 0, 10), 1e-5)).toBe(0)
    expect(epsilonFor([...run(0.1, 1, 10), ...run(0.1, 0, 1)], 1e-5)).toBe(Number.POSITIVE_INFINITY)
  })

  it('handles a million steps, a rate close to 1 and one that vanishes', () => {
    expect(epsilonFor(run(1e-3, 2, 1e6), 1e-6)).toBeCloseTo(2.42088, 3)
    expect(epsilonFor(run(2 ** -53, 1, 1e6), 1e-6)).toBeLessThan(1e-6)
    const full = epsilonFor(run(1, 5, 100), 1e-6)
    const almost = epsilonFor(run(0.999999, 5, 100), 1e-6)
    expect(almost / full).toBeGreaterThan(0.9999)
    expect(almost / full).toBeLessThan(1.0005)
  })

  it.each([
    [0.01, 0.05, 100, 1e-5],
    [1e-4, 0.1, 1e5, 1e-12],
    [0.5, 1e4, 1e6, 1e-12],
    [1e-9, 0.5, 1e6, 1e-12],
    [0.3, 3, 1e9, 1e-5],
  ])('answers q=%d sigma=%d steps=%d delta=%d with a bound', (q, sigma, steps, delta) => {
    const epsilon = epsilonFor(run(q, sigma, steps), delta)
    expect(epsilon).toBeGreaterThanOrEqual(0)
    expect(epsilon).toBeLessThanOrEqual(
      renyiEpsilon(run(q, sigma, steps), delta).epsilon * (1 + 1e-8) + 1e-11,
    )
  })

  it('of two directions takes the worse: never below either one step alone', () => {
    for (const q of [0.1, 0.9, 0.999])
      expect(epsilonFor(run(q, 2, 2), 1e-6)).toBeGreaterThan(epsilonFor(run(q, 2, 1), 1e-6))
  })

  it('for a group of one is the plain one, and grows with the group and with replacement', () => {
    const history = run(0.05, 2, 100)
    const plain = epsilonFor(history, 1e-6)
    expect(epsilonFor(history, 1e-6, { adjacency: 'zero-out', records: 1 })).toBe(plain)
    const two = epsilonFor(history, 1e-6, { records: 2 })
    const eight = epsilonFor(history, 1e-6, { records: 8 })
    expect(two).toBeGreaterThan(plain)
    expect(eight).toBeGreaterThan(two)
    // Eight records that all joined every step they could would be one of norm 8.
    expect(eight).toBeLessThan(epsilonFor(run(1, 2 / 8, 100), 1e-6))
    expect(epsilonFor(history, 1e-6, { adjacency: 'replace-one' })).toBeGreaterThan(plain)
    expect(epsilonFor(run(1, 2, 3), 1e-6, { adjacency: 'replace-one' })).toBe(epsilonFor(run(1, 1, 3), 1e-6))
  })

  it('truncating samples costs, and not truncating at all is free', () => {
    const truncated = (batch: number) =>
      epsilonFor([{ ...run(0.1, 4, 100)[0]!, truncation: { examples: 1000, batch } }], 1e-4)
    const whole = epsilonFor(run(0.1, 4, 100), 1e-4)
    expect(truncated(1000)).toBeCloseTo(whole, 6)
    expect(truncated(120)).toBeGreaterThan(1.1 * whole)
    expect(truncated(100)).toBeGreaterThan(2 * truncated(120))
  })

  it('climbs to distant orders when epsilon is tiny', () => {
    const { epsilon, order } = renyiEpsilon(run(1e-3, 300, 10), 1e-5)
    expect(order).toBeGreaterThan(1024)
    expect(epsilon).toBeLessThan(1e-3)
  })

  it.each([
    [run(2, 1, 1), 1e-5],
    [run(0.1, -1, 1), 1e-5],
    [run(0.1, 1, 1.5), 1e-5],
    [run(0.1, 1, -1), 1e-5],
    [run(0.1, 1, Number.NaN), 1e-5],
    [run(0.1, 1, 1), 0],
    [[], 1],
    [run(0, Number.NaN, 1), 1e-5],
  ])('refuses %j at delta %d', (history, delta) => {
    expect(() => epsilonFor(history, delta)).toThrow(expect.objectContaining({ code: 'invalid-argument' }))
  })
})

describe('calibration', () => {
  /** dp_accounting 0.6.0 calibrate_dp_mechanism with its PLDAccountant. */
  it.each([
    [2, 1e-5, 0.01, 1000, 0.9591044776591745],
    [3, 1.5e-5, 1024 / 67_349, 1315, 1.0377600566697933],
    [1, 1e-5, 1, 1, 3.7306319562749826],
  ])(
    'epsilon=%d delta=%d q=%d steps=%d matches dp_accounting',
    (epsilon, delta, samplingRate, steps, expected) => {
      const sigma = calibrateNoiseMultiplier({ epsilon, delta, samplingRate, steps })
      expect(Math.abs(sigma / expected - 1)).toBeLessThan(3e-4)
    },
  )

  it('stays within the budget and wastes almost none of it', () => {
    for (const epsilon of [0.05, 0.5, 3, 20])
      for (const samplingRate of [1e-4, 0.05, 1]) {
        const sigma = calibrateNoiseMultiplier({ epsilon, delta: 1e-6, samplingRate, steps: 200 })
        const spent = epsilonFor(run(samplingRate, sigma, 200), 1e-6)
        expect(spent).toBeLessThanOrEqual(epsilon)
        expect(spent).toBeGreaterThan(epsilon * (1 - 1e-4))
      }
  })

  it('refuses budgets out of reach, and budgets that ask for no noise', () => {
    const ask = (epsilon: number, steps: number) => () =>
      calibrateNoiseMultiplier({ epsilon, delta: 1e-6, samplingRate: 1, steps })
    expect(ask(1e-9, 1e6)).toThrow(expect.objectContaining({ code: 'privacy-refused' }))
    expect(ask(1e9, 1)).toThrow(expect.objectContaining({ code: 'privacy-refused' }))
  })

  it.each([
    { epsilon: 0, delta: 1e-5, samplingRate: 0.1, steps: 10 },
    { epsilon: Number.NaN, delta: 1e-5, samplingRate: 0.1, steps: 10 },
    { epsilon: 1, delta: 0, samplingRate: 0.1, steps: 10 },
    { epsilon: 1, delta: 1e-5, samplingRate: 0, steps: 10 },
    { epsilon: 1, delta: 1e-5, samplingRate: 0.1, steps: 0 },
  ])('refuses %j', budget => {
    expect(() => calibrateNoiseMultiplier(budget)).toThrow(
      expect.objectContaining({ code: 'invalid-argument' }),
    )
  })
})

describe('delta of a history', () => {
  it('and epsilon lead back to each other, on the safe side', () => {
    for (const [q, sigma, steps] of [
      [0.01, 1, 1000],
      [0.1, 4, 100],
      [1, 20, 100],
      [0.3, 1, 1],
    ] as const) {
      const history = run(q, sigma, steps)
      const epsilon = epsilonFor(history, 1e-6)
      const delta = deltaFor(history, epsilon)
      expect(delta).toBeLessThan(1e-6 * 1.01)
      expect(delta).toBeGreaterThan(1e-6 * 0.97)
    }
  })

  it.each([
    [0.06455351480610513, 0.3711787611806643, 2, 18],
    [0.524904703246368, 0.3652352139659588, 1676, 3120],
    [0.0006323390760415485, 0.38304973989685814, 34, 0.12],
    // Adding a record reveals 0.0204 at most.
    [0.001, 0.38, 20, 0.02],
    [0.001, 0.38, 20, 0.021],
  ])(
    'exists at an epsilon near or above all that adding a record can reveal (%d, %d, %d, %d)',
    (q, sigma, steps, epsilon) => {
      const delta = deltaFor(run(q, sigma, steps), epsilon)
      expect(delta).toBeGreaterThan(0)
      expect(epsilonFor(run(q, sigma, steps), delta)).toBeLessThanOrEqual(epsilon * (1 + 1e-3))
    },
  )

  it('falls with epsilon from a total variation distance to nothing', () => {
    const history = run(0.02, 1.2, 500)
    const deltas = [0, 0.5, 1, 2, 4, 8].map(epsilon => deltaFor(history, epsilon))
    for (let i = 1; i < deltas.length; i++) expect(deltas[i]!).toBeLessThan(deltas[i - 1]!)
    expect(deltas[0]).toBeLessThan(1)
    expect(deltaFor([], 1)).toBe(0)
    expect(deltaFor(run(0.1, 0, 1), 1)).toBe(1)
  })
})

describe('the shape of the guarantee', () => {
  const curve = privacyCurve(run(0.01, 1, 1000))

  it('bounds an attacker: no advantage without release, more with more false positives', () => {
    const rates = [1e-4, 1e-3, 1e-2, 0.1, 0.5]
    const powers = rates.map(rate => truePositiveBound(curve, rate))
    for (let i = 0; i < rates.length; i++) expect(powers[i]!).toBeGreaterThan(rates[i]!)
    for (let i = 1; i < rates.length; i++) expect(powers[i]!).toBeGreaterThan(powers[i - 1]!)
    expect(truePositiveBound(curve, 1)).toBe(1)
  })

  it('of the Gaussian mechanism is found again', () => {
    const gaussian = privacyCurve(run(1, 5, 10))
    expect(gaussianMu(gaussian)).toBeCloseTo(Math.sqrt(10) / 5, 3)
    // Its trade-off is Phi(mu - z) at the quantile z of the false positives: at 0.01, Phi(0.63246 - 2.32635).
    expect(truePositiveBound(gaussian, 0.01)).toBeGreaterThan(0.04513)
    expect(truePositiveBound(gaussian, 0.01)).toBeLessThan(0.0456)
  })
})

describe.runIf(reference)('the shared reference values', () => {
  it('all lie within their bounds', () => {
    const lines = [...checkReference(reference!)]
    expect(lines.length).toBeGreaterThan(100)
    expect(lines.filter(line => !line.isOk)).toEqual([])
  }, 120_000)
})
