import { describe, expect, it } from 'vitest'
import { oneStepDeltas } from './closed-form.js'
import { compose } from './compose.js'
import { spectrumOf, transformError, valuesOf } from './fft.js'
import { dual, extentWithin, type LossGrid, lossGrid } from './loss-grid.js'
import { interval, upperTail } from './normal.js'
import { type DominatingPair, manyRecords, oneRecord, replacedRecord } from './pair.js'
import { profileLogDelta } from './profile.js'

/** A seeded uniform generator (mulberry32), for a Monte Carlo estimate. */
const uniform = (seed: number) => () => {
  seed = (seed + 0x6d2b79f5) | 0
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed)
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
}

const sum = (values: ArrayLike<number>): number => Array.from(values).reduce((a, b) => a + b, 0)

describe('the normal distribution', () => {
  it.each([
    [0.3, 0.3820885778110474],
    [1, 0.15865525393145705],
    [2.5, 0.006209665325776135],
    [5, 2.866515718791939e-7],
    [10, 7.619853024160525e-24],
    [20, 2.7536241186062337e-89],
    [37, 5.725571222524577e-300],
  ])('has its 40-digit tail beyond %d', (z, tail) => {
    expect(Math.abs(upperTail(z) / tail - 1)).toBeLessThan(2e-15)
    expect(upperTail(-z)).toBeCloseTo(1 - tail, 15)
  })

  it('adds up over neighbouring intervals, on either side and across 0', () => {
    for (const [a, b, c] of [
      [-3, -1, 2],
      [5, 5.5, 9],
      [-9, -8.9, -8],
    ] as const)
      expect(Math.abs((interval(a, b) + interval(b, c)) / interval(a, c) - 1)).toBeLessThan(1e-13)
  })
})

describe('the transform', () => {
  it.each([2, 4, 8, 64, 128])('of %d numbers is that of the definition, and leads back', length => {
    const values = Float64Array.from({ length }, uniform(length))
    const spectrum = spectrumOf(values)
    expect(spectrum.re.length).toBe(length / 2 + 1)
    for (let j = 0; j <= length / 2; j++) {
      let re = 0
      let im = 0
      for (let k = 0; k < length; k++) {
        re += values[k]! * Math.cos((2 * Math.PI * j * k) / length)
        im -= values[k]! * Math.sin((2 * Math.PI * j * k) / length)
      }
      expect(spectrum.re[j]).toBeCloseTo(re, 12)
      expect(spectrum.im[j]).toBeCloseTo(im, 12)
    }
    valuesOf(spectrum).forEach((value, k) => {
      expect(value).toBeCloseTo(values[k]!, 14)
    })
  })

  it.each([64, 128, 4096])('back to %d numbers passes over frequencies that are zero', length => {
    const random = uniform(3)
    for (const wide of [1, 2, 3, 7, 8, 9, 16, 31]) {
      const part = () => Float64Array.from({ length: length / 2 + 1 }, (_, j) => (j < wide ? random() : 0))
      const spectrum = { re: part(), im: part() }
      spectrum.im[0] = 0
      const whole = valuesOf(spectrum)
      const error = valuesOf(spectrum, wide).map((value, k) => Math.abs(value - whole[k]!))
      expect(Math.max(...error)).toBeLessThan(1e-15)
    }
  })

  it('errs by less than its bound', () => {
    const length = 2 ** 15
    const values = Float64Array.from({ length }, (_, i) => Math.exp(-i / 50) * uniform(i)())
    const error = valuesOf(spectrumOf(values)).map((value, k) => (value - values[k]!) ** 2)
    const size = sum(values.map(value => value * value))
    expect(Math.sqrt(sum(error) / size)).toBeLessThan(2 * transformError(length))
  })
})

const PAIRS: [string, DominatingPair][] = [
  ['one record', oneRecord(0.01, 1)],
  ['a rate near 1', oneRecord(0.999, 2)],
  ['little noise', oneRecord(0.2, 0.2)],
  ['five records', manyRecords(0.05, 1.5, 5)],
  ['a replaced record', replacedRecord(0.1, 1)],
]

describe.each(PAIRS)('the pair of %s', (_, pair) => {
  it('has a loss that increases, and finds a loss again', () => {
    let last = Number.NEGATIVE_INFINITY
    for (let x = -6 * pair.sigma; x < 1 + 6 * pair.sigma; x += pair.sigma / 7) {
      const loss = pair.loss(x)
      expect(loss).toBeGreaterThanOrEqual(last)
      if (loss > last + 1e-9) expect(pair.loss(pair.position(loss, x))).toBeCloseTo(loss, 11)
      last = loss
    }
  })

  it('on a grid keeps all probability under both hypotheses', () => {
    const grid = lossGrid(pair, 0.01, extentWithin(pair, 9))
    expect(sum(grid.mass) + grid.infinite).toBeCloseTo(1, 10)
    if (!pair.isSymmetric) expect(sum(dual(grid).mass) + grid.infiniteDual).toBeCloseTo(1, 10)
  })

  it.each([1, 7])('on a grid with bins of %d points never claims less than the exact delta', stride => {
    const grid = lossGrid(pair, 0.01, extentWithin(pair, 9), loss => (loss > 0.2 ? stride : 1))
    const deltaOf = ({ mass, first, spacing, infinite }: LossGrid, epsilon: number): number =>
      infinite +
      mass.reduce((total, p, i) => total + p * Math.max(0, -Math.expm1(epsilon - (first + i) * spacing)), 0)
    for (const epsilon of [0, 0.003, 0.1, 0.5, 1.234, 3]) {
      const { remove, add } = oneStepDeltas(pair, epsilon)
      const bound = deltaOf(grid, epsilon)
      expect(bound).toBeGreaterThanOrEqual(remove * (1 - 1e-9) - 1e-16)
      expect(bound).toBeLessThan(remove + 0.01 * stride)
      if (!pair.isSymmetric)
        expect(deltaOf(dual(grid), epsilon)).toBeGreaterThanOrEqual(add * (1 - 1e-9) - 1e-16)
    }
  })
})

const gridOf = (pair: DominatingPair, spacing: number, reach: number): LossGrid =>
  lossGrid(pair, spacing, extentWithin(pair, reach))

describe('composition', () => {
  it('is the convolution, from above and hardly so', () => {
    const a = gridOf(oneRecord(0.1, 1), 0.02, 8)
    const b = gridOf(oneRecord(0.3, 2), 0.02, 8)
    const direct = (epsilon: number): number => {
      let delta = 0
      a.mass.forEach((p, i) => {
        b.mass.forEach((q, j) => {
          delta += p * q * Math.max(0, -Math.expm1(epsilon - (a.first + i + b.first + j) * 0.02))
        })
      })
      return delta
    }
    const profile = compose(
      [
        { grid: a, steps: 1 },
        { grid: b, steps: 1 },
      ],
      4,
    )
    for (const epsilon of [0.5, 1, 2, 3]) {
      const bound = Math.exp(profileLogDelta(profile, epsilon))
      expect(bound).toBeGreaterThanOrEqual(direct(epsilon) * (1 - 1e-12))
      expect(bound).toBeLessThan(direct(epsilon) * (1 + 1e-6) + 1e-12)
    }
  })

  it('is above a simulation of the losses themselves, within its error', () => {
    const [q, sigma, steps, runs] = [0.2, 1, 30, 40_000]
    const pair = oneRecord(q, sigma)
    const random = uniform(7)
    const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
    const losses = Float64Array.from({ length: runs }, () => {
      let total = 0
      for (let t = 0; t < steps; t++) total += pair.loss((random() < q ? 1 : 0) + sigma * normal())
      return total
    })
    const profile = compose([{ grid: gridOf(pair, 0.002, 8), steps }], 1)
    for (const epsilon of [0.5, 1.5, 3]) {
      const hinges = losses.map(loss => Math.max(0, -Math.expm1(epsilon - loss)))
      const mean = sum(hinges) / runs
      const error = Math.sqrt(sum(hinges.map(hinge => (hinge - mean) ** 2))) / runs
      const bound = Math.exp(profileLogDelta(profile, epsilon))
      expect(Math.abs(bound - mean)).toBeLessThan(4.5 * error)
    }
  })

  it('in the other direction is the dual: delta_add(e) = 1 - e^e + e^e delta_remove(-e)', () => {
    const grid = gridOf(oneRecord(0.3, 1.2), 0.005, 9)
    const remove = compose([{ grid, steps: 12 }], 0.3)
    const add = compose([{ grid: dual(grid), steps: 12 }], 0.3)
    for (const epsilon of [0.25, 0.5, 1]) {
      const mirrored = 1 - Math.exp(epsilon) + Math.exp(epsilon + profileLogDelta(remove, -epsilon))
      expect(Math.exp(profileLogDelta(add, epsilon))).toBeCloseTo(mirrored, 7)
    }
  })

  it('does not care how the steps are divided', () => {
    const grid = gridOf(oneRecord(0.05, 1), 0.002, 9)
    const whole = compose([{ grid, steps: 700 }], 5)
    const parts = compose(
      [
        { grid, steps: 300 },
        { grid, steps: 400 },
      ],
      5,
    )
    for (const epsilon of [1, 2, 4])
      expect(profileLogDelta(parts, epsilon)).toBeCloseTo(profileLogDelta(whole, epsilon), 6)
  })
})
