/**
 * Verbalizer classification: class scores from the logits of each class's words, and their cross-entropy.
 * Schick and Schuetze 2021 (arXiv 2001.07676); scores as the mean probability of a class's words.
 * @module
 */
import {
  concat,
  type Dim,
  gatherElements,
  logSoftmax,
  logSumExp,
  neg,
  reduceMean,
  reshape,
  split,
  sub,
  type Value,
} from '../graph/index.js'

/** mean-probability: log of the mean of the words' probabilities; mean-logit: mean of their logits. */
export type Scoring = 'mean-probability' | 'mean-logit'

/**
 * Class scores from word logits, up to a constant per example (the vocabulary's normaliser).
 * @param logits [B, words], the words of class 0 first, then class 1's, ...
 * @param wordCounts words per class, summing to the columns
 * @returns [B, classes]
 */
export const classScores = (
  logits: Value,
  wordCounts: readonly number[],
  scoring: Scoring = 'mean-probability',
): Value => {
  if (wordCounts.every(count => count === 1)) return logits
  const parts = split(logits, wordCounts, 1)
  const scores = parts.map((part, i) => {
    if (wordCounts[i] === 1) return part
    if (scoring === 'mean-logit') return reduceMean(part, [1], true)
    return sub(logSumExp(part, [1], true), Math.log(wordCounts[i]!))
  })
  return concat(scores, 1)
}

/**
 * Cross-entropy of each row.
 * @param scores [B, classes], unnormalised log-probabilities
 * @param labels int32 [B]
 * @returns nats [B]
 */
export const crossEntropy = (scores: Value, labels: Value): Value => {
  const batch = labels.shape[0] as Dim
  return neg(reshape(gatherElements(logSoftmax(scores), reshape(labels, [batch, 1]), 1), [batch]))
}
