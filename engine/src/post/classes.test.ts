/**
 * What two models say together of classes, and how much one says at all.
 * @module
 */
import { describe, expect, it } from 'vitest'
import { agreementOf, calibrated, consensusOf, informationOf } from './classes.js'
import { knowledgeOf } from './transfer/knowledge.js'

describe('consensus', () => {
  it('is the geometric mean of two, normalised, in which the surer one decides', () => {
    const found = consensusOf(
      [
        [0.9, 0.1],
        [0.45, 0.55],
        [0.25, 0.75],
      ],
      [
        [0.4, 0.6],
        [0.8, 0.2],
        [0.75, 0.25],
      ],
    )
    const expected = Math.sqrt(0.36) / (Math.sqrt(0.36) + Math.sqrt(0.06))
    expect(found[0]![0]).toBeCloseTo(expected, 12)
    for (const p of found) expect(p[0]! + p[1]!).toBeCloseTo(1, 12)
    expect(found[1]![0]).toBeGreaterThan(0.5)
    expect(found[2]![0]).toBeCloseTo(0.5, 12)
  })

  it('leans to the one that weighs more', () => {
    const [a, b] = [[[0.9, 0.1]], [[0.2, 0.8]]]
    for (const [weight, expected] of [
      [0, a],
      [1, b],
    ] as const)
      expect(consensusOf(a, b, weight)[0]![0]).toBeCloseTo(expected[0]![0]!, 12)
    const odds = (0.9 / 0.1) ** 0.75 * (0.2 / 0.8) ** 0.25
    expect(consensusOf(a, b, 0.25)[0]![0]).toBeCloseTo(odds / (1 + odds), 12)
  })

  it('hears no more of a probability of nothing than of one in ten thousand', () => {
    expect(consensusOf([[1, 0]], [[0.5, 0.5]])).toEqual(consensusOf([[1, 1e-4]], [[0.5, 0.5]]))
  })

  it('agrees with itself', () => {
    const some = [
      [0.9, 0.1],
      [0.2, 0.8],
    ]
    expect(agreementOf(some, consensusOf(some, some))).toBe(1)
  })
})

/** Answers of a model that leans to class 0 by odds, and gives each text's own class as many odds more. */
const answers = (lean: number, sure: number): number[][] =>
  Array.from({ length: 30 }, (_, text) => {
    const weights = [lean, 1, 1].map((weight, k) => weight * (k === text % 3 ? sure : 1))
    const total = weights.reduce((a, b) => a + b, 0)
    return weights.map(weight => weight / total)
  })

describe('information', () => {
  it('is nothing where the answer is the same whatever the text, and ln K where each is sure of its own', () => {
    expect(informationOf(answers(1, 1))).toBeCloseTo(0, 12)
    expect(informationOf(answers(50, 1))).toBeCloseTo(0, 12)
    expect(informationOf(answers(1, 1e9))).toBeCloseTo(Math.log(3), 6)
    // Three answers of (1/2, 1/4, 1/4) by turns: ln 3 - 1.5 ln 2.
    expect(informationOf(answers(1, 2))).toBeCloseTo(Math.log(3) - 1.5 * Math.log(2), 12)
  })

  it('is hidden by a leaning to one class, which calibration takes out', () => {
    const [plain, leaning] = [answers(1, 4), answers(200, 4)]
    expect(informationOf(leaning)).toBeLessThan(0.1 * informationOf(plain))
    expect(informationOf(calibrated(leaning))).toBeCloseTo(informationOf(plain), 2)
    calibrated(plain).forEach((p, text) => {
      p.forEach((pk, k) => {
        expect(pk).toBeCloseTo(plain[text]![k]!, 12)
      })
    })
  })

  it('decides how far the model counts beside its student, whichever leans to a class', () => {
    expect(knowledgeOf(answers(1, 4), answers(1, 4)).weight).toBe(0.5)
    expect(knowledgeOf(answers(20, 4), answers(1, 4)).weight).toBeCloseTo(0.5, 2)
    expect(knowledgeOf(answers(1, 8), answers(1, 2)).weight).toBeGreaterThan(0.8)
    expect(knowledgeOf(answers(1, 2), answers(1, 8)).weight).toBeLessThan(0.2)
    expect(knowledgeOf(answers(9, 1), answers(1, 4))).toMatchObject({ model: expect.closeTo(0, 12) })
    expect(knowledgeOf(answers(9, 1), answers(9, 1)).weight).toBeCloseTo(0.5, 1)
  })
})
