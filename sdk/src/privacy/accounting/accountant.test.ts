import { describe, expect, it } from 'vitest'
import { readReference } from '../privacy.test.support.js'
import { calibrateNoiseMultiplier, epsilonFor, renyiEpsilon } from './index.js'
import { rdpSubsampledGaussian } from './rdp.js'

const reference = readReference()

const run = (samplingRate: number, noiseMultiplier: number, steps: number) => [
  { samplingRate, noiseMultiplier, steps },
]

describe('epsilon of a history', () => {
  /** opacus 1.6.0 RDPAccountant, its default orders; dp_accounting 0.6.0 gives 2.1013665, 2.5965559, 16.96 and 236.5. */
  it.each([
    [0.01, 1, 1000, 1e-5, 2.1013652716430564],
    [256 / 60_000, 1.1, 14_062, 1e-5, 2.5965558689607486],
    [0.5, 2, 100, 1e-6, 16.78161210440571],
    [0.1, 0.5, 1000, 1e-5, 136.0536968281832],
  ])('q=%d sigma=%d steps=%d delta=%d matches opacus', (q, sigma, steps, delta, expected) => {
    expect(Math.abs(epsilonFor(run(q, sigma, steps), delta) / expected - 1)).toBeLessThan(1e-8)
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
    const merged = [...run(0.1, 4, 50), ...run(0.02, 1.2, 500)]
    expect(epsilonFor(parts, 1e-6)).toBeCloseTo(epsilonFor(merged, 1e-6), 10)
  })

  it('is zero for nothing released and infinite for a step without noise', () => {
    expect(epsilonFor([], 1e-5)).toBe(0)
    expect(epsilonFor(run(0.1, 1, 0), 1e-5)).toBe(0)
    expect(epsilonFor(run(0, 0, 10), 1e-5)).toBe(0)
    expect(epsilonFor([...run(0.1, 1, 10), ...run(0.1, 0, 1)], 1e-5)).toBe(Number.POSITIVE_INFINITY)
  })

  it('handles a million steps, a full batch and a vanishing rate', () => {
    expect(epsilonFor(run(1e-3, 2, 1e6), 1e-6)).toBeCloseTo(2.5975205131972747, 8)
    expect(epsilonFor(run(1, 100, 1000), 1e-8)).toBeCloseTo(1.7557239878844977, 8)
    expect(epsilonFor(run(2 ** -53, 1, 1e6), 1e-6)).toBeGreaterThan(0)
    expect(epsilonFor(run(2 ** -53, 1, 1e6), 1e-6)).toBeLessThan(1)
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
  /** dp_accounting 0.6.0 calibrate_dp_mechanism with its RdpAccountant, tol 1e-9; its orders are a little looser. */
  it.each([
    [8, 1e-5, 0.02, 1000, 0.7677078328950601],
    [3, 1.5e-5, 1024 / 67_349, 1315, 1.0954195110788343],
    [1, 1e-6, 1, 10, 14.327895360558058],
  ])(
    'epsilon=%d delta=%d q=%d steps=%d matches dp_accounting',
    (epsilon, delta, samplingRate, steps, expected) => {
      const sigma = calibrateNoiseMultiplier({ epsilon, delta, samplingRate, steps })
      expect(sigma).toBeLessThan(expected * (1 + 1e-8))
      expect(sigma).toBeGreaterThan(expected * (1 - 2e-4))
    },
  )

  it('stays within the budget and wastes almost none of it', () => {
    for (const epsilon of [0.05, 0.5, 3, 20])
      for (const samplingRate of [1e-4, 0.05, 1]) {
        const sigma = calibrateNoiseMultiplier({ epsilon, delta: 1e-6, samplingRate, steps: 200 })
        const spent = epsilonFor(run(samplingRate, sigma, 200), 1e-6)
        expect(spent).toBeLessThanOrEqual(epsilon)
        expect(spent).toBeGreaterThan(epsilon * (1 - 1e-6))
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

describe.runIf(reference)('the shared reference values', () => {
  it('never claims less than a proven lower bound or an exact epsilon', () => {
    expect(reference!.cases.length).toBeGreaterThan(40)
    for (const row of reference!.cases) {
      const claim = epsilonFor(run(row.q, row.sigma, row.steps), row.delta)
      expect(claim).toBeGreaterThanOrEqual(row.eps_bracket_lower)
      expect(claim).toBeGreaterThanOrEqual(row.eps_exact ?? 0)
    }
  })

  it('is as tight as the better of opacus and dp_accounting', () => {
    for (const row of reference!.cases) {
      const claim = epsilonFor(run(row.q, row.sigma, row.steps), row.delta)
      expect(claim).toBeLessThanOrEqual(Math.min(row.eps_rdp_opacus, row.eps_rdp_dpaccounting) * (1 + 1e-6))
    }
  })

  it('matches the 40-digit divergences from above', () => {
    for (const { q, sigma, order, rdp_one_step } of reference!.rdp_one_step) {
      const bound = rdpSubsampledGaussian(q, sigma, order)
      expect(bound).toBeGreaterThanOrEqual(rdp_one_step)
      expect(bound).toBeLessThanOrEqual(rdp_one_step * (1 + 1e-9))
    }
  })

  it('composes different steps: above the proven lower bound, at most dp_accounting', () => {
    for (const { parts, delta, eps_rdp_dpaccounting, eps_prv_lower } of reference!.heterogeneous) {
      const claim = epsilonFor(
        parts.flatMap(part => run(part.q, part.sigma, part.steps)),
        delta,
      )
      expect(claim).toBeGreaterThanOrEqual(eps_prv_lower)
      expect(claim).toBeLessThanOrEqual(eps_rdp_dpaccounting * (1 + 1e-6))
    }
  })

  it('calibrates above the least possible noise and at most dp_accounting', () => {
    for (const { eps, delta, q, steps, sigma_bracket_lower, sigma_rdp_dpaccounting } of reference!
      .calibration) {
      const sigma = calibrateNoiseMultiplier({ epsilon: eps, delta, samplingRate: q, steps })
      expect(sigma).toBeGreaterThanOrEqual(sigma_bracket_lower)
      expect(sigma).toBeLessThanOrEqual(sigma_rdp_dpaccounting * (1 + 1e-6))
    }
  })
})
