/**
 * Words as they are tokenised in the middle of a text.
 * @module
 */
import type { TextTokenizer } from './tokenizer.js'

/** A word that every tokenizer knows, to tokenise other words after: `ANCHOR + ' ' + words`. */
const ANCHOR = 'is'

/**
 * Ids of words that follow a text after a space: what they add to a sentence. (Tokenising " words" by itself would give SentencePiece
 * models one space too many.)
 */
export const followingIds = (tokenizer: TextTokenizer, words: string): number[] => {
  const anchor = tokenizer.encode(ANCHOR)
  const both = tokenizer.encode(`${ANCHOR} ${words}`)
  const follows = anchor.length > 0 && anchor.every((id, index) => both[index] === id)
  return follows ? both.slice(anchor.length) : tokenizer.encode(` ${words}`)
}
