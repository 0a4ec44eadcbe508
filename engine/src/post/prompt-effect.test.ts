/**
 * What a prompt does is counted over texts, in nats that are exact where nothing changes, and said in a verdict.
 * @module
 */
import { describe, expect, it } from 'vitest'
import { addRows, type EffectRows, type EffectSums, effectOfSums, logitDivergence } from './prompt-effect.js'

const of = (...logits: number[]): Float32Array => Float32Array.from(logits)

describe('logitDivergence', () => {
  it('is the formula', () => {
    // KL(a || b) of softmax(4, 0) and softmax(0, 4): the log ratio is 4 and -4.
    const p = 1 / (1 + Math.exp(-4))
    expect(logitDivergence(of(4, 0), of(0, 4))).toBeCloseTo((2 * p - 1) * 4, 12)
    // Against the uniform distribution: log 3 less the entropy.
    const weights = [1, 2, 5].map(Math.exp)
    const total = weights.reduce((a, b) => a + b)
    const entropy = -weights.reduce((sum, w) => sum + (w / total) * Math.log(w / total), 0)
    expect(logitDivergence(of(1, 2, 5), of(7, 7, 7))).toBeCloseTo(Math.log(3) - entropy, 12)
  })

  it('is 0 when nothing changes or all logits move alike, and second order in a small change', () => {
    expect(logitDivergence(of(1, 2, 3), of(1, 2, 3))).toBe(0)
    expect(logitDivergence(of(1, 2, 3), of(5, 6, 7))).toBeLessThan(1e-30)
    // Half the variance of the change under p: (1/2) (1/4) h^2 for two equal words.
    const h = 2 ** -20
    expect(logitDivergence(of(h, 0), of(0, 0)) / (h * h)).toBeCloseTo(1 / 8, 5)
  })

  it('stays finite where a probability underflows', () => {
    expect(logitDivergence(of(2000, 0), of(2000, 5))).toBe(0)
    expect(logitDivergence(of(0, -2000), of(-2000, 0))).toBeCloseTo(2000, 6)
    expect(logitDivergence(of(0, Number.NEGATIVE_INFINITY), of(0, Number.NEGATIVE_INFINITY))).toBe(0)
  })
})

const LABELS = ['bad', 'good']
const none = (): EffectSums => ({
  texts: 0,
  divergence: 0,
  classDivergence: 0,
  changed: 0,
  after: [0, 0],
  before: [0, 0],
})

/** Texts over three words, of which the first two are the classes; each says which word its logits prefer. */
const rows = (prompted: number[], unprompted: number[]): EffectRows => {
  const logits = (words: number[]): Float32Array =>
    Float32Array.from(words.flatMap(word => [0, 1, 2].map(at => (at === word ? 4 : 0))))
  return {
    prompted: logits(prompted),
    unprompted: logits(unprompted),
    vocabulary: 3,
    columns: [0, 1],
    wordCounts: [1, 1],
    scoring: undefined,
  }
}

const repeat = (word: number, times: number): number[] => Array.from({ length: times }, () => word)

describe('the effect', () => {
  it('is counted over groups of texts as over all at once', () => {
    const [once, twice] = [none(), none()]
    addRows(once, rows([0, 1, 1, 2], [0, 0, 1, 2]))
    addRows(twice, rows([0, 1], [0, 0]))
    addRows(twice, rows([1, 2], [1, 2]))
    expect(twice).toEqual(once)
    const p = 1 / (1 + Math.exp(-4))
    const effect = effectOfSums(once, LABELS)
    expect(effect).toMatchObject({
      texts: 4,
      changed: 0.25,
      predicted: { bad: 2, good: 2 },
      predictedBefore: { bad: 3, good: 1 },
      collapsed: null,
      doesSomething: true,
      verdict: 'the prompt does something: it changes 25 % of the predictions',
    })
    expect(effect.classDivergence).toBeCloseTo(((2 * p - 1) * 4) / 4, 6)
    const total = Math.exp(4) + 2
    expect(effect.divergence).toBeCloseTo((4 * (Math.exp(4) - 1)) / total / 4, 6)
  })

  it('is none when the model answers the same', () => {
    const sums = none()
    addRows(sums, rows([0, 1, 2], [0, 1, 2]))
    expect(effectOfSums(sums, LABELS)).toMatchObject({
      divergence: 0,
      classDivergence: 0,
      changed: 0,
      doesSomething: false,
      verdict: 'the prompt does nothing: it hardly changes what the model answers',
    })
  })

  it('is seen in the classes though they hold little of the vocabulary', () => {
    const sums = {
      ...none(),
      texts: 1,
      divergence: 1e-6,
      classDivergence: 0.5,
      after: [1, 0],
      before: [1, 0],
    }
    expect(effectOfSums(sums, LABELS).doesSomething).toBe(true)
  })

  it('is called a collapse when one class takes more than nine tenths, of ten texts or more', () => {
    const effectOf = (prompted: number[]) => {
      const sums = none()
      addRows(
        sums,
        rows(
          prompted,
          prompted.map((_, at) => at % 2),
        ),
      )
      return effectOfSums(sums, LABELS)
    }
    expect(effectOf(repeat(1, 10))).toMatchObject({
      collapsed: 'good',
      doesSomething: true,
      verdict:
        'the prompt does something: it changes 50 % of the predictions; one class takes 100 % of the texts (50 % without the prompt)',
    })
    expect(effectOf(repeat(1, 9)).collapsed).toBeNull()
    expect(effectOf([...repeat(1, 9), 0]).collapsed).toBeNull()
  })
})
