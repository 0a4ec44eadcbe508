/** Samples of uneven classes, and what taking a leaning out does there. */

import { createRandom } from '@promptpost/engine/text'
import { expect, it } from 'vitest'
import { leaningsStudied, uneven } from './leanings.js'
import { movedOf } from './moved.js'

it('moves a model’s classes as the prompt moves the student’s, without what they lean to falsely', () => {
  const sides = {
    zeroShot: [
      [0.5, 0.5],
      [0.8, 0.2],
    ],
    student: [
      [0.8, 0.2],
      [0.9, 0.1],
    ],
    bare: [
      [0.5, 0.5],
      [0.5, 0.5],
    ],
  }
  // The odds of the model are 1 and 4, those of the prompt 4 and 9 on the student's even ones: 4 and 36, which share 12, of which a part
  // is taken out.
  const odds = movedOf(sides).map(([yes, no]) => yes! / no!)
  expect(odds[1]! / odds[0]!).toBeCloseTo(9, 10)
  expect(odds[0]!).toBeLessThan(4)
  expect(odds[0]!).toBeGreaterThan(1 / 3)
})

it('takes as many texts as make one class as frequent as it should be', () => {
  const truth = Array.from({ length: 100 }, (_, text) => text % 4)
  const texts = truth.map((_, text) => text)
  const found = uneven(texts, truth, { major: 2, share: 0.7 })!
  expect(found).toHaveLength(35)
  expect(found.filter(text => truth[text] === 2)).toHaveLength(25)
  expect(new Set(found).size).toBe(35)
  expect(uneven(texts.slice(0, 20), truth, { major: 2, share: 0.7 })).toBeUndefined()
})

it('gains by taking a false leaning out where classes are even, and loses by taking a true one out where they are not', () => {
  const random = createRandom(7)
  const truth = Array.from({ length: 600 }, (_, text) => text % 3)
  /** Says the truth with odds of e^strength, less sure by noise, and leans to the first class. */
  const side = (strength: number, leaning: number) =>
    truth.map(right => {
      const weights = [0, 1, 2].map(k =>
        Math.exp((k === right ? strength : 0) + (k === 0 ? leaning : 0) + random.next() * 2),
      )
      const total = weights.reduce((a, b) => a + b)
      return weights.map(weight => weight / total)
    })
  const bare = truth.map(() => [1 / 3, 1 / 3, 1 / 3])
  const [even, , uneven] = leaningsStudied({
    sides: { zeroShot: side(1.2, 3), student: side(1, 0), bare },
    truth,
  })
  expect(even!.means.all! - even!.means.nothing!).toBeGreaterThan(0.1)
  const [, , ofFair] = leaningsStudied({
    sides: { zeroShot: side(1.2, 0), student: side(1, 0), bare },
    truth,
  })
  expect(ofFair!.share).toBe(0.7)
  expect(ofFair!.means.nothing! - ofFair!.means.all!).toBeGreaterThan(0.02)
  const kept = 'as far as the sides disagree'
  expect(ofFair!.means[kept]!).toBeGreaterThan(ofFair!.means.all!)
  expect(uneven!.means[kept]!).toBeGreaterThan(uneven!.means.nothing!)
})
