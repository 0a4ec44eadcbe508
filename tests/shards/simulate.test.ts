import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fitLine, type MeasuredShard, type Settings, simulate } from './simulate.js'

const settings: Settings = { machineSeconds: 0, interruptions: 0, rounds: 200, seed: 1 }
const exact = { fixed: 3, pace: 0.5, ratios: [1] }
const BATCHES = [8, 4, 4, 2, 2, 2, 2, 1, 1, 1]
const ALL = BATCHES.reduce((a, b) => a + b, 0)

describe('the line through measured shards', () => {
  it('is the one they lie on, and what they are off it otherwise', () => {
    const positive = fc.double({ min: 0.1, max: 100, noNaN: true })
    fc.assert(
      fc.property(
        positive,
        positive,
        fc.uniqueArray(fc.integer({ min: 1, max: 1000 }), { minLength: 2 }),
        (fixed, pace, sizes) => {
          const shards: MeasuredShard[] = sizes.map(size => ({ of: 1, size, seconds: fixed + pace * size }))
          const found = fitLine(shards)
          for (const size of sizes) {
            const [a, b] = [found.fixed + found.pace * size, fixed + pace * size]
            expect(Math.abs(a / b - 1)).toBeLessThan(1e-3)
          }
          expect(found.ratios.every(ratio => Math.abs(ratio - 1) < 1e-3)).toBe(true)
        },
      ),
    )
    const off = fitLine([
      { of: 1, size: 10, seconds: 10 },
      { of: 1, size: 10, seconds: 20 },
    ])
    expect(off.ratios[1]! / off.ratios[0]!).toBeCloseTo(2)
    expect(
      fitLine([
        { of: 1, size: 10, seconds: 5 },
        { of: 1, size: 20, seconds: 4 },
      ]).pace,
    ).toBe(0)
  })
})

describe('a simulated job', () => {
  it('takes on one machine what its parts take, and costs that', () => {
    const one = simulate(exact, [2], BATCHES, 1, { ...settings, machineSeconds: 60 })
    expect(one).toMatchObject({
      median: 60 + 3 + ALL / 2 + 2,
      late: 60 + 3 + ALL / 2 + 2,
      straggling: 1,
      again: 0,
    })
    expect(one.machineHours * 3600).toBeCloseTo(one.median)
  })

  it('gets no slower on more machines, and pays the start of each', () => {
    let before = Number.POSITIVE_INFINITY
    for (let machines = 1; machines <= 64; machines++) {
      const { median, machineHours } = simulate(exact, [2], BATCHES, machines, {
        ...settings,
        machineSeconds: 60,
      })
      expect(median).toBeLessThanOrEqual(before)
      expect(machineHours * 3600).toBeCloseTo(machines * 63 + ALL / 2 + 2)
      before = median
    }
    // No less than its largest batch.
    expect(before).toBe(60 + 3 + 8 / 2 + 2)
  })

  it('waits for stragglers, the longer the more shards there are', () => {
    const noisy = { ...exact, ratios: [1, 1, 1, 3] }
    const even = Array.from({ length: 64 }, () => 1)
    const [few, many] = [2, 16].map(machines => simulate(noisy, [0], even, machines, settings))
    expect(few!.straggling).toBeGreaterThan(1.1)
    expect(many!.straggling).toBeGreaterThan(few!.straggling)
    expect(simulate(exact, [0], even, 16, settings).straggling).toBe(1)
  })

  it('does what was interrupted again, and pays for both', () => {
    // An hour a shard at one interruption an hour: e attempts of it, and (e - 1) hours, on average.
    const hour = { fixed: 3600, pace: 0, ratios: [1] }
    const { again, machineHours } = simulate(hour, [0], [1], 1, {
      ...settings,
      interruptions: 1,
      rounds: 20_000,
    })
    expect(again).toBeGreaterThan((Math.E - 1) * 0.95)
    expect(again).toBeLessThan((Math.E - 1) * 1.05)
    expect(machineHours).toBeGreaterThan((Math.E - 1) * 0.95)
    expect(machineHours).toBeLessThan((Math.E - 1) * 1.05)
  })

  it('is the same for the same seed', () => {
    const noisy = { ...exact, ratios: [0.8, 1, 1.3] }
    const run = (seed: number) => simulate(noisy, [1, 2], BATCHES, 4, { ...settings, interruptions: 5, seed })
    expect(run(1)).toEqual(run(1))
    expect(run(1)).not.toEqual(run(2))
  })
})
