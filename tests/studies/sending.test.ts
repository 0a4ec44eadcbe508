import type { Prediction } from '@promptpost/engine/post'
import { describe, expect, it } from 'vitest'
import { type Answers, calibrationOf, sendingBy, sendingTables } from './sending.js'

const say = (label: string, confidence: number): Prediction => ({
  label,
  scores: label === 'a' ? [confidence, 1 - confidence] : [1 - confidence, confidence],
})

/** The student is right where it is sure; the model is right on three of the others. */
const ANSWERS: Answers = {
  labels: ['a', 'a', 'b', 'b', 'a'],
  student: [say('a', 0.95), say('b', 0.6), say('b', 0.9), say('a', 0.7), say('b', 0.55)],
  model: [say('b', 0.9), say('a', 0.9), say('b', 0.9), say('b', 0.9), say('b', 0.9)],
}

describe('sending', () => {
  it.each([
    [
      { sendAtMost: 0 },
      { sent: 0, accuracy: 0.4, atHome: 0.4, studentOnSent: Number.NaN, modelOnSent: Number.NaN },
    ],
    [{ sendAtMost: 0.4 }, { sent: 0.4, accuracy: 0.6, atHome: 2 / 3, studentOnSent: 0, modelOnSent: 0.5 }],
    [{ confidence: 0.8 }, { sent: 0.6, accuracy: 0.8, atHome: 1, studentOnSent: 0, modelOnSent: 2 / 3 }],
    [{ sendAtMost: 1 }, { sent: 1, accuracy: 0.6, atHome: Number.NaN, studentOnSent: 0.4, modelOnSent: 0.6 }],
  ])('by %j', (rule, outcome) => {
    expect(sendingBy(ANSWERS, rule)).toEqual(outcome)
  })

  it('is printed as a table, with means over seeds', () => {
    const table = sendingTables('S', [ANSWERS, { ...ANSWERS, model: ANSWERS.student }])
    expect(table).toContain('| 0 % | 0.0 | 40.0 | 11.8 – 76.9 | 40.0 | – | – |')
    // (60 + 40) / 2, and the second seed's model is its student.
    expect(table).toContain('| 100 % | 100.0 | 50.0 | 17.0 – 83.0 | – | 40.0 | 50.0 |')
    expect(table).toMatch(/calibration error of S: 40\.0 points; .*: 34\.0\.$/)
  })
})

describe('the expected calibration error', () => {
  it('is that of bins, and not that of the whole', () => {
    // 0.95, 0.9 | 0.6 | 0.7 | 0.55 of fifteenths: 14, 13, 9, 10, 8.
    const { error, bias } = calibrationOf(ANSWERS.student, ANSWERS.labels)
    expect(error).toBeCloseTo((0.05 + 0.1 + 0.6 + 0.7 + 0.55) / 5)
    expect(bias).toBeCloseTo((0.95 + 0.9 + 0.6 + 0.7 + 0.55 - 2) / 5)
  })

  it('vanishes where confidence is accuracy', () => {
    const student = Array.from({ length: 10 }, (_, at) => say(at < 8 ? 'a' : 'b', 0.8))
    const found = calibrationOf(student, new Array(10).fill('a'))
    expect(found.error).toBeCloseTo(0)
  })

  it('counts full confidence', () => {
    expect(calibrationOf([say('a', 1)], ['b'])).toEqual({ error: 1, bias: 1 })
  })
})
