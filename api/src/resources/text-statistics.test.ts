import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createTextStatistics } from './text-statistics.js'

/** The same, from all texts at once. */
const byDefinition = (texts: readonly string[]) => {
  const of = (lengths: number[]) => {
    const sorted = [...lengths].sort((a, b) => a - b)
    const middle = sorted.length / 2
    const median = Number.isInteger(middle)
      ? (sorted[middle - 1]! + sorted[middle]!) / 2
      : sorted[Math.floor(middle)]!
    return { min: sorted[0], median, max: sorted.at(-1) }
  }
  return {
    characters: of(texts.map(text => text.length)),
    bytes: of(texts.map(text => Buffer.byteLength(text))),
    duplicates: texts.length - new Set(texts).size,
  }
}

it('are those of the texts, whatever they are', () => {
  const text = fc.oneof(fc.constantFrom('a', 'b', 'é', '💥'), fc.string({ unit: 'binary', maxLength: 1000 }))
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 60 }), texts => {
      const statistics = createTextStatistics(2000)
      for (const each of texts) statistics.add(each)
      expect(statistics.summary()).toEqual(byDefinition(texts))
      expect(statistics.count()).toBe(texts.length)
    }),
  )
  expect(createTextStatistics(10).summary()).toBeUndefined()
})

it('find every duplicate among many texts, and none where there is none', () => {
  const statistics = createTextStatistics(100)
  const text = (i: number) => createHash('md5').update(`${i}`).digest('hex')
  for (let i = 0; i < 20_000; i++) statistics.add(text(i))
  for (let i = 0; i < 20_000; i += 5) statistics.add(text(i))
  expect(statistics.summary()?.duplicates).toBe(4000)
})

it('remember no more texts than they may', () => {
  const statistics = createTextStatistics(10, 2)
  for (const each of ['a', 'b', 'c', 'a', 'c']) statistics.add(each)
  expect(statistics.summary()?.duplicates).toBe(1)
})
