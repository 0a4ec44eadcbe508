/**
 * Does a transferred prompt answer as the student does with its own? Judged on held-out public text alone.
 * @module
 */
import { CLEAR, COLLAPSE, type Judgement, leadOver } from '../effect.js'

/** The tokens chosen where one text's answer is read. */
export type Choices = readonly number[]

export type AnswerEffect = {
  /** Share of texts whose whole answer, token by token behind the student's, is the prompted student's. */
  agreement: number
  /** The same of the target without a prompt. */
  agreementBefore: number
  /** The same of the target with p_s, used as it is. */
  agreementDirect: number
  /** Share of the texts that get the most common answer. */
  commonest: number
  judgement: Judgement
  worthUsing: boolean
  /** Why, in words. */
  verdict: string
}

/** The tokens that each chooses, text by text. */
export type TokenChoices = {
  /** (T, p_t) */
  prompted: readonly Choices[]
  /** T */
  target: readonly Choices[]
  /** (T, p_s) */
  direct: readonly Choices[]
  /** (S, p_s) */
  student: readonly Choices[]
}

const isSame = (a: Choices, b: Choices): boolean =>
  a.length === b.length && a.every((token, at) => token === b[at])

const shareOf = (hits: readonly boolean[]): number => hits.filter(Boolean).length / hits.length

/** Share of the texts with the most common answer. */
const commonestOf = (answers: readonly Choices[]): number => {
  const counts = new Map<string, number>()
  for (const answer of answers) counts.set(answer.join(), (counts.get(answer.join()) ?? 0) + 1)
  return Math.max(...counts.values()) / answers.length
}

const percent = (share: number): string => `${(100 * share).toFixed(0)} %`

export const answerEffectOf = ({ prompted, target, direct, student }: TokenChoices): AnswerEffect => {
  const agrees = (choices: readonly Choices[]) => choices.map((own, text) => isSame(own, student[text]!))
  const [after, before, asItIs] = [agrees(prompted), agrees(target), agrees(direct)]
  const check = {
    agreement: shareOf(after),
    agreementBefore: shareOf(before),
    agreementDirect: shareOf(asItIs),
    commonest: commonestOf(prompted),
  }
  const be = (judgement: Judgement, why: string): AnswerEffect => ({
    ...check,
    judgement,
    worthUsing: judgement === 'worth using',
    verdict: `${judgement}: ${why}`,
  })
  const studentsCommonest = commonestOf(student)
  if (studentsCommonest > COLLAPSE)
    return be(
      'not worth using',
      `the student's own prompt gives one answer to ${percent(studentsCommonest)} of the public texts`,
    )
  if (check.commonest > COLLAPSE)
    return be(
      'not worth using',
      `the model gives one answer to ${percent(check.commonest)} of the public texts`,
    )
  const agreement = `the model gives the prompted student's answer to ${percent(check.agreement)} of held-out public texts (${percent(check.agreementBefore)} without a prompt, ${percent(check.agreementDirect)} with the student's prompt as it is)`
  const lead = Math.min(leadOver(before, after), leadOver(asItIs, after))
  if (lead <= -CLEAR) return be('not worth using', agreement)
  if (lead < CLEAR) return be('undecided', `${agreement}, which may be chance; more public texts would tell`)
  return be('worth using', agreement)
}
