import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { repositoryPath, sharedPath } from '../testing/shared.js'
import { golden, texts } from './fixtures/golden.js'
import { MAX_TOKENIZER_BYTES } from './limits.js'
import { loadTokenizer, type TextTokenizer } from './tokenizer.js'

const fixture = (name: string) => repositoryPath('engine', 'src', 'text', 'fixtures', name)

const places: { name: keyof typeof golden; path: string | undefined; framed: number[] }[] = [
  { name: 'reviews-gpt2', path: repositoryPath('examples', 'reviews-gpt2'), framed: [33, 381, 14] },
  { name: 'llama2', path: fixture('llama2'), framed: [1, 287, 68, 356, 261] },
  { name: 'llama3', path: fixture('llama3'), framed: [315, 32, 314, 13] },
  { name: 'gpt2', path: sharedPath('tokenizers', 'gpt2'), framed: [32, 2646, 13] },
  { name: 'roberta-base', path: sharedPath('tokenizers', 'roberta-base'), framed: [0, 250, 822, 4, 2] },
  {
    name: 'bert-base-uncased',
    path: sharedPath('tokenizers', 'bert-base-uncased'),
    framed: [101, 1037, 2143, 1012, 102],
  },
  { name: 'smollm2-135m', path: sharedPath('models', 'smollm2-135m'), framed: [49, 4771, 30] },
]

for (const { name, path, framed } of places) {
  describe.runIf(path !== undefined)(`${name} agrees with the Rust tokenizers`, () => {
    let tokenizer: TextTokenizer
    beforeAll(async () => {
      tokenizer = await loadTokenizer(path as string)
    })
    it.each(golden[name].map((ids, index) => ({ ids, text: texts[index] as string })))(
      'on $text',
      ({ ids, text }) => {
        expect(tokenizer.encode(text)).toEqual(ids)
      },
    )
    it('on the special tokens around a text', () => {
      expect(tokenizer.withSpecialTokens(tokenizer.encode('A film.'))).toEqual(framed)
    })
    it('has a digest and a vocabulary that holds every id', () => {
      expect(tokenizer.digest).toMatch(/^[0-9a-f]{64}$/)
      expect(Math.max(...golden[name].flat())).toBeLessThan(tokenizer.vocabularySize)
    })
    it('gives the text back, as far as its normaliser allows', () => {
      const lossy = name === 'bert-base-uncased'
      const text = lossy ? 'a plain film' : ' A plain\u0085 film\ufeff 日本'
      expect(tokenizer.decode(tokenizer.encode(text))).toBe(text)
    })
  })
}

describe('special tokens and frames', () => {
  it('are those the config of reviews-gpt2 names', async () => {
    const { special, frame, vocabularySize } = await loadTokenizer(repositoryPath('examples', 'reviews-gpt2'))
    expect(special).toEqual({
      bos: 0,
      eos: 0,
      unk: 0,
      pad: undefined,
      mask: undefined,
      cls: undefined,
      sep: undefined,
    })
    expect(frame).toEqual({ before: [], after: [] })
    expect(vocabularySize).toBe(8192)
  })
  it('come from add_bos_token, or from a post-processor inside a sequence', async () => {
    expect((await loadTokenizer(fixture('llama2'))).frame).toEqual({ before: [1], after: [] })
    expect((await loadTokenizer(fixture('llama3'))).frame).toEqual({ before: [315], after: [] })
  })
  it('decodes nothing to nothing and leaves unknown ids out', async () => {
    const tokenizer = await loadTokenizer(repositoryPath('examples', 'reviews-gpt2'))
    expect(tokenizer.decode([])).toBe('')
    expect(tokenizer.decode([33, 99999999])).toBe('A')
  })
  it('gives any text back (byte level)', async () => {
    const tokenizer = await loadTokenizer(repositoryPath('examples', 'reviews-gpt2'))
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text => {
        expect(tokenizer.decode(tokenizer.encode(text))).toBe(text)
      }),
    )
  })
})

const bert = sharedPath('tokenizers', 'bert-base-uncased')
describe.runIf(bert !== undefined)('truncation and padding that the file has switched on', () => {
  it('are ignored', async () => {
    const tokenizer = await loadTokenizer(bert as string)
    expect(tokenizer.encode('film '.repeat(300))).toHaveLength(300)
    expect(tokenizer.withSpecialTokens(tokenizer.encode('film'))).toHaveLength(3)
  })
})

const gpt2 = sharedPath('tokenizers', 'gpt2')
describe.runIf(gpt2 !== undefined)('a bare GPT-2 tokenizer.json', () => {
  it('has <|endoftext|> in the roles GPT-2 gives it', async () => {
    expect((await loadTokenizer(gpt2 as string)).special).toMatchObject({
      bos: 50256,
      eos: 50256,
      unk: 50256,
    })
  })
})

describe('files that cannot be used are refused by name', () => {
  let directory: string
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'tokenizer-'))
  })
  afterAll(() => rm(directory, { recursive: true }))
  const model = { type: 'BPE', vocab: { a: 0 }, merges: [] }
  const cases: [string, string, RegExp][] = [
    ['not JSON', '{', /not valid JSON/],
    ['not an object', '[]', /not a JSON object/],
    ['no model', '{}', /model: is missing/],
    ['no vocabulary', JSON.stringify({ model: { ...model, vocab: {} } }), /is empty/],
    ['bad id', JSON.stringify({ model: { ...model, vocab: { a: -1 } } }), /is not an id/],
    [
      'unknown model',
      JSON.stringify({ model: { ...model, type: 'Unigram' } }),
      /model.type: is not supported/,
    ],
    [
      'unknown processor',
      JSON.stringify({ model, post_processor: { type: 'Other' } }),
      /part that is not supported/,
    ],
    [
      'single_word',
      JSON.stringify({ model, added_tokens: [{ id: 1, content: 'b', single_word: true }] }),
      /single_word/,
    ],
    ['too large', ' '.repeat(MAX_TOKENIZER_BYTES + 1), /larger than/],
  ]
  it.each(cases)('%s', async (_, content, message) => {
    await writeFile(join(directory, 'tokenizer.json'), content)
    const loading = loadTokenizer(directory)
    await expect(loading).rejects.toMatchObject({ code: 'invalid-tokenizer' })
    await expect(loading).rejects.toThrow(message)
  })
  it('a missing folder', async () => {
    await expect(loadTokenizer(join(directory, 'nowhere'))).rejects.toThrow(/tokenizer.json: was not found/)
  })
  it('a special token that is not in the vocabulary', async () => {
    await writeFile(join(directory, 'tokenizer.json'), JSON.stringify({ model }))
    await writeFile(
      join(directory, 'tokenizer_config.json'),
      JSON.stringify({ mask_token: { content: '<mask>' } }),
    )
    await expect(loadTokenizer(directory)).rejects.toThrow(/mask_token: is not in the vocabulary/)
  })
})
