/**
 * What the moved model leans to whatever the text.
 *
 * A model behind an unfamiliar cue leans to some answer, which says nothing of a text and can cost most of its accuracy (Zhao et al. 2021,
 * arXiv 2102.09690, who read it off an empty text; here off the public texts). But if one class is more frequent than others, all models
 * lean to it rightly. The prompted student tells both apart, as its prompt was tuned on labels: where the two agree how often classes come,
 * that is so; where they do not, the model is wrong.
 * @module
 */
import { type Classes, divergenceOf, leaningsOf, sharesOf } from '../classes.js'

/** Disagreement about the shares of classes, nats, from which on most of a leaning is taken out. Half and twice as much do as well. */
const DISAGREEMENT = 0.1

/**
 * What of the moved model's leaning is taken out, of each class: 1 - exp(-D / 0.1) of it, D the divergence of the shares of classes that the
 * moved model gives from those the student gives. In the study of transfers nothing else that was tried gains as much where a leaning is
 * false and loses as little where it is true (docs/results/transfer-choice.md).
 *
 * @param moved of all public texts, of the target with its logits moved as the prompt moves the student's
 * @param student (S, p_s)
 */
export const falseLeanings = (moved: Classes, student: Classes): number[] => {
  const part = 1 - Math.exp(-divergenceOf(sharesOf(student), sharesOf(moved)) / DISAGREEMENT)
  return leaningsOf(moved).map(leaning => part * leaning)
}
