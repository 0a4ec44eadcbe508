import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { repositoryPath, sharedPath } from '../testing/shared.js'
import { encodeForReadout, parseTemplate } from './template.js'
import { loadTokenizer, type TextTokenizer } from './tokenizer.js'

describe('parseTemplate', () => {
  it('splits at {text} and finds the mask', () => {
    expect(parseTemplate('{text} It was')).toMatchObject({ before: '', after: ' It was', mask: undefined })
    expect(parseTemplate('<mask> news: {text}')).toMatchObject({ mask: 'before' })
    expect(parseTemplate('Review: {text}\nIt was <mask>.')).toMatchObject({
      before: 'Review: ',
      mask: 'after',
    })
  })
  it.each([
    ['It was', /exactly one \{text\}/],
    ['{text} {text}', /exactly one \{text\}/],
    ['{text} <mask> <mask>', /more than one <mask>/],
    ['{text}\0', /NUL/],
    [`{text}${'x'.repeat(5000)}`, /longer than/],
  ])('refuses %j', (source, message) => {
    expect(() => parseTemplate(source)).toThrow(message)
  })
})

describe('a causal read-out', () => {
  let tokenizer: TextTokenizer
  let llama: TextTokenizer
  beforeAll(async () => {
    tokenizer = await loadTokenizer(repositoryPath('examples', 'reviews-gpt2'))
    llama = await loadTokenizer(repositoryPath('engine', 'src', 'text', 'fixtures', 'llama2'))
  })
  const template = parseTemplate('Review: {text}\nSentiment:')

  it('is the last token of the rendered string, tokenised as one', () => {
    const ids = tokenizer.encode('Review: a fine film\nSentiment:')
    const encoded = encodeForReadout(tokenizer, template, 'a fine film', { maxTokens: 64, kind: 'causal' })
    expect(encoded).toEqual({ ids, readout: ids.length - 1 })
  })
  it('has the beginning-of-text token and never an end-of-text token', () => {
    const framed = { ...llama, frame: { before: [1], after: [2] } }
    const { ids } = encodeForReadout(framed, template, 'great', { maxTokens: 64, kind: 'causal' })
    expect(ids[0]).toBe(1)
    expect(ids).not.toContain(2)
  })
  it('takes an empty text', () => {
    const { ids } = encodeForReadout(tokenizer, parseTemplate('{text} It was'), '', {
      maxTokens: 8,
      kind: 'causal',
    })
    expect(ids).toEqual(tokenizer.encode(' It was'))
  })
  it('keeps the end of a long text, from the start of a word', () => {
    const text = `${'dull and slow. '.repeat(200)}The end was the best part`
    const { ids } = encodeForReadout(tokenizer, template, text, { maxTokens: 40, kind: 'causal' })
    const shown = tokenizer.decode(ids)
    expect(ids.length).toBeGreaterThan(34)
    expect(shown).toMatch(/^Review: (dull|and|slow)\b.* The end was the best part\nSentiment:$/)
  })
  it('drops nothing from a text that just fits', () => {
    const text = 'one two three four five six'
    const { length } = tokenizer.encode(`Review: ${text}\nSentiment:`)
    const { ids } = encodeForReadout(tokenizer, template, text, { maxTokens: length, kind: 'causal' })
    expect(tokenizer.decode(ids)).toContain(text)
  })
  it('is the tokenisation of an end of the text between whole literals, whatever the text', () => {
    const unit = fc.oneof(
      fc.constantFrom(' ', '\n', 'film', '日本', '😀', '!', '{text}', '<mask>'),
      fc.string(),
    )
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 60 }), fc.integer({ min: 12, max: 40 }), (parts, maxTokens) => {
        const text = parts.join('')
        const { ids, readout } = encodeForReadout(tokenizer, template, text, { maxTokens, kind: 'causal' })
        expect(ids.length).toBeLessThanOrEqual(maxTokens)
        expect(readout).toBe(ids.length - 1)
        const shown = tokenizer.decode(ids)
        expect(shown.startsWith('Review: ') && shown.endsWith('\nSentiment:')).toBe(true)
        expect(text.endsWith(shown.slice(8, -11))).toBe(true)
        expect(tokenizer.encode(shown)).toEqual(ids)
      }),
    )
  })
  it('refuses a template that does not fit, a mask, and nothing to read', () => {
    const options = { maxTokens: 3, kind: 'causal' } as const
    expect(() => encodeForReadout(tokenizer, template, 'private words', options)).toThrow(
      /takes \d+ tokens without/,
    )
    expect(() => encodeForReadout(tokenizer, template, 'private words', options)).not.toThrow(/private words/)
    expect(() => encodeForReadout(tokenizer, parseTemplate('{text} <mask>'), '', options)).toThrow(/causal/)
    expect(() => encodeForReadout(tokenizer, parseTemplate('{text}'), '', options)).toThrow(
      /no token to read/,
    )
    expect(() => encodeForReadout(tokenizer, template, '', { maxTokens: 0, kind: 'causal' })).toThrow(
      /maxTokens/,
    )
    const masked = { maxTokens: 9, kind: 'masked' } as const
    expect(() => encodeForReadout(tokenizer, template, '', masked)).toThrow(/has no <mask>/)
    expect(() => encodeForReadout(tokenizer, parseTemplate('{text} <mask>'), '', masked)).toThrow(
      /no mask token/,
    )
  })
})

for (const { name, mask, around, ids: expected } of [
  { name: 'roberta-base', mask: 50264, around: [0, 2], ids: [0, 35093, 85, 21, 50264, 4, 2] },
  { name: 'bert-base-uncased', mask: 103, around: [101, 102], ids: [101, 2986, 2009, 2001, 103, 1012, 102] },
]) {
  const path = sharedPath('tokenizers', name)
  describe.runIf(path !== undefined)(`a masked read-out of ${name}`, () => {
    let tokenizer: TextTokenizer
    beforeAll(async () => {
      tokenizer = await loadTokenizer(path as string)
    })
    const template = parseTemplate('{text} It was <mask>.')
    it('is at the mask, with the special tokens around', () => {
      const encoded = encodeForReadout(tokenizer, template, 'fine', { maxTokens: 64, kind: 'masked' })
      expect(encoded).toEqual({ ids: expected, readout: expected.indexOf(mask) })
    })
    it('is at the template’s mask when the text names one too', () => {
      const text = `a ${tokenizer.specialText('mask')} b`
      const options = { maxTokens: 64, kind: 'masked' } as const
      const last = encodeForReadout(tokenizer, template, text, options)
      expect(last.readout).toBe(last.ids.lastIndexOf(mask))
      const first = encodeForReadout(tokenizer, parseTemplate('<mask>: {text}'), text, options)
      expect(first.readout).toBe(1)
    })
    it('survives any truncation', () => {
      const words = fc.array(fc.constantFrom('dull', 'splendidly', '日', '!!', '😀', ' '), { maxLength: 80 })
      fc.assert(
        fc.property(words, fc.integer({ min: 8, max: 30 }), (parts, maxTokens) => {
          const options = { maxTokens, kind: 'masked' } as const
          const { ids, readout } = encodeForReadout(tokenizer, template, parts.join(' '), options)
          expect(ids.length).toBeLessThanOrEqual(maxTokens)
          expect(ids[readout]).toBe(mask)
          expect([ids[0], ids.at(-1)]).toEqual(around)
        }),
        { numRuns: 50 },
      )
    })
  })
}
