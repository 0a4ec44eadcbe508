/**
 * How good a prompt is, told from public text alone.
 * @module
 */
import { argmax } from '../../generate/index.js'
import { type Classes, type ClassReading, classesOf, consensusOf } from '../classes.js'
import type { Constants } from './constants.js'

/** What is chosen wherever the held-out texts are read: a class by its number, or a token. */
export type Choices = readonly number[]

/** What choices on the held-out texts are held against. */
export type Reference = {
  /** (S, p_s) */
  readonly student: Choices
  /**
   * (S, p_s) and the target with its logits moved as the prompt moves the student's, together: each is wrong where the other may be
   * right. In the study of transfers, agreement with it ranks prompts as their accuracy on labelled text does; agreement with the student
   * alone does not where the student leans to a class.
   */
  readonly consensus: Choices
}

/** The likeliest class of each text. */
export const chosenOf = (classes: Classes): Choices => classes.map(argmax)

/** Class distributions over the held-out texts, which come first: of the prompted student, of the moved target, and of both together. */
export const referenceClasses = (
  { target, studentPrompted, student }: Constants,
  vocabulary: number,
  heldOut: number,
  reading: ClassReading,
): { student: Classes; moved: Classes; consensus: Classes } => {
  const classes = (logitAt: (at: number) => number): Classes =>
    classesOf((text, word) => logitAt(text * vocabulary + word), heldOut, reading)
  const prompted = classes(at => studentPrompted[at]!)
  const moved = classes(at => target[at]! + studentPrompted[at]! - student[at]!)
  return { student: prompted, moved, consensus: consensusOf(prompted, moved) }
}

/** Share of the places where both choose the same. */
const shareAlike = (a: Choices, b: Choices): number =>
  a.filter((choice, place) => choice === b[place]).length / a.length

/** The larger the score, the better. */
export const scoreOf = (
  choices: Choices,
  { student, consensus }: Reference,
): { score: number; agreement: number } => ({
  score: shareAlike(choices, consensus),
  agreement: shareAlike(choices, student),
})
