/**
 * Does a transferred prompt do anything, and is it worth using? Judged on held-out public text alone.
 * @module
 */
import { argmax, classProbabilities } from './predict.js'
import type { Task } from './task.js'

export type EffectCheck = {
  /** Mean KL from the unprompted to the prompted target over the classes, nats: near 0 means the prompt is ignored. */
  divergence: number
  /** Share of texts where prompted target and prompted student choose the same class. */
  agreement: number
  /** Share of texts where the unprompted target and the prompted student do. */
  agreementBefore: number
  /** Share of each class among the prompted target's choices, in the verbalizer's order. */
  histogram: number[]
  /** The same of the prompted student. */
  studentHistogram: number[]
  worthUsing: boolean
  /** Why, in words. */
  verdict: string
}

type Logits = { prompted: Float32Array; target: Float32Array; studentPrompted: Float32Array }

/** One class taking more than this share where the student's prompt spreads is a collapse. */
const COLLAPSE = 0.9
/** A prompt that changes the class distribution by less does nothing. */
const SILENT = 1e-3

/**
 * @param logits [texts, V] of the held-out texts; `target` and `studentPrompted` may hold more rows behind
 * @param columns word ids of all classes
 */
export const effectOf = (
  logits: Logits,
  vocabulary: number,
  columns: readonly number[],
  wordCounts: readonly number[],
  task: Task,
  texts: number,
): EffectCheck => {
  const classes = (source: Float32Array, text: number) => {
    const at = source.subarray(text * vocabulary, (text + 1) * vocabulary)
    return classProbabilities(
      columns.map(id => at[id]!),
      wordCounts,
      task.scoring,
    )
  }
  const histogram = wordCounts.map(() => 0)
  const studentHistogram = wordCounts.map(() => 0)
  let divergence = 0
  let agreement = 0
  let agreementBefore = 0
  for (let text = 0; text < texts; text++) {
    const [after, before, student] = [logits.prompted, logits.target, logits.studentPrompted].map(source =>
      classes(source, text),
    ) as [number[], number[], number[]]
    after.forEach((p, k) => {
      if (p > 0) divergence += (p * Math.log(p / Math.max(before[k]!, 1e-30))) / texts
    })
    const [chosen, wanted] = [argmax(after), argmax(student)]
    histogram[chosen]! += 1 / texts
    studentHistogram[wanted]! += 1 / texts
    if (chosen === wanted) agreement += 1 / texts
    if (argmax(before) === wanted) agreementBefore += 1 / texts
  }
  return {
    divergence,
    agreement,
    agreementBefore,
    histogram,
    studentHistogram,
    ...judge({ divergence, agreement, agreementBefore, histogram, studentHistogram }),
  }
}

const percent = (share: number) => `${(100 * share).toFixed(0)} %`

const judge = (
  check: Omit<EffectCheck, 'worthUsing' | 'verdict'>,
): Pick<EffectCheck, 'worthUsing' | 'verdict'> => {
  const top = Math.max(...check.histogram)
  const studentTop = Math.max(...check.studentHistogram)
  const not = (why: string) => ({ worthUsing: false, verdict: `not worth using: ${why}` })
  if (studentTop > COLLAPSE)
    return not(`the student's own prompt answers one class for ${percent(studentTop)} of the public texts`)
  if (check.divergence < SILENT) return not('the prompt hardly changes what the model answers')
  if (top > COLLAPSE) return not(`the model answers one class for ${percent(top)} of the public texts`)
  if (check.agreement <= check.agreementBefore) {
    return not(
      `the model agrees with the prompted student on ${percent(check.agreement)} of the public texts, without the prompt on ${percent(check.agreementBefore)}`,
    )
  }
  return {
    worthUsing: true,
    verdict: `worth using: the model agrees with the prompted student on ${percent(check.agreement)} of held-out public texts (${percent(check.agreementBefore)} without the prompt)`,
  }
}
