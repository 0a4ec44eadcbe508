import { setImmediate as turn } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { createTogether } from './together.js'

/** Doubles numbers, two turns a go, and tells which it had together. */
const bench = (most?: number) => {
  const goes: string[] = []
  const double = createTogether<number, number>(async (name, items) => {
    goes.push(`${name}${items.join('')}`)
    await turn()
    await turn()
    if (items.includes(0)) throw new Error(`no zero: ${items}`)
    return items.map(item => 2 * item)
  }, most)
  return { goes, double }
}

it('what comes while others are at work goes next, all at once, apart for each name', async () => {
  const { goes, double } = bench()
  const first = [1, 2, 3].map(item => double('a', item))
  const other = double('b', 4)
  await turn()
  const later = double('a', 5)
  expect(await Promise.all([...first, other, later])).toEqual([2, 4, 6, 8, 10])
  expect(goes).toEqual(['a1', 'b4', 'a235'])
  expect(await double('a', 6)).toBe(12)
})

it('goes are of so many at most', async () => {
  const { goes, double } = bench(2)
  expect(await Promise.all([1, 2, 3, 4].map(item => double('a', item)))).toEqual([2, 4, 6, 8])
  expect(goes).toEqual(['a1', 'a23', 'a4'])
})

it('a failure is of one go, and those after it go on', async () => {
  const { double } = bench()
  const asked = [1, 0, 2].map(item => double('a', item))
  const outcomes = await Promise.allSettled(asked)
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected'])
  expect(await double('a', 3)).toBe(6)
})
