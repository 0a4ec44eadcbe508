/**
 * The effect check calls a prompt worth using only when the target with it follows the prompted student better than
 * without it and better than with the student's prompt as it is, without one class taking all.
 * @module
 */
import { describe, expect, it } from 'vitest'
import { effectOf } from './effect.js'

const TEXTS = 40
const TASK = { template: '{text} is', verbalizer: { bad: ['bad'], good: ['good'] } }
/** Logits over a vocabulary of 3 whose first two words are the classes: the class chosen by each text. */
const choosing = (choice: (text: number) => number): Float32Array => {
  const logits = new Float32Array(TEXTS * 3)
  for (let text = 0; text < TEXTS; text++) logits[text * 3 + choice(text)] = 4
  return logits
}
const truth = (text: number) => text % 2
const mostly = (share: number) => (text: number) => (text < share * TEXTS ? truth(text) : 1 - truth(text))

const check = (choices: {
  prompted: (t: number) => number
  target?: typeof truth
  direct?: typeof truth
  student?: typeof truth
}) =>
  effectOf(
    {
      prompted: choosing(choices.prompted),
      target: choosing(choices.target ?? (() => 0)),
      direct: choosing(choices.direct ?? mostly(0.6)),
      studentPrompted: choosing(choices.student ?? truth),
    },
    3,
    [0, 1],
    [1, 1],
    TASK,
    TEXTS,
  )

describe('effectOf', () => {
  it('counts', () => {
    const found = check({ prompted: mostly(0.9) })
    expect(found).toMatchObject({
      agreement: 0.9,
      agreementBefore: 0.5,
      agreementDirect: 0.6,
      worthUsing: true,
    })
    expect(found.histogram).toEqual([0.5, 0.5])
    expect(found.studentHistogram).toEqual([0.5, 0.5])
    // Half of the texts change their class: p ln(p / q) there with p = softmax(4, 0) and q the other way round.
    const p = 1 / (1 + Math.exp(-4))
    expect(found.divergence).toBeCloseTo(0.5 * (p * 4 - (1 - p) * 4), 6)
  })

  it.each([
    ['one class takes all', check({ prompted: () => 1 }), /one class for 100 %/],
    [
      'the student itself knows one class',
      check({ prompted: truth, student: () => 0 }),
      /student's own prompt/,
    ],
    ['nothing changes', check({ prompted: truth, target: truth }), /hardly changes/],
    [
      'it follows the student no better than no prompt',
      check({ prompted: mostly(0.7), target: mostly(0.8) }),
      /80 % without/,
    ],
    [
      'direct use follows better',
      check({ prompted: mostly(0.7), direct: mostly(0.9) }),
      /90 % with the student's prompt/,
    ],
  ])('says no when %s', (_why, found, verdict) => {
    expect(found.worthUsing).toBe(false)
    expect(found.verdict).toMatch(/^not worth using: /)
    expect(found.verdict).toMatch(verdict)
  })

  it.each([
    ['ahead', check({ prompted: mostly(0.65), direct: mostly(0.6) })],
    ['behind', check({ prompted: mostly(0.65), direct: mostly(0.7) })],
  ])('leaves it open when it is %s by no more than chance makes likely', (_where, found) => {
    expect(found).toMatchObject({ judgement: 'undecided', worthUsing: false })
    expect(found.verdict).toMatch(/^undecided: .*which may be chance/)
  })
})
