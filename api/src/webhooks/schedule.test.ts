import { describe, expect, it } from 'vitest'
import { nextDelay, RETRY_DELAYS } from './schedule.js'

describe('the schedule', () => {
  it('is the one of the specification: ten tries in 75:35:05 hours', () => {
    const waits = Array.from({ length: 9 }, (_, i) => nextDelay(i + 1, 1, undefined, () => 0) as number)
    expect(waits).toEqual(RETRY_DELAYS)
    expect(waits.reduce((sum, wait) => sum + wait, 0)).toBe(((75 * 60 + 35) * 60 + 5) * 1000)
    expect(nextDelay(10, 1)).toBeUndefined()
  })

  it('adds up to a fifth by chance, and can be scaled', () => {
    expect(nextDelay(1, 1, undefined, () => 1)).toBe(6000)
    expect(nextDelay(1, 0.001, undefined, () => 0)).toBe(5)
    const some = new Set(Array.from({ length: 20 }, () => nextDelay(9, 1)))
    expect(some.size).toBeGreaterThan(10)
  })

  it('waits longer when the receiver asks for it, at most a day, and never shorter', () => {
    const wait = (header: string) => nextDelay(1, 1, header, () => 0, Date.parse('2026-01-01T00:00:00Z'))
    expect(['60', '1', '999999', 'Thu, 01 Jan 2026 00:02:00 GMT', 'soon', '-5', ''].map(wait)).toEqual([
      60_000, 5000, 86_400_000, 120_000, 5000, 5000, 5000,
    ])
  })
})
