/**
 * The parts of the gradient canaries, each by what it promises.
 * @module
 */
import { createRandom } from '@promptpost/engine/text'
import { describe, expect, it } from 'vitest'
import { makePrivacyPlan } from '../../privacy/index.js'
import { drawDirections } from './directions.js'
import { injectCanaries } from './inject.js'
import { checkNoise, checkSignal, LEAST_P } from './law-check.js'

describe('directions', () => {
  it('are unit vectors at right angles, spread over all the room there is', () => {
    const directions = drawDirections(5, 23, 1)
    const rows = Array.from({ length: 5 }, (_, canary) => {
      const row = new Float32Array(23).fill(7)
      directions.write(canary, 3, row)
      return row
    })
    for (const [i, row] of rows.entries()) {
      expect(row.filter(value => value !== 0)).toHaveLength(4)
      const sums = new Float64Array(5)
      directions.project(row, 2, sums)
      for (const [j, sum] of sums.entries()) expect(sum).toBeCloseTo(i === j ? 6 : 0, 6)
    }
  })

  it('are refused when there are more canaries than parameters', () => {
    expect(() => drawDirections(24, 23, 1)).toThrow(/canaries: must be from 1 to the prompt's 23 parameters/)
  })
})

describe('injected canaries', () => {
  const plan = makePrivacyPlan({
    examples: 10,
    expectedBatch: 5,
    steps: 3,
    noiseMultiplier: 2,
    clip: 0.5,
    delta: 1e-3,
  })

  it('are seen where they are, with what the other records gave taken out again', () => {
    const given: Float32Array[] = []
    let sum = new Float64Array(8)
    const mechanism = {
      sample: () => [0, 1, 2, 3],
      accumulate: (gradients: Float32Array, count: number) => {
        for (let row = 0; row < count; row++) {
          const own = gradients.slice(row * 8, row * 8 + 8)
          given.push(own)
          const norm = Math.hypot(...own)
          const factor = Number.isFinite(norm) ? Math.min(1, 0.5 / norm) : 0
          if (factor > 0) sum = sum.map((value, j) => value + factor * own[j]!)
        }
      },
      // No noise at all: what is left is 1 for the canary that was drawn and 0 for the other.
      release: () => sum.map(value => value / 5),
    }
    const injection = injectCanaries(mechanism, plan, drawDirections(2, 8, 1), example =>
      example === 3 ? 1 : undefined,
    )
    const random = createRandom(2)
    const rows = Float32Array.from({ length: 32 }, (_, i) => (i < 8 ? 0.01 : 5) * random.normal())
    rows[17] = Number.NaN
    injection.mechanism.sample()
    injection.mechanism.accumulate(rows.slice(0, 24), 3, [0, 1, 2])
    injection.mechanism.accumulate(rows.slice(24), 1, [3])
    injection.mechanism.release()
    expect(Math.hypot(...given[3]!)).toBeCloseTo(25, 4)
    expect([...injection.sums].map(sum => Number(sum.toFixed(6)))).toEqual([0, 1])
    expect(injection.squares[0]).toBeCloseTo(0, 10)
    expect(injection.squares[1]).toBeCloseTo(1 / 4, 6)
    const loss = (outcome: number) => Math.log(0.5 + 0.5 * Math.exp((2 * outcome - 1) / 8))
    expect(injection.losses[0]).toBeCloseTo(loss(0), 6)
    expect(injection.losses[1]).toBeCloseTo(loss(1), 6)
    expect(injection.steps()).toBe(1)
  })

  it('ask to be told whose gradients they are given', () => {
    const nothing = { sample: () => [], accumulate: () => {}, release: () => new Float64Array(8) }
    const { mechanism } = injectCanaries(nothing, plan, drawDirections(2, 8, 1), () => undefined)
    expect(() => mechanism.accumulate(new Float32Array(8), 1)).toThrow(/whose gradients/)
  })
})

describe('the check of the noise', () => {
  const squaresOf = (scale: number, values: number): number => {
    const random = createRandom(5)
    let sum = 0
    for (let i = 0; i < values; i++) sum += (scale * random.normal()) ** 2
    return sum
  }

  it('has the tails of the chi-square law', () => {
    // Tabulated: P[chi-square(100) > 149.449] = 0.001, P[chi-square(100) < 61.918] = 0.001.
    expect(checkNoise(1, 149.449, 100).p).toBeCloseTo(0.002, 4)
    expect(checkNoise(1, 61.918, 100).p).toBeCloseTo(0.002, 4)
  })

  it('measures the noise and is quiet when it is right', () => {
    const { measured, p } = checkNoise(0.8, squaresOf(1, 20_000), 20_000)
    expect(measured).toBeCloseTo(0.8, 1)
    expect(p).toBeGreaterThan(1e-3)
  })

  it.each([0, 0.5, 0.95, 1.05])('raises the alarm over noise %d times as large', scale => {
    expect(checkNoise(0.8, squaresOf(scale, 20_000), 20_000).p).toBeLessThan(LEAST_P)
  })

  it('takes what is not a number for no noise of ours', () => {
    expect(checkNoise(1, Number.NaN, 100).p).toBe(0)
  })
})

describe('the check of the signal', () => {
  it('is a standard score', () => {
    // 400 values of mean 0.25 and variance 0.1875 + 1.8125 = 2: the mean has standard deviation 0.0707.
    const { measured, p } = checkSignal(
      0.25,
      Math.sqrt(1.8125),
      400 * (0.25 + 1.96 * Math.sqrt(2 / 400)),
      400,
    )
    expect(measured).toBeCloseTo(0.3886, 4)
    expect(p).toBeCloseTo(0.05, 3)
  })

  it.each([0.5, 2])('raises the alarm over a canary that counts %d times', factor => {
    expect(checkSignal(0.25, 1, 20_000 * 0.25 * factor, 20_000).p).toBeLessThan(LEAST_P)
  })
})
