import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { downward, upward } from './figures.js'

describe('a shown figure', () => {
  const positive = fc.double({ min: 1e-9, max: 1e9, noNaN: true })
  const digits = fc.integer({ min: 3, max: 6 })

  it('is never on the wrong side, nor far from the true one', () => {
    fc.assert(
      fc.property(positive, digits, (value, places) => {
        const [above, below] = [Number(upward(value, places)), downward(value, places)]
        expect(above).toBeGreaterThanOrEqual(value)
        expect(below).toBeLessThanOrEqual(value)
        expect(above - below).toBeLessThanOrEqual(value * 2 * 10 ** (1 - places))
      }),
    )
  })

  it('of nothing is nothing, and of no bound is no bound', () => {
    expect([upward(0), downward(0), upward(Number.POSITIVE_INFINITY)]).toEqual(['0', 0, 'Infinity'])
  })
})
