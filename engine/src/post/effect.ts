/**
 * Does a transferred prompt do anything, and is it worth using? Judged on held-out public text alone.
 * @module
 */
import { argmax, classProbabilities } from './predict.js'
import type { Task } from './task.js'

/** Shown to be better than what there is without a transfer, shown not to be, or neither: too few texts tell them apart. */
export type Judgement = 'worth using' | 'not worth using' | 'undecided'

export type EffectCheck = {
  /** Mean KL from the unprompted to the prompted target over the classes, nats: near 0 means the prompt is ignored. */
  divergence: number
  /** Share of texts where the target with p_t chooses what the student with p_s chooses. */
  agreement: number
  /** The same of the target without a prompt. */
  agreementBefore: number
  /** The same of the target with p_s, used as it is. */
  agreementDirect: number
  /** Share of each class among the prompted target's choices, in the verbalizer's order. */
  histogram: number[]
  /** The same of the prompted student. */
  studentHistogram: number[]
  judgement: Judgement
  /** Whether the judgement is 'worth using'. */
  worthUsing: boolean
  /** The judgement and why, in words. */
  verdict: string
}

/** Read-out logits [texts, V] of the held-out texts; further rows behind them are not looked at. */
export type EffectLogits = {
  /** f_T(p_t, z) */
  prompted: Float32Array
  /** f_T(z) */
  target: Float32Array
  /** f_T(p_s, z) */
  direct: Float32Array
  /** f_S(p_s, z) */
  studentPrompted: Float32Array
}

/** One class taking more than this share where the student's prompt spreads is a collapse. */
export const COLLAPSE = 0.9
/** A prompt that changes a distribution by less does nothing, nats. */
export const SILENT = 1e-3
/** Standard errors by which more texts must have come to agree than to differ, or the other way: one in twenty by chance. */
const CLEAR = 1.645

/** KL(p || q) of class probabilities, nats; p that is 0 adds nothing. */
export const classDivergence = (p: readonly number[], q: readonly number[]): number =>
  p.reduce((sum, pk, k) => (pk > 0 ? sum + pk * Math.log(pk / Math.max(q[k]!, 1e-30)) : sum), 0)

/** @param columns word ids of all classes */
export const effectOf = (
  logits: EffectLogits,
  vocabulary: number,
  columns: readonly number[],
  wordCounts: readonly number[],
  task: Task,
  texts: number,
): EffectCheck => {
  const classes = (source: Float32Array): number[][] =>
    Array.from({ length: texts }, (_, text) => {
      const at = source.subarray(text * vocabulary, (text + 1) * vocabulary)
      return classProbabilities(
        columns.map(id => at[id]!),
        wordCounts,
        task.scoring,
      )
    })
  const [after, before] = [classes(logits.prompted), classes(logits.target)]
  const [chosen, wanted] = [after.map(argmax), classes(logits.studentPrompted).map(argmax)]
  const agreementOf = (choices: readonly number[]) =>
    choices.filter((choice, text) => choice === wanted[text]).length / texts
  /** Sign test over the texts on which exactly one of both agrees with the student, in standard errors (McNemar 1947). */
  const leadOver = (rival: readonly number[]): number => {
    const won = chosen.filter(
      (choice, text) => choice === wanted[text] && rival[text] !== wanted[text],
    ).length
    const lost = chosen.filter(
      (choice, text) => choice !== wanted[text] && rival[text] === wanted[text],
    ).length
    return won === lost ? 0 : (won - lost) / Math.sqrt(won + lost)
  }
  const histogramOf = (choices: readonly number[]) =>
    wordCounts.map((_, k) => choices.filter(choice => choice === k).length / texts)
  const divergences = after.map((p, text) => classDivergence(p, before[text]!))
  const [unprompted, direct] = [before.map(argmax), classes(logits.direct).map(argmax)]
  const check = {
    divergence: divergences.reduce((a, b) => a + b, 0) / texts,
    agreement: agreementOf(chosen),
    agreementBefore: agreementOf(unprompted),
    agreementDirect: agreementOf(direct),
    histogram: histogramOf(chosen),
    studentHistogram: histogramOf(wanted),
  }
  return { ...check, ...judge(check, Math.min(leadOver(unprompted), leadOver(direct))) }
}

const percent = (share: number) => `${(100 * share).toFixed(0)} %`

const judge = (
  check: Omit<EffectCheck, 'judgement' | 'worthUsing' | 'verdict'>,
  lead: number,
): Pick<EffectCheck, 'judgement' | 'worthUsing' | 'verdict'> => {
  const top = Math.max(...check.histogram)
  const studentTop = Math.max(...check.studentHistogram)
  const be = (judgement: Judgement, why: string) => ({
    judgement,
    worthUsing: judgement === 'worth using',
    verdict: `${judgement}: ${why}`,
  })
  const not = (why: string) => be('not worth using', why)
  if (studentTop > COLLAPSE)
    return not(`the student's own prompt answers one class for ${percent(studentTop)} of the public texts`)
  if (check.divergence < SILENT) return not('the prompt hardly changes what the model answers')
  if (top > COLLAPSE) return not(`the model answers one class for ${percent(top)} of the public texts`)
  const agreement = `the model agrees with the prompted student on ${percent(check.agreement)} of held-out public texts (${percent(check.agreementBefore)} without a prompt, ${percent(check.agreementDirect)} with the student's prompt as it is)`
  if (lead <= -CLEAR) return not(agreement)
  if (lead < CLEAR) return be('undecided', `${agreement}, which may be chance; more public texts would tell`)
  return be('worth using', agreement)
}
