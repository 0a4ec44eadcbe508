/** Texts to distil on: half of them alone, half in templates by turns, none without its cue. */
import { expect, it } from 'vitest'
import { inTemplates } from './mixed-texts.js'

it('puts every other text in a template, cut before the cue', () => {
  const long = Array.from({ length: 200 }, (_, i) => `w${i}`).join(' ')
  const templates = ['Review: {text}\\nMood:', '{text} $& It was']
  const [alone, first, again, second, , third] = inTemplates(
    Array.from({ length: 6 }, () => `a<br />\u0085 b ${long}`),
    { templates, words: 3 },
  )
  expect(alone!.split(' ')).toHaveLength(100)
  expect(again).toBe(alone)
  expect(first).toBe('Review: a b w0\nMood:')
  expect(second).toBe('a b w0 $& It was')
  expect(third).toBe(first)
})

it('leaves all as they are where there is no template', () => {
  expect(inTemplates(['a', 'b  c'], { templates: [] })).toEqual(['a', 'b c'])
})
