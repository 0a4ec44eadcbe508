import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readReference } from '../privacy.test.support.js'
import { gaussianDelta, oneStepDeltas } from './closed-form.js'
import { compose } from './compose.js'
import { deltaFor, deltaLowerBound, epsilonFor, epsilonLowerBound } from './index.js'
import { extentWithin, lossGrid } from './loss-grid.js'
import { lowerGrid } from './lower-grid.js'
import { type DominatingPair, manyRecords, oneRecord, replacedRecord } from './pair.js'

const reference = readReference()

const run = (samplingRate: number, noiseMultiplier: number, steps: number) => [
  { samplingRate, noiseMultiplier, steps },
]

const sum = (values: Iterable<number>): number => {
  let total = 0
  for (const value of values) total += value
  return total
}

const PAIRS: [string, DominatingPair][] = [
  ['one record', oneRecord(0.01, 1)],
  ['a rate near 1', oneRecord(0.999, 2)],
  ['little noise', oneRecord(0.2, 0.2)],
  ['losses that gather at the lowest', oneRecord(0.001, 0.3)],
  ['much noise', oneRecord(0.3, 4)],
  ['five records', manyRecords(0.05, 1.5, 5)],
  ['a replaced record', replacedRecord(0.1, 1)],
]

describe.each(PAIRS)('the lower grid of %s', (_, pair) => {
  it.each([
    [0.01, 1],
    [0.01, 7],
    [0.003, 2],
    [0.1, 1],
  ])('spacing %d, bins of %d: never more than the exact delta at any loss', (spacing, stride) => {
    const { mass, first, offset } = lowerGrid(pair, spacing, extentWithin(pair, 9), loss =>
      loss > 0.2 ? stride : 1,
    )!
    expect(sum(mass)).toBeLessThanOrEqual(1)
    expect(Math.min(...mass)).toBeGreaterThanOrEqual(0)
    for (let epsilon = -0.3; epsilon < 4; epsilon += 0.0217) {
      const { remove } = oneStepDeltas(pair, epsilon)
      const bound = sum(
        mass.map((p, i) => p * Math.max(0, -Math.expm1(epsilon - (first + i) * spacing - offset))),
      )
      expect(bound).toBeLessThanOrEqual(remove * (1 + 1e-12) + 1e-16)
      expect(bound).toBeGreaterThan(remove - 0.15 * spacing * stride)
    }
  })

  it('loses little of the mean of the loss, and as little mass as lies beyond its reach', () => {
    const spacing = 0.002
    const { mass, first, offset } = lowerGrid(pair, spacing, extentWithin(pair, 9))!
    const upper = lossGrid(pair, spacing, extentWithin(pair, 9))
    const mean = (grid: Pick<typeof upper, 'mass' | 'first'>, shift: number): number =>
      sum(grid.mass.map((p, i) => p * ((grid.first + i) * spacing + shift)))
    expect(sum(mass)).toBeGreaterThan(1 - 1e-8)
    expect(mean(upper, 0) - mean({ mass, first }, offset)).toBeLessThan(2 * spacing ** 2)
  })
})

it('composes from below: one step has an exact delta', () => {
  const pair = oneRecord(0.2, 0.8)
  const grid = lowerGrid(pair, 0.002, extentWithin(pair, 10))!
  const profile = compose([{ grid, steps: 1 }], 4, undefined, 'lower')
  profile.logDelta.forEach((logDelta, i) => {
    const epsilon = (profile.first + i) * profile.spacing + grid.offset
    const { remove } = oneStepDeltas(pair, epsilon)
    expect(Math.exp(logDelta)).toBeLessThanOrEqual(remove)
    if (epsilon > 0.5 && epsilon < 3) expect(Math.exp(logDelta)).toBeGreaterThan(remove * (1 - 1e-4))
  })
})

describe('the lower bound on epsilon', () => {
  it('is the closed form for full batches, rounded down, and so is that on delta', () => {
    for (const [sigma, steps, delta] of [
      [1, 1, 1e-5],
      [5, 40, 1e-8],
      [0.3, 1, 1e-3],
      [100, 1000, 1e-10],
    ] as const) {
      const low = epsilonLowerBound(run(1, sigma, steps), delta)
      expect(gaussianDelta(Math.sqrt(steps) / sigma, low, 'lower')).toBeGreaterThan(delta)
      expect(low / epsilonFor(run(1, sigma, steps), delta)).toBeGreaterThan(1 - 1e-8)
      const most = deltaFor(run(1, sigma, steps), low)
      const least = deltaLowerBound(run(1, sigma, steps), low)
      expect(least).toBeLessThanOrEqual(most)
      expect(least).toBeGreaterThan(most * (1 - 1e-6))
    }
  })

  it('is close to the closed form where batches are almost full', () => {
    const exact = epsilonFor(run(1, 5, 100), 1e-6)
    const low = epsilonLowerBound(run(1 - 1e-9, 5, 100), 1e-6)
    expect(low).toBeLessThan(exact)
    expect(low).toBeGreaterThan(exact * (1 - 2e-4))
  })

  it('and the upper one enclose a narrow range: parts of several kinds, groups, replacement', () => {
    const mixed = [...run(0.01, 1, 500), ...run(0.05, 3, 200), ...run(1, 50, 3)]
    for (const [history, neighbours] of [
      [mixed, {}],
      [run(0.02, 2, 300), { records: 4 }],
      [run(0.02, 1.2, 500), { adjacency: 'replace-one' }],
      [run(0.02, 1.2, 500), { adjacency: 'zero-out' }],
    ] as const) {
      const low = epsilonLowerBound(history, 1e-6, neighbours)
      const high = epsilonFor(history, 1e-6, neighbours)
      expect(low).toBeLessThan(high)
      expect(low).toBeGreaterThan(high * (1 - 1e-3))
      const least = deltaLowerBound(history, high, neighbours)
      expect(least).toBeLessThan(1e-6)
      expect(least).toBeGreaterThan(0.97e-6)
    }
  })

  it('holds for truncated samples only as far as others go', () => {
    const cut = { ...run(0.1, 4, 100)[0]!, truncation: { examples: 1000, batch: 120 } }
    expect(epsilonLowerBound([cut], 1e-4)).toBe(0)
    const other = run(0.1, 3, 50)
    expect(epsilonLowerBound([cut, ...other], 1e-4)).toBe(epsilonLowerBound(other, 1e-4))
    const whole = { ...cut, truncation: { examples: 1000, batch: 1000 } }
    expect(epsilonLowerBound([whole], 1e-4)).toBeCloseTo(epsilonLowerBound(run(0.1, 4, 100), 1e-4), 9)
  })

  it('is infinite only when a step without noise may well show the record', () => {
    expect(epsilonLowerBound([], 1e-5)).toBe(0)
    expect(epsilonLowerBound(run(0.1, 0, 1), 1e-5)).toBe(Number.POSITIVE_INFINITY)
    expect(epsilonLowerBound(run(1e-7, 0, 1), 1e-5)).toBe(0)
    expect(deltaLowerBound(run(0.1, 0, 2), 3)).toBeCloseTo(0.19, 8)
    expect(deltaLowerBound([], 3)).toBe(0)
  })

  it.each([
    [0.01, 0.05, 100, 1e-5],
    [1e-4, 0.1, 1e5, 1e-12],
    [0.5, 1e4, 1e6, 1e-12],
    [0.3, 3, 1e9, 1e-5],
    [2 ** -53, 1, 1e6, 1e-6],
    [0.999999, 0.04, 10, 1e-6],
    [0.5, 2 ** 20, 1, 0.9],
    [0.5, 2 ** 20, 7, 1e-9],
    [1, 2 ** -7, 1e9, 1e-12],
  ])('of an extreme plan (q=%d sigma=%d steps=%d delta=%d) holds or is 0', (q, sigma, steps, delta) => {
    const low = epsilonLowerBound(run(q, sigma, steps), delta)
    expect(low).toBeGreaterThanOrEqual(0)
    expect(low).toBeLessThanOrEqual(epsilonFor(run(q, sigma, steps), delta))
  })

  it('does not exceed the upper bound, nor that of less noise or of more steps', () => {
    const cases = fc.record({
      rate: fc.double({ min: -4, max: -0.01, noNaN: true }).map(power => 10 ** power),
      sigma: fc.double({ min: -0.5, max: 1.5, noNaN: true }).map(power => 10 ** power),
      steps: fc.double({ min: 0, max: 3.5, noNaN: true }).map(power => Math.round(10 ** power)),
      delta: fc.double({ min: -10, max: -1, noNaN: true }).map(power => 10 ** power),
    })
    fc.assert(
      fc.property(cases, ({ rate, sigma, steps, delta }) => {
        const low = epsilonLowerBound(run(rate, sigma, steps), delta)
        const high = epsilonFor(run(rate, sigma, steps), delta)
        expect(low).toBeGreaterThanOrEqual(0)
        expect(low).toBeLessThanOrEqual(high)
        expect(high - low).toBeLessThanOrEqual(0.02 * high + 1e-7)
        expect(low).toBeLessThanOrEqual(epsilonFor(run(rate, sigma, steps + 1), delta))
        expect(low).toBeLessThanOrEqual(epsilonFor(run(rate, sigma * 0.999, steps), delta))
      }),
      { numRuns: 60, seed: 11 },
    )
  }, 60_000)

  it('refuses what the upper one refuses', () => {
    for (const bound of [epsilonLowerBound, deltaLowerBound])
      expect(() => bound(run(2, 1, 1), 1e-5)).toThrow(expect.objectContaining({ code: 'invalid-argument' }))
    expect(() => epsilonLowerBound(run(0.1, 1, 1), 1)).toThrow(/delta/)
    expect(() => deltaLowerBound(run(0.1, 1, 1), -1)).toThrow(/epsilon/)
  })
})

describe.runIf(reference)('against the shared reference values', () => {
  it('the lower bound is below every proven upper one, and within a hundredth of the proven lower one', () => {
    for (const { q, sigma, steps, delta, ...known } of reference!.cases!) {
      const low = epsilonLowerBound(run(q, sigma, steps), delta)
      expect(low).toBeLessThanOrEqual(known.eps_exact ?? known.eps_bracket_upper)
      expect(low).toBeGreaterThanOrEqual(known.eps_bracket_lower * 0.99)
    }
  }, 120_000)
})
