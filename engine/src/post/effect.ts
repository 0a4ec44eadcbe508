/**
 * Does a transferred prompt do anything, and is it worth using? Judged on held-out public text alone.
 * @module
 */
import { argmax } from '../generate/index.js'
import { agreementOf, type Classes } from './classes.js'

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
  /** Share of texts where the target with p_t chooses what the student with p_s and the target moved by the prompt's effect say together. */
  consensus: number
  /** The same of the target without a prompt, and with p_s as it is. */
  consensusBefore: number
  consensusDirect: number
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

/** Class distributions over the held-out texts. */
export type EffectClasses = {
  /** (T, p_t) */
  prompted: Classes
  /** T */
  target: Classes
  /** (T, p_s) */
  direct: Classes
  /** (S, p_s) */
  student: Classes
  /** What is taken for right: see {@link consensusOf}. */
  consensus: Classes
  /** The target with its logits moved as the prompt moves the student's: what must not say the opposite. */
  moved: Classes
}

/** One class taking more than this share where the student's prompt spreads is a collapse. */
export const COLLAPSE = 0.9
/** A prompt that changes a distribution by less does nothing, nats. */
export const SILENT = 1e-3
/** Standard errors by which more texts must have come to be right than wrong, or the other way: one in twenty by chance. */
export const CLEAR = 1.645
/** Standard deviations by which more of those texts must be expected to be right, as far as what is taken for right is believed itself. */
export const BELIEVED = 1

/** KL(p || q) of class probabilities, nats; p that is 0 adds nothing. */
export const classDivergence = (p: readonly number[], q: readonly number[]): number =>
  p.reduce((sum, pk, k) => (pk > 0 ? sum + pk * Math.log(pk / Math.max(q[k]!, 1e-30)) : sum), 0)

/**
 * Sign test over the texts on which exactly one of both chooses what is taken for right, in standard errors (McNemar 1947): how far the one
 * is ahead of the other.
 * @param rival whether it is right on each text
 */
export const leadOver = (rival: readonly boolean[], prompted: readonly boolean[]): number => {
  const won = prompted.filter((isRight, text) => isRight && !rival[text]).length
  const lost = rival.filter((isRight, text) => isRight && !prompted[text]).length
  return won === lost ? 0 : (won - lost) / Math.sqrt(won + lost)
}

/**
 * The same lead where what is taken for right is not sure of itself: on a text where both choose differently the one is right with the
 * probability that its class has, and so is the other. The expected number of texts by which the one is ahead, in standard deviations of
 * that number. Two models that know little together may agree with a prompt they moved, and both be wrong.
 */
export const expectedLeadOver = (rival: Classes, prompted: Classes, right: Classes): number => {
  let lead = 0
  let variance = 0
  for (const [text, p] of right.entries()) {
    const [mine, its] = [prompted, rival].map(chosen => argmax(chosen[text]!)) as [number, number]
    if (mine === its) continue
    const ahead = p[mine]! - p[its]!
    lead += ahead
    variance += p[mine]! + p[its]! - ahead ** 2
  }
  return variance > 0 ? lead / Math.sqrt(variance) : 0
}

export const effectOf = (classes: EffectClasses): EffectCheck => {
  const { prompted, target, direct, student, consensus, moved } = classes
  const texts = prompted.length
  const histogramOf = (chosen: Classes): number[] =>
    chosen[0]!.map((_, k) => chosen.filter(p => argmax(p) === k).length / texts)
  const check = {
    divergence: prompted.reduce((sum, p, text) => sum + classDivergence(p, target[text]!), 0) / texts,
    agreement: agreementOf(prompted, student),
    agreementBefore: agreementOf(target, student),
    agreementDirect: agreementOf(direct, student),
    consensus: agreementOf(prompted, consensus),
    consensusBefore: agreementOf(target, consensus),
    consensusDirect: agreementOf(direct, consensus),
    histogram: histogramOf(prompted),
    studentHistogram: histogramOf(student),
  }
  /** The lead over the rival that is nearer. */
  const overNearer = (lead: (rival: Classes) => number): number => Math.min(...[target, direct].map(lead))
  /** How far the prompt is ahead, where this is taken for right. */
  const leadBy = (right: Classes): number => {
    const isRight = (chosen: Classes): boolean[] =>
      chosen.map((p, text) => argmax(p) === argmax(right[text]!))
    return overNearer(rival => leadOver(isRight(rival), isRight(prompted)))
  }
  const expected = overNearer(rival => expectedLeadOver(rival, prompted, consensus))
  const consensusTop = Math.max(...histogramOf(consensus))
  return {
    ...check,
    ...judge(check, { lead: leadBy(consensus), byMoved: leadBy(moved), expected, consensusTop }),
  }
}

const percent = (share: number) => `${(100 * share).toFixed(0)} %`

/** How far the prompt is ahead of its nearer rival: by what student and model say together, by the moved model, and as far as the former is believed. */
type Leads = { lead: number; byMoved: number; expected: number }

const judge = (
  check: Omit<EffectCheck, 'judgement' | 'worthUsing' | 'verdict'>,
  { lead, byMoved, expected, consensusTop }: Leads & { consensusTop: number },
): Pick<EffectCheck, 'judgement' | 'worthUsing' | 'verdict'> => {
  const top = Math.max(...check.histogram)
  const studentTop = Math.max(...check.studentHistogram)
  const be = (judgement: Judgement, why: string) => ({
    judgement,
    worthUsing: judgement === 'worth using',
    verdict: `${judgement}: ${why}`,
  })
  const not = (why: string) => be('not worth using', why)
  const oneClass = `the student's own prompt answers one class for ${percent(studentTop)} of the public texts`
  if (studentTop > COLLAPSE && consensusTop > COLLAPSE) return not(oneClass)
  if (check.divergence < SILENT) return not('the prompt hardly changes what the model answers')
  if (top > COLLAPSE) return not(`the model answers one class for ${percent(top)} of the public texts`)
  const shares = `on ${percent(check.consensus)} of held-out public texts the model answers as its student and itself together would have it (${percent(check.consensusBefore)} without a prompt, ${percent(check.consensusDirect)} with the student's prompt as it is)`
  // What both sides know is estimated: a student that is surer than it should be pulls the consensus down with it.
  if (lead * byMoved < 0 && Math.abs(lead) >= CLEAR && Math.abs(byMoved) >= CLEAR)
    return be('undecided', `${shares}, and by the model moved by the prompt alone it is the other way round`)
  if (Math.abs(lead) >= CLEAR && Math.abs(expected) < BELIEVED)
    return be('undecided', `${shares}, which say so little of these texts that it may not be right`)
  if (lead <= -CLEAR) return not(shares)
  // What is imitated spreads once a false leaning is out of it, but by how little the student knows nobody can tell without labels.
  if (studentTop > COLLAPSE)
    return be('undecided', `${oneClass}, though not what its prompt and the model say together`)
  if (lead < CLEAR) return be('undecided', `${shares}, which may be chance; more public texts would tell`)
  return be('worth using', shares)
}
