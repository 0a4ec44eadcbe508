import { describe, expect, it } from 'vitest'
import { answeredText } from './answered-text.js'
import { answerStepFeeds, rowStarts } from './constants.js'

const VOCABULARY = 2
/** Texts of 2, 1 and 3 tokens whose answers have 3, 1 and 2. */
const TEXTS = [
  answeredText({ ids: [5, 6], readout: 1 }, [7, 8, 9], 4),
  answeredText({ ids: [5], readout: 0 }, [7], 4),
  answeredText({ ids: [5, 6, 7], readout: 2 }, [8, 9], 4),
]
/** Rows numbered from 0 over all texts, one value of each kind of constant beside the number. */
const constantsOf = (mark: number): Float32Array =>
  Float32Array.from({ length: 6 * VOCABULARY }, (_, i) => (i % 2 === 0 ? i / 2 : mark))

describe('a step on some texts with answers', () => {
  const starts = rowStarts(TEXTS)
  const constants = { target: constantsOf(1), studentPrompted: constantsOf(2), student: constantsOf(3) }
  const feeds = answerStepFeeds(constants, TEXTS, starts, VOCABULARY, [2, 0])

  it('has the constants of each position where the position is read', () => {
    expect(starts).toEqual([0, 3, 4, 6])
    expect([...feeds.readout.data]).toEqual([2, 3, 4, 1, 2, 3])
    expect(feeds.target.shape).toEqual([6, VOCABULARY])
    expect([...feeds.target.data]).toEqual([4, 1, 5, 1, 0, 0, 0, 1, 1, 1, 2, 1])
    expect([...feeds.studentPrompted.data]).toEqual([4, 2, 5, 2, 0, 0, 0, 2, 1, 2, 2, 2])
    expect([...feeds.student.data]).toEqual([4, 3, 5, 3, 0, 0, 0, 3, 1, 3, 2, 3])
  })

  it('weighs the texts alike, and the positions of each', () => {
    const third = Math.fround(Math.fround(1 / 3) / 2)
    expect([...feeds.weights.data]).toEqual([0.25, 0.25, 0, third, third, third])
  })
})
