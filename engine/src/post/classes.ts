/**
 * Class distributions over texts: read from logits, compared, and what two models say together.
 * @module
 */
import { argmax } from '../generate/index.js'
import { classProbabilities } from './predict.js'
import type { Task } from './task-kinds.js'

/** Of each text, probabilities of the classes in the verbalizer's order. */
export type Classes = readonly (readonly number[])[]

/** How the classes lie in rows of logits. */
export type ClassReading = {
  readonly columns: readonly number[]
  readonly wordCounts: readonly number[]
  readonly scoring: Task['scoring']
}

/** Class probabilities of rows [texts, V]. */
export const classesOf = (
  logitsAt: (text: number, word: number) => number,
  texts: number,
  { columns, wordCounts, scoring }: ClassReading,
): Classes =>
  Array.from({ length: texts }, (_, text) =>
    classProbabilities(
      columns.map(word => logitsAt(text, word)),
      wordCounts,
      scoring,
    ),
  )

/** Share of the texts for which both choose the same class. */
export const agreementOf = (a: Classes, b: Classes): number =>
  a.filter((p, text) => argmax(p) === argmax(b[text]!)).length / a.length

/** Probabilities below this speak no louder against a class. */
const LEAST = 1e-4

/** What two say together: the geometric mean of their probabilities, weighted and normalised. A sure one outweighs one that is not. */
export const consensusOf = (a: Classes, b: Classes, weightOfB = 0.5): Classes =>
  a.map((p, text) =>
    normalised(
      p.map((pk, k) => Math.max(pk, LEAST) ** (1 - weightOfB) * Math.max(b[text]![k]!, LEAST) ** weightOfB),
    ),
  )

/** Divided by their sum. */
export const normalised = (weights: readonly number[]): number[] => {
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return weights.map(weight => weight / total)
}

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length

/** What all texts lean to, of each class: the logarithm of its geometric mean over the texts, less that of all classes. */
export const leaningsOf = (classes: Classes): number[] => {
  const logs = classes[0]!.map((_, k) => mean(classes.map(p => Math.log(Math.max(p[k]!, LEAST)))))
  return logs.map(log => log - mean(logs))
}

/** Without the leaning that all texts share: every class has the same geometric mean over the texts. */
export const calibrated = (classes: Classes, leanings = leaningsOf(classes)): Classes =>
  classes.map(p => normalised(p.map((pk, k) => Math.max(pk, LEAST) * Math.exp(-leanings[k]!))))

const entropy = (p: readonly number[]): number =>
  p.reduce((sum, pk) => (pk > 0 ? sum - pk * Math.log(pk) : sum), 0)

/** How often each class comes, by what is said of the texts. */
export const sharesOf = (classes: Classes): number[] =>
  classes[0]!.map((_, k) => mean(classes.map(p => p[k]!)))

/** Kullback-Leibler divergence of b from a, nats. */
export const divergenceOf = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, ak, k) => (ak > 0 ? sum + ak * Math.log(ak / Math.max(b[k]!, LEAST)) : sum), 0)

/** Mutual information of text and class, nats: how much an answer tells, on average, of which text it was. 0 to ln K. */
export const informationOf = (classes: Classes): number =>
  Math.max(0, entropy(sharesOf(classes)) - mean(classes.map(entropy)))
