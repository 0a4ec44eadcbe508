import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { oneStepDeltas } from './closed-form.js'
import { compose, logHinge } from './compose.js'
import { deltaFor, epsilonFor, epsilonLowerBound } from './index.js'
import { dual, extentWithin, type LossGrid, lossGrid } from './loss-grid.js'
import { lowerGrid } from './lower-grid.js'
import { type DominatingPair, manyRecords, oneRecord, replacedRecord } from './pair.js'
import { profileLogDelta } from './profile.js'

const run = (samplingRate: number, noiseMultiplier: number, steps: number) => [
  { samplingRate, noiseMultiplier, steps },
]

describe('an extreme plan', () => {
  // Hardly ever joined, little noise, a million steps, a tiny delta: all between two proven bounds that nearly meet.
  it.each([
    [1e-9, 0.05, 1e6, 1e-12],
    [1e-9, 0.3, 1e6, 1e-5],
    [1e-9, 0.3, 1e6, 1e-12],
    [1e-9, 0.6, 1e5, 1e-12],
    [1e-9, 0.6, 1e6, 1e-12],
    [1e-9, 2, 100, 1e-12],
    [1e-9, 2, 1e6, 1e-12],
    [1e-6, 0.3, 100, 1e-5],
    [1e-6, 0.6, 1e5, 1e-12],
    [1e-6, 0.6, 1e6, 1e-5],
    [1e-6, 5, 1e5, 1e-5],
    [1e-4, 0.1, 1e5, 1e-12],
    [0.5, 0.05, 1e6, 1e-5],
    [0.5, 1e4, 1e6, 1e-12],
  ])(
    '(q=%d sigma=%d steps=%d delta=%d) is bounded from both sides within 0.25 %',
    (q, sigma, steps, delta) => {
      const epsilon = epsilonFor(run(q, sigma, steps), delta)
      const least = epsilonLowerBound(run(q, sigma, steps), delta)
      expect(least).toBeGreaterThan(0)
      expect(least).toBeLessThanOrEqual(epsilon)
      expect(epsilon / least - 1).toBeLessThan(2.5e-3)
      const back = deltaFor(run(q, sigma, steps), epsilon)
      expect(back).toBeGreaterThan(0.9 * delta)
      // Where epsilon is a hundred million, what is left over is three ten-thousandths of that, and a fifth of delta.
      expect(back).toBeLessThan((epsilon > 1e6 ? 1.3 : 1.05) * delta)
    },
  )

  // Estimates by another program: losses split between the points of 2^22 to 2^24 so that their mean is kept, and the power of
  // their Fourier transform in numpy; a loss above the window by quadrature (SciPy).
  it.each([
    [1e-9, 0.3, 1e6, 1e-5, 2.9246408e-4],
    [1e-6, 0.6, 1e6, 1e-5, 9.7857728e-3],
    [1e-6, 5, 1e5, 1e-5, 4.1254341e-5],
  ])('(q=%d sigma=%d steps=%d delta=%d) has bounds about %d', (q, sigma, steps, delta, estimate) => {
    expect(epsilonLowerBound(run(q, sigma, steps), delta)).toBeLessThan(estimate)
    const epsilon = epsilonFor(run(q, sigma, steps), delta)
    expect(epsilon).toBeGreaterThan(estimate)
    expect(epsilon).toBeLessThan(estimate * 1.001)
  })

  it('that reveals less than delta allows costs nothing', () => {
    // Joined once in ten thousand times: the total variation distance is below delta.
    expect(epsilonFor(run(1e-9, 0.3, 1e5), 1e-4)).toBe(0)
    expect(epsilonFor(run(1e-9, 0.05, 1e4), 1e-4)).toBe(0)
  })

  it('never has an epsilon below that of a subset of its steps, of more noise or of a lower rate', () => {
    const cases = fc.record({
      rate: fc.double({ min: -10, max: -3, noNaN: true }).map(power => 10 ** power),
      sigma: fc.double({ min: -1.2, max: 0.4, noNaN: true }).map(power => 10 ** power),
      steps: fc.double({ min: 1, max: 4, noNaN: true }).map(power => Math.round(10 ** power)),
      delta: fc.double({ min: -12, max: -4, noNaN: true }).map(power => 10 ** power),
    })
    fc.assert(
      fc.property(cases, ({ rate, sigma, steps, delta }) => {
        const high = epsilonFor(run(rate, sigma, steps), delta)
        for (const less of [
          run(rate, sigma, Math.ceil(steps / 2)),
          run(rate, sigma * 1.2, steps),
          run(rate / 2, sigma, steps),
        ])
          expect(epsilonLowerBound(less, delta)).toBeLessThanOrEqual(high)
        const low = epsilonLowerBound(run(rate, sigma, steps), delta)
        expect(high - low).toBeLessThanOrEqual(0.01 * high + 1e-10)
      }),
      { numRuns: 10, seed: 5 },
    )
  }, 120_000)
})

const PAIRS: [string, DominatingPair][] = [
  ['one record', oneRecord(0.01, 1)],
  ['one record that hardly ever joins', oneRecord(1e-6, 0.3)],
  ['five records', manyRecords(0.05, 1.5, 5)],
  ['a replaced record', replacedRecord(0.1, 1)],
]

const deltaOf = ({ mass, first, spacing, infinite }: LossGrid, epsilon: number, offset = 0): number =>
  infinite +
  mass.reduce(
    (total, p, i) => total + p * Math.max(0, -Math.expm1(epsilon - offset - (first + i) * spacing)),
    0,
  )

describe.each(PAIRS)('losses of %s above a cap', (_, pair) => {
  it.each([0.05, 0.5, 2])('of %d: delta is above the exact one, and that of no cap up to there', cap => {
    const spacing = 0.01
    const capped = lossGrid(pair, spacing, extentWithin(pair, 9, cap))
    const whole = lossGrid(pair, spacing, extentWithin(pair, 9))
    for (const epsilon of [0, 0.003, 0.02, 0.1, 0.5, 1, 3]) {
      const { remove, add } = oneStepDeltas(pair, epsilon, 'lower')
      const bound = deltaOf(capped, epsilon)
      expect(bound).toBeGreaterThanOrEqual(remove * (1 - 1e-9) - 1e-16)
      if (epsilon <= cap) expect(bound).toBeLessThanOrEqual(deltaOf(whole, epsilon) * (1 + 1e-9) + 1e-16)
      if (!pair.isSymmetric)
        expect(deltaOf(dual(capped), epsilon)).toBeGreaterThanOrEqual(add * (1 - 1e-9) - 1e-16)
    }
  })

  it.each([0.05, 0.5, 2])('of %d, merged: delta is below the exact one', cap => {
    const grid = lowerGrid(pair, 0.01, extentWithin(pair, 9, cap))!
    for (const epsilon of [0, 0.003, 0.02, 0.1, 0.5, 1, 3])
      expect(deltaOf(grid, epsilon, grid.offset)).toBeLessThanOrEqual(
        oneStepDeltas(pair, epsilon).remove * (1 + 1e-9) + 1e-16,
      )
  })
})

it('losses above a cap cost nothing in a composition whose other steps cannot make up for them', () => {
  const pair = oneRecord(1e-4, 0.5)
  const steps = 100
  // All steps together lie above -0.01, the answer is below 0.5.
  const capped = lossGrid(pair, 1e-3, extentWithin(pair, 9, 0.52))
  const whole = lossGrid(pair, 1e-3, extentWithin(pair, 9))
  expect(capped.mass.length).toBeLessThan(whole.mass.length / 2)
  for (const epsilon of [0.1, 0.3, 0.5]) {
    const [a, b] = [capped, whole].map(grid => profileLogDelta(compose([{ grid, steps }], 3), epsilon))
    expect(a! - b!).toBeGreaterThan(-1e-6)
    expect(a! - b!).toBeLessThan(1e-5)
  }
})

it.each([0.5, 5, 40, 400])('a grid of dots %d apart keeps its digits in both directions', spacing => {
  const pair = oneRecord(0.2, 0.1)
  const grid = lossGrid(pair, spacing, extentWithin(pair, 9))
  for (const epsilon of [0, 0.1, 0.2]) {
    const { remove, add } = oneStepDeltas(pair, epsilon, 'lower')
    expect(deltaOf(grid, epsilon)).toBeGreaterThanOrEqual(remove * (1 - 1e-9))
    expect(deltaOf(dual(grid), epsilon)).toBeGreaterThanOrEqual(add * (1 - 1e-9))
  }
})

it('the hinge of a tilt keeps its digits: (1 - e^-y) e^(-theta y) is largest at e^-y = theta/(theta + 1)', () => {
  // For a large theta, 1/(e theta) but for a share of 1/(2 theta).
  for (const theta of [1e8, 1e10, 1e13])
    expect(Math.abs(logHinge(theta) + 1 + Math.log(theta))).toBeLessThan(1 / theta + 1e-14)
  expect(Math.exp(logHinge(1))).toBeCloseTo(0.25, 15)
})

it('a tilt far too large costs digits and not the bound', () => {
  const pair = oneRecord(0.2, 0.5)
  const grid = lossGrid(pair, 0.05, extentWithin(pair, 9))
  for (const theta of [1e3, 1e6, 1e12]) {
    const profile = compose([{ grid, steps: 1 }], theta)
    for (const epsilon of [0.1, 1, 5])
      expect(Math.exp(profileLogDelta(profile, epsilon))).toBeGreaterThanOrEqual(
        oneStepDeltas(pair, epsilon, 'lower').remove * (1 - 1e-9),
      )
  }
})
