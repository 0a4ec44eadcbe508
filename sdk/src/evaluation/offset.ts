/**
 * The logit-offset baseline: the large model's class words are shifted at inference by what the prompt changes in the
 * student, f_T(z) + beta (f_S(p_s, z) - f_S(z)), and nothing is transferred. It needs both models for every answer.
 * @module
 */
import {
  type Compute,
  type Monitor,
  type Prediction,
  predictWith,
  type SoftPrompt,
  type Task,
  type Workbench,
} from '@promptpost/engine/post'

/** A task with one class per word, so that its scores are the words' own. */
const byWord = (task: Task): Task => ({
  template: task.template,
  verbalizer: Object.fromEntries(
    Object.entries(task.verbalizer).flatMap(([label, words]) =>
      words.map(word => [JSON.stringify([label, word]), [word]]),
    ),
  ),
})

const logOf = (share: number): number => Math.log(Math.max(share, 1e-300))

/** Scores of the classes from those of their words. */
export const classScores = (words: readonly number[], task: Task): number[] => {
  let at = 0
  return Object.values(task.verbalizer).map(({ length }) => {
    const own = words.slice(at, at + length)
    at += length
    if (task.scoring === 'mean-logit') return own.reduce((a, b) => a + b, 0) / length
    const top = Math.max(...own)
    return top + Math.log(own.reduce((sum, x) => sum + Math.exp(x - top), 0) / length)
  })
}

/** @returns one prediction per text, in order */
export const predictWithOffset = async (
  target: Workbench,
  student: Workbench,
  prompt: SoftPrompt,
  texts: readonly string[],
  options: { beta: number; maxTokens: number } & Compute & Monitor,
): Promise<Prediction[]> => {
  const { task } = prompt
  const { beta, ...rest } = options
  const common = { ...rest, task: byWord(task), texts }
  const large = await predictWith(target, common)
  const prompted = await predictWith(student, { ...common, prompt })
  const plain = await predictWith(student, common)
  const labels = Object.keys(task.verbalizer)
  return texts.map((_, i) => {
    const [t, s, s0] = [large[i]!.scores, prompted[i]!.scores, plain[i]!.scores]
    const scores = classScores(
      t.map((share, w) => logOf(share) + beta * (logOf(s[w]!) - logOf(s0[w]!))),
      task,
    )
    const top = Math.max(...scores)
    const weights = scores.map(score => Math.exp(score - top))
    const total = weights.reduce((a, b) => a + b, 0)
    return { label: labels[scores.indexOf(top)]!, scores: weights.map(weight => weight / total) }
  })
}
