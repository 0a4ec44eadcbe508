import { describe, expect, it } from 'vitest'
import { isExactMatch, normaliseAnswer, rougeL } from './metrics.js'

describe('an exact match', () => {
  it.each([
    ['The Beatles', 'beatles'],
    ['  a  quiet, small\tplace. ', 'Quiet small place'],
    ['an apple a day', 'apple day'],
    ['U.S.A.', 'usa'],
    ['state-of-the-art', 'Stateoftheart'],
    ['the', ''],
  ])('%j is %j', (answer, right) => {
    expect(isExactMatch(answer, right)).toBe(true)
  })

  it.each([
    ['beatles', 'the rolling stones'],
    ['anthem', 'them'],
    ['theatre', 'atre'],
    ['natural place', 'place natural'],
    ['', 'film'],
  ])('%j is not %j', (answer, right) => {
    expect(isExactMatch(answer, right)).toBe(false)
  })

  it('leaves letters with accents beside an article alone', () => {
    expect(normaliseAnswer('Áa thé the à')).toBe('áa thé à')
  })
})

/** What rouge-score 0.1.2 gives: `RougeScorer(['rougeL'], use_stemmer=False).score(right, answer)['rougeL'].fmeasure`. */
const KNOWN = [
  ['testing one two', 'testing', 0.5],
  ['testing', 'testing one two', 0.5],
  ['the cat was found under the bed', 'the cat was under the bed', 0.923076923076923],
  ['Place, architectural structure: Building!', 'place, building', 0.6666666666666666],
  ['organisation, company', 'organisation, educational institution', 0.4],
  ['a b c d e f', 'f e d c b a', 0.16666666666666666],
  ['a x b y c', 'a b c d', 0.6666666666666665],
  ['state-of-the-art 3.5', 'state of the art 35', 0.7272727272727272],
  ['', 'film', 0],
  ['...', '...', 0],
  ["it's", 'its', 0],
] as const

describe('ROUGE-L', () => {
  it.each(KNOWN)('of %j against %j is %d', (answer, right, expected) => {
    expect(rougeL(answer, right)).toBeCloseTo(expected, 12)
  })

  it('is that of the paper’s example for F1', () => {
    // Lin 2004, section 3.1: S2 keeps "police ... the gunman" of S1 in order (3 of 4 words), S3 but "the gunman" (2 of 4).
    const [s1, s2, s3] = ['police killed the gunman', 'police kill the gunman', 'the gunman kill police']
    expect(rougeL(s2, s1)).toBe(3 / 4)
    expect(rougeL(s3, s1)).toBe(2 / 4)
  })

  it('counts words of any script', () => {
    expect(rougeL('тихий дом', 'тихий большой дом')).toBeCloseTo(0.8, 12)
  })
})
