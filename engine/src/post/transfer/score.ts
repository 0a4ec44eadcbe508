/**
 * How good a prompt is, told from public text alone.
 * @module
 */
import { agreementOf, type Classes, classesOf, consensusOf } from '../classes.js'
import type { Bench } from './descent.js'

/** What answers on the held-out texts are held against. */
export type Reference = {
  /** (S, p_s) */
  readonly student: Classes
  /**
   * (S, p_s) and the target with its logits moved as the prompt moves the student's, together: each is wrong where the other may be
   * right. In the study of transfers, agreement with it ranks prompts as their accuracy on labelled text does; agreement with the student
   * alone does not where the student leans to a class.
   */
  readonly consensus: Classes
}

/** The held-out texts come first. */
export const referenceOf = ({ constants, vocabulary, held, reading }: Bench): Reference => {
  const { target, studentPrompted, student } = constants
  const classes = (logitAt: (at: number) => number): Classes =>
    classesOf((text, word) => logitAt(text * vocabulary + word), held.length, reading)
  const prompted = classes(at => studentPrompted[at]!)
  const moved = classes(at => target[at]! + studentPrompted[at]! - student[at]!)
  return { student: prompted, consensus: consensusOf(prompted, moved) }
}

/** The larger the score, the better. */
export const scoreOf = (
  classes: Classes,
  { student, consensus }: Reference,
): { score: number; agreement: number } => ({
  score: agreementOf(classes, consensus),
  agreement: agreementOf(classes, student),
})
