/**
 * Steps that are left open: a steady rate while held-out text gains, then a fall.
 * @module
 */
import { describe, expect, it } from 'vitest'
import { CHECK_EVERY, endOf, isReading, MOST_STEPS, newPace, putDown, rateAt } from './pace.js'

/** Runs a pace to its end over losses by step. */
const follow = (lossAt: (step: number) => number) => {
  const pace = newPace()
  const rates: number[] = []
  while (rates.length < endOf('auto', pace)) {
    rates.push(rateAt(rates.length, 'auto', pace))
    if (isReading(rates.length, 'auto', pace)) putDown(pace, rates.length, lossAt(rates.length))
  }
  return { pace, rates }
}

describe('open steps', () => {
  it('end soon where nothing is gained', () => {
    const { pace, rates } = follow(() => 1)
    expect(pace.fallFrom).toBe(3 * CHECK_EVERY)
    expect(rates).toHaveLength(195)
  })

  it('go on while two readings bring more than three in a hundred, and end then', () => {
    const { pace } = follow(step => 1 + Math.exp(-step / 200))
    const gain = (at: number) => 1 - (1 + Math.exp(-at / 200)) / (1 + Math.exp(-(at - 100) / 200))
    expect(gain(pace.fallFrom!)).toBeLessThan(0.03)
    expect(gain(pace.fallFrom! - CHECK_EVERY)).toBeGreaterThan(0.03)
  })

  it('hold out through one bad reading', () => {
    const { pace } = follow(step => (step === 200 ? 5 : 0.98 ** (step / 10)))
    expect(pace.fallFrom).toBeGreaterThan(600)
  })

  it('end at the latest where they must', () => {
    const { rates } = follow(step => 0.5 ** (step / 50))
    expect(rates).toHaveLength(MOST_STEPS)
    expect(rates.at(-1)).toBeLessThan(0.1)
  })

  it('warm up, stay at the full rate, and fall to a twentieth', () => {
    const { pace, rates } = follow(() => 1)
    expect(rates[0]).toBeCloseTo(0.05, 12)
    expect(rates.slice(19, pace.fallFrom! + 1).every(rate => rate === 1)).toBe(true)
    rates.slice(pace.fallFrom! + 1).forEach((rate, i, all) => {
      expect(rate).toBeLessThan(i === 0 ? 1 : all[i - 1]!)
    })
    expect(rates.at(-1)).toBeGreaterThan(0.05)
    expect(rates.at(-1)).toBeLessThan(0.1)
  })

  it('are as many as asked otherwise, whatever is read', () => {
    expect(endOf(400, { readings: [1, 1, 1, 1] })).toBe(400)
    expect(isReading(50, 400, newPace())).toBe(false)
  })
})
