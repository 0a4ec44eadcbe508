import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { evaluationOrder, lengthBuckets, makeBatches } from './batches.js'

const example = (length: number, first = 1) => ({
  ids: Array.from({ length }, (_, i) => first + i),
  readout: length - 1,
})

describe('lengthBuckets', () => {
  it('are the multiples that are needed', () => {
    expect(lengthBuckets([1, 8, 9, 30])).toEqual([8, 16, 32])
    expect(lengthBuckets([5, 20], { multiple: 16 })).toEqual([16, 32])
    expect(() => lengthBuckets([1], { multiple: 0 })).toThrow(/multiple/)
  })
})

describe('makeBatches', () => {
  it('pads on the right to the edge that holds the longest row', () => {
    const [first, second] = makeBatches([example(2), example(9), example(1)], { batchSize: 2, padId: 7 })
    expect(first).toMatchObject({ rows: 2, width: 16, examples: [0, 1] })
    expect([...first!.ids.slice(0, 16)]).toEqual([1, 2, ...Array(14).fill(7)])
    expect([...first!.lengths]).toEqual([2, 9])
    expect([...first!.readout]).toEqual([1, 8])
    expect(second).toMatchObject({ rows: 1, width: 8, examples: [2] })
  })
  it('follows the order and the edges given', () => {
    const batches = makeBatches([example(3), example(5)], {
      batchSize: 1,
      order: [1, 0, 1],
      bucketEdges: [4, 10],
    })
    expect(batches.map(batch => [batch.examples[0], batch.width])).toEqual([
      [1, 10],
      [0, 4],
      [1, 10],
    ])
  })
  it('keeps every token in its place, and sorting never pads whole batches more', () => {
    const lengths = fc.array(fc.integer({ min: 1, max: 70 }), { minLength: 1, maxLength: 40 })
    fc.assert(
      fc.property(lengths, fc.integer({ min: 1, max: 9 }), (sizes, batchSize) => {
        const encoded = sizes.map((size, index) => example(size, index * 100))
        const sorted = makeBatches(encoded, { batchSize, order: evaluationOrder(sizes) })
        const cells = (batches: typeof sorted) =>
          batches.reduce((sum, { rows, width }) => sum + rows * width, 0)
        if (sizes.length % batchSize === 0) {
          expect(cells(sorted)).toBeLessThanOrEqual(cells(makeBatches(encoded, { batchSize })))
        }
        expect(sorted.flatMap(batch => batch.examples).sort((a, b) => a - b)).toEqual(sizes.map((_, i) => i))
        for (const { ids, width, lengths, examples } of sorted) {
          for (const [row, index] of examples.entries()) {
            expect([...ids.slice(row * width, row * width + lengths[row]!)]).toEqual(encoded[index]!.ids)
          }
        }
      }),
    )
  })
  it('refuses what cannot be a batch', () => {
    expect(makeBatches([], { batchSize: 1 })).toEqual([])
    expect(() => makeBatches([example(1)], { batchSize: 0 })).toThrow(/batchSize/)
    expect(() => makeBatches([{ ids: [], readout: 0 }], { batchSize: 1 })).toThrow(/readout/)
    expect(() => makeBatches([example(1)], { batchSize: 1, order: [1] })).toThrow(/order/)
    expect(() => makeBatches([example(9)], { batchSize: 1, bucketEdges: [8] })).toThrow(/holds 9 tokens/)
    expect(() => makeBatches([example(1)], { batchSize: 1, bucketEdges: [8, 8] })).toThrow(/ascending/)
  })
})
