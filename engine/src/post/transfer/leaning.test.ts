/** A leaning is taken out where the prompted student does not share it, and left in where it does. */
import { expect, it } from 'vitest'
import { createRandom } from '../../text/index.js'
import { type Classes, calibrated, divergenceOf, leaningsOf, sharesOf } from '../classes.js'
import { falseLeanings } from './leaning.js'

const random = createRandom(3)
const TEXTS = 200

/** Texts of two classes, the first with a share; each is told with some odds, and all lean to the second class. */
const side = (share: number, odds: number, leaning: number): Classes =>
  Array.from({ length: TEXTS }, (_, text) => {
    const right = text < share * TEXTS ? odds : -odds
    const first = 1 / (1 + Math.exp(-(right + random.next() - 0.5 - leaning)))
    return [first, 1 - first]
  })

it('takes out what the student does not lean to', () => {
  const [moved, student] = [side(0.5, 2, 4), side(0.5, 2, 0)]
  expect(divergenceOf(sharesOf(student), sharesOf(moved))).toBeGreaterThan(0.5)
  const out = falseLeanings(moved, student)
  expect(out[1]!).toBeGreaterThan(0.95 * leaningsOf(moved)[1]!)
  const right = calibrated(moved, out).filter(([first], text) => first! > 0.5 === text < TEXTS / 2)
  expect(right.length / TEXTS).toBeGreaterThan(0.95)
})

it('leaves in what both lean to, as one class comes more often', () => {
  const [moved, student] = [side(0.15, 2, 0), side(0.15, 2, 0)]
  expect(leaningsOf(moved)[1]!).toBeGreaterThan(0.5)
  for (const leaning of falseLeanings(moved, student)) expect(Math.abs(leaning)).toBeLessThan(0.1)
})

it('diverges by nothing from itself, and by as much as it costs to be told apart', () => {
  expect(divergenceOf([0.25, 0.75], [0.25, 0.75])).toBe(0)
  expect(divergenceOf([0.5, 0.5], [0.25, 0.75])).toBeCloseTo(0.5 * Math.log(2) + 0.5 * Math.log(2 / 3), 12)
  expect(divergenceOf([1, 0], [0.5, 0.5])).toBeCloseTo(Math.log(2), 12)
})
