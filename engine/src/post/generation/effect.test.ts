import { describe, expect, it } from 'vitest'
import { answerEffectOf } from './effect.js'

const TEXTS = 40
/** Two tokens for each text; the student's answers are of four kinds. */
const truth = (text: number) => [text % 4, 9]
const answers = (of: (text: number) => number[]) => Array.from({ length: TEXTS }, (_, text) => of(text))
/** Right on so many texts, and wrong in the second token on the others. */
const right = (count: number) => answers(text => (text < count ? truth(text) : [text % 4, 8]))

const check = (prompted: number[][], others: Partial<Parameters<typeof answerEffectOf>[0]> = {}) =>
  answerEffectOf({ prompted, target: right(4), direct: right(20), student: answers(truth), ...others })

describe('the effect of a transferred prompt on answers', () => {
  it('is counted by whole answers', () => {
    expect(check(right(30))).toMatchObject({
      agreement: 0.75,
      agreementBefore: 0.1,
      agreementDirect: 0.5,
      commonest: 0.2,
      judgement: 'worth using',
      worthUsing: true,
    })
  })

  it.each([
    ['worse than direct use', right(10), {}, /not worth using: .*25 % of held-out/],
    ['level with direct use', right(20), {}, /undecided: .*50 % of held-out/],
    ['ahead by what may be chance', right(21), {}, /undecided: .*which may be chance/],
    ['one answer to all', answers(() => [1, 9]), {}, /gives one answer to 100 %/],
    [
      'a student with one answer to all',
      right(30),
      { student: answers(() => [1, 9]) },
      /student's own prompt gives one answer to 100 %/,
    ],
  ])('is not worth using: %s', (_, prompted, others, verdict) => {
    const found = check(prompted, others)
    expect(found.worthUsing).toBe(false)
    expect(found.verdict).toMatch(verdict)
  })
})
