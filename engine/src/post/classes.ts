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

/** What two say together: the geometric mean of their probabilities, normalised. A sure one outweighs one that is not. */
export const consensusOf = (a: Classes, b: Classes): Classes =>
  a.map((p, text) => {
    const means = p.map((pk, k) => Math.sqrt(Math.max(pk, LEAST) * Math.max(b[text]![k]!, LEAST)))
    const total = means.reduce((sum, mean) => sum + mean, 0)
    return means.map(mean => mean / total)
  })
