/**
 * How near an answer comes to the right one.
 * @module
 */

/**
 * An answer as the official SQuAD v1.1 script compares it: lower case, without ASCII punctuation, without the articles a, an and the,
 * white space single (Rajpurkar et al. 2016, arXiv 1606.05250).
 */
export const normaliseAnswer = (answer: string): string =>
  answer
    .toLowerCase()
    .replace(/[!-/:-@[-`{-~]/g, '')
    .replace(/(?<![\p{L}\p{M}\p{N}_])(a|an|the)(?![\p{L}\p{M}\p{N}_])/gu, ' ')
    .trim()
    .split(/\s+/u)
    .join(' ')

/** Whether both are the same answer once normalised. */
export const isExactMatch = (answer: string, right: string): boolean =>
  normaliseAnswer(answer) === normaliseAnswer(right)

/** Words in lower case, anything but letters and digits between them; not stemmed. */
const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? []

/** Length of the longest common subsequence. */
const commonLength = (a: readonly string[], b: readonly string[]): number => {
  let before = new Array<number>(b.length + 1).fill(0)
  for (const word of a) {
    const row = [0]
    b.forEach((other, j) => {
      row.push(word === other ? before[j]! + 1 : Math.max(before[j + 1]!, row[j]!))
    })
    before = row
  }
  return before[b.length]!
}

/**
 * ROUGE-L F1 of two texts in [0, 1] (Lin 2004, aclanthology.org/W04-1013): the harmonic mean of the shares that their longest common
 * subsequence of words has of either; 0 where one has no words. On ASCII text it equals the rougeL of the Python package rouge-score
 * without stemming, whose words are of ASCII alone.
 */
export const rougeL = (answer: string, right: string): number => {
  const [ours, theirs] = [wordsOf(answer), wordsOf(right)]
  const common = commonLength(ours, theirs)
  return common === 0 ? 0 : (2 * common) / (ours.length + theirs.length)
}
