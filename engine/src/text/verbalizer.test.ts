import { beforeAll, describe, expect, it } from 'vitest'
import { repositoryPath, sharedPath } from '../testing/shared.js'
import { loadTokenizer, type TextTokenizer } from './tokenizer.js'
import { resolveVerbalizer } from './verbalizer.js'

describe('resolveVerbalizer', () => {
  let tokenizer: TextTokenizer
  beforeAll(async () => {
    tokenizer = await loadTokenizer(repositoryPath('examples', 'reviews-gpt2'))
  })
  it('takes each word with its leading space, written with one or not', () => {
    const { labels, words, tokenIds } = resolveVerbalizer(tokenizer, {
      bad: 'terrible',
      good: [' great', 'good'],
    })
    expect(labels).toEqual(['bad', 'good'])
    expect(words).toEqual([['terrible'], ['great', 'good']])
    expect(tokenIds).toEqual([tokenizer.encode(' terrible'), [' great', ' good'].flatMap(tokenizer.encode)])
  })
  it('refuses a word of several tokens, naming label, word, pieces and the way out', () => {
    const resolve = () => resolveVerbalizer(tokenizer, { a: 'good', b: 'splendiferous' })
    expect(resolve).toThrow(
      /verbalizer\.b: has a word of \d tokens \(Ġspl.* \| .*\) \(got "splendiferous"\)\. Choose another word that is a single token of this model\.$/,
    )
  })
  it('takes the first piece when asked to by name', () => {
    const { tokenIds } = resolveVerbalizer(
      tokenizer,
      { a: 'good', b: 'splendiferous' },
      { multiToken: 'first' },
    )
    expect(tokenIds[1]).toEqual([tokenizer.encode(' splendiferous')[0]])
  })
  it.each<[string, Record<string, string | string[]>, RegExp]>([
    ['one token twice', { a: 'good', b: ['bad', ' good'] }, /verbalizer\.b: .*"good" in verbalizer\.a/],
    ['one class', { a: 'good' }, /2 to 1000 classes/],
    ['no words', { a: 'good', b: [] }, /has no words/],
    ['an empty word', { a: 'good', b: ' ' }, /an empty word/],
    ['a long word', { a: 'good', b: 'x'.repeat(101) }, /more than 100 characters/],
    ['an empty label', { a: 'good', '': 'bad' }, /empty label/],
    ['a special token', { a: 'good', b: '<|endoftext|>' }, /tokens|does not know|special token/],
    ['too many words', { a: 'good', b: Array.from({ length: 101 }, () => 'bad') }, /more than 100 words/],
  ])('refuses %s', (_, words, message) => {
    expect(() => resolveVerbalizer(tokenizer, words)).toThrow(message)
  })
  it('gives SentencePiece-like models one space, not two', async () => {
    const llama = await loadTokenizer(repositoryPath('engine', 'src', 'text', 'fixtures', 'llama2'))
    const { tokenIds } = resolveVerbalizer(llama, { a: 'the', b: 'was' })
    expect(tokenIds.flat().map(llama.piece)).toEqual(['▁the', '▁was'])
  })
})

const bert = sharedPath('tokenizers', 'bert-base-uncased')
describe.runIf(bert !== undefined)('resolveVerbalizer with WordPiece', () => {
  it('finds words as the vocabulary has them and refuses what it does not know', async () => {
    const tokenizer = await loadTokenizer(bert as string)
    expect(resolveVerbalizer(tokenizer, { a: 'terrible', b: 'great' }).tokenIds).toEqual([[6659], [2307]])
    expect(() => resolveVerbalizer(tokenizer, { a: 'great', b: '😀' })).toThrow(/does not know/)
  })
})
