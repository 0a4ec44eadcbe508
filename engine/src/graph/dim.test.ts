/**
 * Symbolic dimensions: laws of a commutative ring, and one spelling per polynomial.
 * @module
 */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDims, broadcastShapes, type Dim, dimTerms, multiplyDims, sameShape } from './dim.js'
import { evaluateDim } from './testing/tensor.js'

const SIZES = { A: 2, B: 3, T: 5, n_1: 7 }

/** Sums of products of symbols and small numbers, negative ones too. */
const dims: fc.Arbitrary<Dim> = fc
  .array(
    fc.tuple(
      fc.integer({ min: -4, max: 9 }),
      fc.array(fc.constantFrom(...Object.keys(SIZES)), { maxLength: 3 }),
    ),
    { maxLength: 4 },
  )
  .map(terms => addDims(0, ...terms.map(([number, symbols]) => multiplyDims(number, ...symbols))))

const value = (dim: Dim) => evaluateDim(dim, SIZES)

describe('dimension algebra', () => {
  it('adds and multiplies as numbers do', () => {
    fc.assert(
      fc.property(dims, dims, (a, b) => {
        expect(value(addDims(a, b))).toBe(value(a) + value(b))
        expect(value(multiplyDims(a, b))).toBe(value(a) * value(b) + 0)
      }),
    )
  })

  it('is commutative and associative', () => {
    fc.assert(
      fc.property(dims, dims, dims, (a, b, c) => {
        expect(addDims(a, b)).toBe(addDims(b, a))
        expect(multiplyDims(a, b)).toBe(multiplyDims(b, a))
        expect(addDims(addDims(a, b), c)).toBe(addDims(a, b, c))
        expect(multiplyDims(multiplyDims(a, b), c)).toBe(multiplyDims(a, b, c))
      }),
    )
  })

  it('is distributive', () => {
    fc.assert(
      fc.property(dims, dims, dims, (a, b, c) => {
        expect(multiplyDims(a, addDims(b, c))).toBe(addDims(multiplyDims(a, b), multiplyDims(a, c)))
      }),
    )
  })

  it('has neutral elements, and zero takes everything', () => {
    fc.assert(
      fc.property(dims, a => {
        expect(addDims(a, 0)).toBe(a)
        expect(multiplyDims(a, 1)).toBe(a)
        expect(multiplyDims(a, 0)).toBe(0)
        expect(addDims(a, multiplyDims(a, -1))).toBe(0)
      }),
    )
  })

  it('spells each polynomial one way', () => {
    fc.assert(
      fc.property(dims, a => {
        expect(addDims(a)).toBe(a)
        const terms = dimTerms(a).map(({ symbols, coefficient }) =>
          multiplyDims(coefficient, ...symbols.reverse()),
        )
        expect(addDims(0, ...terms.reverse())).toBe(a)
      }),
    )
    expect(addDims('T*B', 20, 'B', 'B')).toBe('2*B+B*T+20')
    expect(multiplyDims('B', addDims('n', 'T'))).toBe('B*T+B*n')
    expect(addDims('B', -1, multiplyDims('B', -1))).toBe(-1)
  })

  it.each(['', 'B-1', 'B+', '*B', 'B*2', '1.5', 'B T', '2B', '-B'])('refuses %j', text => {
    expect(() => addDims(text)).toThrow(expect.objectContaining({ code: 'invalid-graph' }))
  })
})

describe('shapes', () => {
  it('broadcast as NumPy does, the same both ways', () => {
    expect(broadcastShapes(['B', 1, 3], ['T', 1])).toEqual(['B', 'T', 3])
    expect(broadcastShapes([], ['B'])).toEqual(['B'])
    expect(broadcastShapes([0, 3], [1, 3])).toEqual([0, 3])
    const sizes = fc.array(fc.constantFrom<Dim>(1, 3, 'B'), { maxLength: 4 })
    fc.assert(
      fc.property(sizes, a => {
        expect(broadcastShapes(a, a)).toEqual(a)
        const ones = a.map(() => 1)
        expect(broadcastShapes(a, ones)).toEqual(broadcastShapes(ones, a))
      }),
    )
  })

  it('of different symbols, or of a symbol and a number, do not broadcast', () => {
    for (const [a, b] of [
      ['B', 'T'],
      ['B', 3],
      [2, 3],
    ] as const) {
      expect(() => broadcastShapes([a], [b])).toThrow(`shapes [${a}] and [${b}] do not broadcast`)
    }
  })

  it('are the same only with equal axes in order', () => {
    expect(sameShape(['B', 3], ['B', 3])).toBe(true)
    expect(sameShape(['B', 3], [3, 'B'])).toBe(false)
    expect(sameShape(['B'], ['B', 1])).toBe(false)
  })
})
