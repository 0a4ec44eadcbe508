/**
 * The words a model answers with, one class each: every word a single token, no token in two classes.
 * @module
 */
import { PromptPostError } from '@promptpost/base'
import { followingIds } from './following-ids.js'
import type { TextTokenizer } from './tokenizer.js'

const MAX_CLASSES = 1000
const MAX_WORDS = 100
const MAX_CHARACTERS = 100

export type Verbalizer = {
  /** K labels, in the order of the record's keys (JavaScript puts keys that are whole numbers first, ascending). */
  readonly labels: string[]
  /** The words of each class, K lists. */
  readonly words: string[][]
  /** The token of each word, K lists of the same lengths. */
  readonly tokenIds: number[][]
}

const refuse = (field: string, problem: string, next: string, value?: unknown): never => {
  throw new PromptPostError('invalid-verbalizer', problem, {
    field,
    next,
    ...(value === undefined ? {} : { value }),
  })
}

/** The words of one class, checked; leading and trailing white space is dropped, as a space is put in front anyway. */
const listWords = (label: string, given: string | readonly string[]): string[] => {
  const field = `verbalizer.${label}`
  const words = typeof given === 'string' ? [given] : given
  if (!Array.isArray(words) || words.length === 0)
    return refuse(field, 'has no words', 'Give one word or a list of them.')
  if (words.length > MAX_WORDS)
    refuse(field, `has more than ${MAX_WORDS} words`, 'Keep the best ones.', words.length)
  return words.map((word: unknown) => {
    if (typeof word !== 'string' || word.trim() === '')
      return refuse(field, 'has an empty word', 'Give a word.', word)
    if (word.length > MAX_CHARACTERS) {
      refuse(field, `has a word of more than ${MAX_CHARACTERS} characters`, 'Give a word of one token.', word)
    }
    return word.trim()
  })
}

const tokenOf = (
  tokenizer: TextTokenizer,
  label: string,
  word: string,
  multiToken: 'error' | 'first',
): number => {
  const ids = followingIds(tokenizer, word)
  const field = `verbalizer.${label}`
  if (ids.length > 1 && multiToken === 'error') {
    const pieces = ids.slice(0, 12).map(id => tokenizer.piece(id))
    refuse(
      field,
      `has a word of ${ids.length} tokens (${pieces.join(' | ')})`,
      'Choose another word that is a single token of this model.',
      word,
    )
  }
  const id = ids[0] ?? refuse(field, 'has a word without any token', 'Choose another word.', word)
  if (ids.includes(tokenizer.special.unk ?? -1)) {
    refuse(field, 'has a word that the tokenizer does not know', 'Choose a word of its vocabulary.', word)
  }
  if (Object.values(tokenizer.special).includes(id)) {
    refuse(field, 'has a word that is a special token', 'Choose an ordinary word.', word)
  }
  return id
}

/**
 * Finds the token of every word of every class.
 *
 * @param words label -> word or words, 2 to 1000 labels, each word at most 100 characters
 * @param options.multiToken what to do with a word of several tokens: refuse it, or stand by its first piece
 * @throws PromptPostError 'invalid-verbalizer' for a word of several tokens, an unknown word, a special token, one
 *   token named twice, fewer than two classes
 */
export const resolveVerbalizer = (
  tokenizer: TextTokenizer,
  words: Readonly<Record<string, string | readonly string[]>>,
  options: { multiToken?: 'error' | 'first' } = {},
): Verbalizer => {
  const labels = Object.keys(words)
  if (labels.length < 2 || labels.length > MAX_CLASSES) {
    refuse(
      'verbalizer',
      `needs 2 to ${MAX_CLASSES} classes`,
      'Give every label one word or more.',
      labels.length,
    )
  }
  const owner = new Map<number, { label: string; word: string }>()
  const lists = labels.map(label => {
    if (label.trim() === '') refuse('verbalizer', 'has an empty label', 'Name the class.')
    return listWords(label, words[label] ?? [])
  })
  const tokenIds = labels.map((label, index) =>
    (lists[index] ?? []).map(word => {
      const id = tokenOf(tokenizer, label, word, options.multiToken ?? 'error')
      const other = owner.get(id)
      if (other !== undefined) {
        refuse(
          `verbalizer.${label}`,
          `has a word whose token (${tokenizer.piece(id)}) is that of ${JSON.stringify(other.word)} in verbalizer.${other.label}`,
          'Choose words with tokens of their own.',
          word,
        )
      }
      owner.set(id, { label, word })
      return id
    }),
  )
  return { labels, words: lists, tokenIds }
}
