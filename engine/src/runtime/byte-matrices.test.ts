import { describe, expect, it } from 'vitest'
import { quantizeMatrix } from './byte-matrices.js'
import { byteWeights } from './byte-weights.js'

const ROWS = 5
const COLUMNS = 7
const VALUES = Float32Array.from({ length: ROWS * COLUMNS }, (_, i) => Math.sin(i) * 10 ** (i % 4))

describe('a matrix as bytes', () => {
  it.each([
    [false, 'int8'],
    [true, 'int8'],
    [false, 'uint8'],
    [true, 'uint8'],
  ] as const)('is the matrix to half a step, transposed %s, %s', (isTransposed, held) => {
    const { bytes, scales } = quantizeMatrix(VALUES, [ROWS, COLUMNS], isTransposed, held)
    const outer = isTransposed ? ROWS : COLUMNS
    expect(scales).toHaveLength(outer)
    for (const [i, value] of VALUES.entries()) {
      const [row, column] = [Math.floor(i / COLUMNS), i % COLUMNS]
      const [inner, of] = isTransposed ? [column, row] : [row, column]
      const byte = bytes[inner * outer + of]! - (held === 'int8' ? 0 : 128)
      expect(Math.abs(byte)).toBeLessThanOrEqual(127)
      expect(Math.abs(byte * scales[of]! - value)).toBeLessThanOrEqual(0.5001 * scales[of]!)
    }
  })

  it('has the largest magnitude of every column at the end of the range', () => {
    const { bytes } = quantizeMatrix(VALUES, [ROWS, COLUMNS], false, 'int8')
    for (let column = 0; column < COLUMNS; column++) {
      const magnitudes = Array.from({ length: ROWS }, (_, row) => Math.abs(bytes[row * COLUMNS + column]!))
      expect(Math.max(...magnitudes)).toBe(127)
    }
  })

  it('of zeros is zeros, with scales of zero', () => {
    expect(quantizeMatrix(new Float32Array(6), [2, 3], true, 'uint8')).toEqual({
      bytes: new Uint8Array(6).fill(128),
      scales: new Float32Array(2),
    })
  })
})

it('is held in a way that this processor adds up exactly', async () => {
  expect(['int8', 'uint8']).toContain(await byteWeights())
})
