/**
 * What the moved model leans to whatever the text.
 *
 * A model behind an unfamiliar cue leans to some answer, which says nothing of a text and can cost most of its accuracy (Zhao et al. 2021,
 * arXiv 2102.09690, who read it off an empty text; here off the public texts). But if one class is more frequent than others, all models
 * lean to it rightly. The prompted student tells both apart, as its prompt was tuned on labels: its own leaning takes the place of the model's,
 * and counts the less the more of the task the model knows and the student does not.
 * @module
 */
import { type Classes, leaningsOf } from '../classes.js'

/**
 * What of the moved model's leaning is taken out, of each class: all of it but (1 - omega^2) of the student's leaning. In the study of
 * transfers nothing else that was tried does as well on public texts of even classes and loses as little on uneven ones
 * (docs/results/transfer-choice.md).
 *
 * @param moved of all public texts, of the target with its logits moved as the prompt moves the student's
 * @param student (S, p_s)
 * @param weight omega, the share of the model in what both know
 */
export const excessLeanings = (moved: Classes, student: Classes, weight: number): number[] => {
  const own = leaningsOf(student)
  return leaningsOf(moved).map((leaning, k) => leaning - (1 - weight ** 2) * own[k]!)
}
