/** A mean over parts is the mean over all, whatever the parts. */
import { expect, it } from 'vitest'
import { meanInParts } from './in-parts.js'

const gradientOf = (example: number): number[] => [example, example ** 2]

it.each([
  [1, [1, 1, 1, 1, 1, 1, 1]],
  [3, [3, 3, 1]],
  [4, [4, 3]],
  [7, [7]],
  [100, [7]],
])('of seven examples, %d at a time', async (rows, sizes) => {
  const examples = [2, 3, 5, 7, 11, 13, 17]
  const seen: number[] = []
  const { gradient, loss } = await meanInParts(examples, rows, async part => {
    seen.push(part.length)
    const mean = (of: (example: number) => number): number =>
      part.reduce((sum, example) => sum + of(example), 0) / part.length
    return {
      gradient: Float32Array.from([0, 1].map(at => mean(example => gradientOf(example)[at]!))),
      loss: mean(example => 1 / example),
    }
  })
  expect(seen).toEqual(sizes)
  expect(gradient[0]).toBeCloseTo(58 / 7, 5)
  expect(gradient[1]).toBeCloseTo(666 / 7, 4)
  expect(loss).toBeCloseTo(examples.reduce((sum, example) => sum + 1 / example, 0) / 7, 12)
})
