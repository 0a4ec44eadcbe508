/**
 * What is taken for right on held-out public text.
 * @module
 */
import { type Classes, type ClassReading, classesOf, consensusOf } from '../classes.js'
import type { Constants } from './constants.js'
import { type Knowledge, knowledgeOf } from './knowledge.js'

/** Class distributions over the held-out texts, and the knowledge that they were mixed by, of all texts. */
export type References = {
  /** T */
  target: Classes
  /** (S, p_s) */
  student: Classes
  /** The target with its logits moved as the prompt moves the student's. */
  moved: Classes
  /**
   * (S, p_s) and the moved target together: each is wrong where the other may be right. In the study of transfers, agreement with it ranks
   * prompts as their accuracy on labelled text does; agreement with the student alone does not where the student leans to a class or
   * knows less than the model.
   */
  consensus: Classes
  knowledge: Knowledge
}

/** @param heldOut texts that are held out, which come first */
export const referencesOf = (
  { target, studentPrompted, student }: Constants,
  vocabulary: number,
  heldOut: number,
  reading: ClassReading,
): References => {
  const texts = target.length / vocabulary
  const classes = (rows: number, logitAt: (at: number) => number): Classes =>
    classesOf((text, word) => logitAt(text * vocabulary + word), rows, reading)
  const plain = classes(texts, at => target[at]!)
  const prompted = classes(texts, at => studentPrompted[at]!)
  const knowledge = knowledgeOf(plain, prompted)
  const moved = classes(heldOut, at => target[at]! + studentPrompted[at]! - student[at]!)
  const own = prompted.slice(0, heldOut)
  const consensus = consensusOf(own, moved, knowledge.weight)
  return { target: plain.slice(0, heldOut), student: own, moved, consensus, knowledge }
}
