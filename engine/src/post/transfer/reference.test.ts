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

it('finds the same right whatever class the model leans to', () => {
  const found = refer(constants)
  const leaning = Float32Array.from(
    constants.target,
    (value, at) => value + [3, -1.5, 0.5, 8, 0.5][at % VOCABULARY]!,
  )
  const other = refer({ ...constants, target: leaning })
  for (const name of ['moved', 'consensus'] as const)
    found[name].forEach((p, text) => {
      p.forEach((pk, k) => {
        expect(other[name][text]![k]).toBeCloseTo(pk, 5)
      })
    })
  expect(other.knowledge.weight).toBeCloseTo(found.knowledge.weight, 5)
  // The plain answers are what they are.
  expect(other.target).not.toEqual(found.target)
})

it('takes out of the words of the classes, and of no others, what the model leans to beyond the student', () => {
  const { leaning, knowledge } = refer(constants)
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
  const own = meanLogOdds(i => studentPrompted[i]!)
  expect(leaning[1]! - leaning[4]!).toBeCloseTo(moved - (1 - knowledge.weight ** 2) * own, 5)
})

it('lets classes come as often as the student says where the model knows nothing', () => {
  const flat = new Float32Array(TEXTS * VOCABULARY).map((_, at) => [3, -1.5, 0.5, 8, 0.5][at % VOCABULARY]!)
  const { knowledge, moved, student } = refer({ ...constants, target: flat, student: flat })
  expect(knowledge.weight).toBeCloseTo(0, 12)
  moved.forEach((p, text) => {
    p.forEach((pk, k) => {
      expect(pk).toBeCloseTo(student[text]![k]!, 5)
    })
  })
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
