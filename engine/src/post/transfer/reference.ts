/**
 * What is taken for right on held-out public text.
 * @module
 */
import { type Classes, type ClassReading, calibrated, classesOf, consensusOf } from '../classes.js'
import type { Constants } from './constants.js'
import { type Knowledge, knowledgeOf } from './knowledge.js'
import { falseLeanings } from './leaning.js'

/** Class distributions over the held-out texts, and what is known of all texts. */
export type References = {
  /** T */
  target: Classes
  /** (S, p_s) */
  student: Classes
  /** The target with its logits moved as the prompt moves the student's, without what it leans to falsely. */
  moved: Classes
  /**
   * (S, p_s) and the moved target together: each is wrong where the other may be right. In the study of transfers, agreement with it ranks
   * prompts as their accuracy on labelled text does; agreement with the student alone does not where the student leans to a class or
   * knows less than the model.
   */
  consensus: Classes
  /** What both were mixed by. */
  knowledge: Knowledge
  /** What the moved target's logits lean to, {@link falseLeanings}, [V], zero but for the words of the classes. */
  leaning: Float32Array
}

/** @param heldOut texts that are held out, which come first */
export const referencesOf = (
  { target, studentPrompted, student }: Constants,
  vocabulary: number,
  heldOut: number,
  reading: ClassReading,
): References => {
  const texts = target.length / vocabulary
  const classes = (logitAt: (at: number) => number): Classes =>
    classesOf((text, word) => logitAt(text * vocabulary + word), texts, reading)
  const plain = classes(at => target[at]!)
  const prompted = classes(at => studentPrompted[at]!)
  const leant = classes(at => target[at]! + studentPrompted[at]! - student[at]!)
  const knowledge = knowledgeOf(plain, prompted)
  const own = prompted.slice(0, heldOut)
  const leanings = falseLeanings(leant, prompted)
  const moved = calibrated(leant.slice(0, heldOut), leanings)
  const consensus = consensusOf(own, moved, knowledge.weight)
  const leaning = overWords(leanings, vocabulary, reading)
  return { target: plain.slice(0, heldOut), student: own, moved, consensus, knowledge, leaning }
}

/** What is said of classes, of each of their words. */
const overWords = (
  ofClasses: readonly number[],
  vocabulary: number,
  { columns, wordCounts }: ClassReading,
): Float32Array => {
  const row = new Float32Array(vocabulary)
  const ofWords = wordCounts.flatMap((count, k) => new Array<number>(count).fill(ofClasses[k]!))
  columns.forEach((column, word) => {
    row[column] = ofWords[word]!
  })
  return row
}
