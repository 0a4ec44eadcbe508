/**
 * The large model's class distributions moved as the prompt moves the student's: of classes alone, not of the whole vocabulary.
 * @module
 */
import { type Classes, calibrated, normalised } from '../../engine/src/post/classes.js'
import { falseLeanings } from '../../engine/src/post/transfer/leaning.js'

/** Class distributions over the same texts, of T, of (S, p_s) and of S without a prompt. */
export type Sides = { zeroShot: Classes; student: Classes; bare: Classes }

/** Probabilities are kept to four decimals. */
const LEAST = 1e-4

/** With all that they lean to. */
export const leaningMovedOf = ({ zeroShot, student, bare }: Sides): Classes =>
  zeroShot.map((p, text) => {
    const at = (classes: Classes, k: number): number => Math.max(classes[text]![k]!, LEAST)
    return normalised(p.map((_, k) => (at(zeroShot, k) * at(student, k)) / at(bare, k)))
  })

/** Without what they lean to falsely. */
export const movedOf = (sides: Sides): Classes => {
  const moved = leaningMovedOf(sides)
  return calibrated(moved, falseLeanings(moved, sides.student))
}
