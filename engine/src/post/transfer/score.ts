/**
 * How good a prompt is, told from public text alone.
 * @module
 */
import { argmax, classProbabilities } from '../predict.js'
import type { Task } from '../task.js'

/** Of each held-out text, probabilities of the classes in the verbalizer's order. */
export type Classes = readonly (readonly number[])[]

/** What answers are held against. */
export type Reference = {
  /** (S, p_s) */
  readonly student: Classes
  /** The target with its logits moved as the prompt moves the student's. */
  readonly moved: Classes
}

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

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length

/** Share of the texts for which both choose the same class. */
export const agreementOf = (a: Classes, b: Classes): number =>
  mean(a.map((p, text) => (argmax(p) === argmax(b[text]!) ? 1 : 0)))

/**
 * Half of the agreement with the prompted student and half of that with the moved target: each is wrong where the other may be right. In
 * the study of transfers it ranks prompts about as their accuracy on labelled text does.
 */
export const scoreOf = (
  classes: Classes,
  { student, moved }: Reference,
): { score: number; agreement: number } => {
  const agreement = agreementOf(classes, student)
  return { score: (agreement + agreementOf(classes, moved)) / 2, agreement }
}
