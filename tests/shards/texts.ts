/**
 * Texts and a task for tests of divided jobs: of many lengths, so that they are many batches.
 * @module
 */
const WORDS = ['a quiet film', 'the worst plot of the year', 'charming actors', 'dull and long']

/** @param count texts of 7 to 70 words or so, all different */
export const textsOf = (count: number): string[] =>
  Array.from({ length: count }, (_, i) =>
    Array.from({ length: 1 + ((i * 3) % 8) }, (_, j) => `${WORDS[(i + j) % 4]} and ${i} times seen .`).join(
      ' ',
    ),
  )

export const TASK = { template: '{text} It was', verbalizer: { bad: ['bad'], good: ['good'] } }
