import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clipToLattice, roundToFit } from './clipping.js'

const BITS = 24

const squaredNorm = (lattice: Float64Array): bigint =>
  lattice.reduce((sum, value) => sum + BigInt(value) * BigInt(value), 0n)

const clipped = (row: Float32Array, clip: number, bits = BITS): Float64Array => {
  const lattice = new Float64Array(row.length).fill(9)
  clipToLattice(row, 0, clip, bits, lattice)
  return lattice
}

describe('clipping to the lattice', () => {
  it('never exceeds the clipping norm, exactly in integers, for any float32 row', () => {
    const rows = fc.float32Array({ minLength: 1, maxLength: 60 })
    const clips = fc.double({ min: 1e-9, max: 1e9, noNaN: true })
    fc.assert(
      fc.property(rows, clips, fc.integer({ min: 4, max: 26 }), (row, clip, bits) => {
        expect(squaredNorm(clipped(row, clip, bits)) <= 1n << BigInt(2 * bits)).toBe(true)
      }),
      { numRuns: 500, seed: 1 },
    )
  })

  it('holds in high dimension, where roundings could add up', () => {
    for (const exponent of [-30, -3, 0, 3, 6, 30]) {
      const row = Float32Array.from(
        { length: 100_000 },
        (_, index) => 10 ** exponent * Math.sin(index * index),
      )
      const norm = squaredNorm(clipped(row, 1))
      expect(norm <= 1n << 48n).toBe(true)
      if (exponent >= 0) expect(Number(norm) / 2 ** 48).toBeGreaterThan(0.9999)
    }
  })

  it('shrinks until the exact check passes, even from a factor that is too large', () => {
    const row = Float32Array.from({ length: 1000 }, (_, index) => Math.cos(index))
    const lattice = new Float64Array(1000)
    for (const excess of [1 + 1e-9, 1 + 1e-7, 1.001]) {
      roundToFit(row, 0, (excess * 2 ** BITS) / Math.hypot(...row), BITS, lattice)
      expect(squaredNorm(lattice) <= 1n << 48n).toBe(true)
      expect(Number(squaredNorm(lattice)) / 2 ** 48).toBeGreaterThan(1 - 1e-5)
    }
  })

  it('keeps the direction, and keeps short rows as they are', () => {
    const steps = 2 ** BITS
    expect([...clipped(Float32Array.of(3, -4), 1)].map(value => value / steps)).toEqual([
      expect.closeTo(0.6, 6),
      expect.closeTo(-0.8, 6),
    ])
    expect([...clipped(Float32Array.of(0.25, -0.5, 0), 2)]).toEqual([steps / 8, -steps / 4, 0])
  })

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
    'maps a row with %d to zero',
    bad => {
      expect(clipped(Float32Array.of(1, bad, 2), 1)).toEqual(new Float64Array(3))
    },
  )

  it('reads its own row only', () => {
    const batch = Float32Array.of(Number.NaN, 1e30, 0.1, 0.2, Number.POSITIVE_INFINITY, 5)
    const lattice = new Float64Array(2)
    clipToLattice(batch, 2, 1, BITS, lattice)
    expect(lattice).toEqual(clipped(Float32Array.of(0.1, 0.2), 1))
  })
})
