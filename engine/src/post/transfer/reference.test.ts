/** What a transfer imitates does not depend on what a model leans to whatever the text. */
import { expect, it } from 'vitest'
import { createRandom } from '../../text/index.js'
import { calibrated } from '../classes.js'
import type { Constants } from './constants.js'
import { referencesOf } from './reference.js'

const TEXTS = 6
const VOCABULARY = 5
const HELD_OUT = 3
const READING = { columns: [1, 4, 2], wordCounts: [1, 2], scoring: 'mean-probability' as const }

const rows = (seed: number): Float32Array => {
  const random = createRandom(seed)
  return Float32Array.from({ length: TEXTS * VOCABULARY }, () => 4 * random.next() - 2)
}
const constants: Constants = { target: rows(1), studentPrompted: rows(2), student: rows(3) }
const refer = (of: Constants) => referencesOf(of, VOCABULARY, HELD_OUT, READING)

it('finds nearly the same right whatever class the model leans to, and as much knowledge', () => {
  const leant = (by: readonly number[]) =>
    refer({
      ...constants,
      target: constants.target.map((value, at) => value + by[at % VOCABULARY]!),
    })
  const found = leant([0, 7, 0, 0, 0])
  const other = leant([3, -8, 0, 8, 0])
  for (const name of ['moved', 'consensus'] as const)
    found[name].forEach((p, text) => {
      p.forEach((pk, k) => {
        expect(Math.abs(other[name][text]![k]! - pk)).toBeLessThan(0.05)
      })
    })
  expect(other.knowledge.weight).toBeCloseTo(found.knowledge.weight, 2)
  // The plain answers are what they are.
  expect(other.target).not.toEqual(found.target)
})

it('takes a leaning out of the words of the classes, and of no others', () => {
  const { leaning } = refer(constants)
  expect([leaning[0], leaning[3]]).toEqual([0, 0])
  expect(leaning[2]).toBe(leaning[4])
  expect(leaning[1]! + leaning[4]!).toBeCloseTo(0, 6)
  // The one word of the first class against the two of the second, over all texts.
  const meanLogOdds = (logitAt: (i: number) => number): number => {
    const odds = (text: number): number => {
      const at = (word: number): number => Math.exp(logitAt(text * VOCABULARY + word))
      return at(1) / ((at(4) + at(2)) / 2)
    }
    return Array.from({ length: TEXTS }, (_, text) => Math.log(odds(text))).reduce((a, b) => a + b) / TEXTS
  }
  const { target, studentPrompted, student } = constants
  const moved = meanLogOdds(i => target[i]! + studentPrompted[i]! - student[i]!)
  // How much of it depends on what both say of all texts (leaning.test.ts).
  const part = (leaning[1]! - leaning[4]!) / moved
  expect(part).toBeGreaterThan(0)
  expect(part).toBeLessThan(1)
})

it('calibrates once and for all', () => {
  const classes = [
    [0.7, 0.2, 0.1],
    [0.3, 0.3, 0.4],
  ]
  const once = calibrated(classes)
  calibrated(once).forEach((p, text) => {
    p.forEach((pk, k) => {
      expect(pk).toBeCloseTo(once[text]![k]!, 12)
    })
  })
})
