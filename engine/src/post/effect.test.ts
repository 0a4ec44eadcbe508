/**
 * The effect check calls a prompt worth using only when the target with it follows the prompted student better than
 * without it and better than with the student's prompt as it is, without one class taking all.
 * @module
 */
import { describe, expect, it } from 'vitest'
import type { Classes } from './classes.js'
import { effectOf, expectedLeadOver } from './effect.js'

const TEXTS = 40
/** softmax(4, 0) for the class that each text chooses. */
const SURE = 1 / (1 + Math.exp(-4))
const choosing = (choice: (text: number) => number, sure = SURE): Classes =>
  Array.from({ length: TEXTS }, (_, text) => [0, 1].map(k => (k === choice(text) ? sure : 1 - sure)))
const truth = (text: number) => text % 2
const mostly = (share: number) => (text: number) => (text < share * TEXTS ? truth(text) : 1 - truth(text))

const check = (choices: {
  prompted: (t: number) => number
  target?: typeof truth
  direct?: typeof truth
  student?: typeof truth
  consensus?: typeof truth
  moved?: typeof truth
  sure?: number
}) =>
  effectOf({
    prompted: choosing(choices.prompted),
    target: choosing(choices.target ?? (() => 0)),
    direct: choosing(choices.direct ?? mostly(0.6)),
    student: choosing(choices.student ?? truth),
    consensus: choosing(choices.consensus ?? truth, choices.sure),
    moved: choosing(choices.moved ?? choices.consensus ?? truth),
  })

describe('effectOf', () => {
  it('counts', () => {
    const found = check({ prompted: mostly(0.9) })
    expect(found).toMatchObject({
      agreement: 0.9,
      agreementBefore: 0.5,
      agreementDirect: 0.6,
      consensus: 0.9,
      consensusBefore: 0.5,
      consensusDirect: 0.6,
      worthUsing: true,
    })
    expect(found.histogram).toEqual([0.5, 0.5])
    expect(found.studentHistogram).toEqual([0.5, 0.5])
    // Half of the texts change their class: p ln(p / q) there with p = softmax(4, 0) and q the other way round.
    expect(found.divergence).toBeCloseTo(0.5 * (SURE * 4 - (1 - SURE) * 4), 6)
  })

  it.each([
    ['one class takes all', check({ prompted: () => 1 }), /one class for 100 %/],
    [
      'the student itself knows one class',
      check({ prompted: truth, student: () => 0, consensus: () => 0 }),
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

  it('says neither yes nor no by a student that answers one class where what is imitated does not', () => {
    const student = () => 0
    const followed = check({ prompted: truth, student, consensus: truth })
    expect([followed.judgement, followed.verdict]).toEqual([
      'undecided',
      expect.stringContaining("student's own prompt answers one class for 100 %"),
    ])
    expect(check({ prompted: mostly(0.6), target: mostly(0.95), student, consensus: truth }).judgement).toBe(
      'not worth using',
    )
  })

  it('takes for right what student and model say together, not the student alone', () => {
    // A student that leans to a class, and a prompt that does not follow it there.
    const leaning = (text: number): number => (text % 4 === 0 ? 1 : truth(text))
    const found = check({ prompted: truth, student: leaning, direct: leaning, target: mostly(0.5) })
    expect(found).toMatchObject({ agreement: 0.75, agreementDirect: 1, consensus: 1, consensusDirect: 0.75 })
    expect(found.judgement).toBe('worth using')
    const follower = check({ prompted: leaning, student: leaning, direct: truth, target: mostly(0.5) })
    expect(follower.judgement).toBe('not worth using')
  })

  it('leaves it open when the moved model alone says clearly the opposite', () => {
    const opposite = (text: number): number => 1 - truth(text)
    for (const prompted of [mostly(0.9), mostly(0.1)]) {
      const found = check({ prompted, direct: mostly(0.5), target: mostly(0.5), moved: opposite })
      expect(found).toMatchObject({ judgement: 'undecided', worthUsing: false })
      expect(found.verdict).toMatch(/the other way round$/)
    }
  })

  it('leaves it open when those who say so know too little themselves', () => {
    // 16 of 40 texts apart, on each of which the one or the other is right with 0.55 and 0.45: 1.6 texts ahead, give or take 4.
    const ahead = { prompted: mostly(0.9), direct: mostly(0.5), target: mostly(0.5) }
    expect(expectedLeadOver(choosing(mostly(0.5)), choosing(mostly(0.9)), choosing(truth, 0.55))).toBeCloseTo(
      (16 * 0.1) / Math.sqrt(16 * (1 - 0.1 ** 2)),
      12,
    )
    const behind = { prompted: mostly(0.5), direct: mostly(0.9), target: mostly(0.9) }
    for (const choices of [ahead, behind]) {
      const found = check({ ...choices, sure: 0.55 })
      expect(found).toMatchObject({ judgement: 'undecided', worthUsing: false })
      expect(found.verdict).toMatch(/say so little of these texts that it may not be right$/)
    }
    expect(check({ ...ahead, sure: 0.75 }).judgement).toBe('worth using')
    expect(check({ ...behind, sure: 0.75 }).judgement).toBe('not worth using')
  })

  it.each([
    ['ahead', check({ prompted: mostly(0.65), direct: mostly(0.6) })],
    ['behind', check({ prompted: mostly(0.65), direct: mostly(0.7) })],
  ])('leaves it open when it is %s by no more than chance makes likely', (_where, found) => {
    expect(found).toMatchObject({ judgement: 'undecided', worthUsing: false })
    expect(found.verdict).toMatch(/^undecided: .*which may be chance/)
  })
})
