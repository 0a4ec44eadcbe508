/**
 * What sending a share of the texts to the large model is worth: accuracy by share and by threshold, and whether the student's
 * confidence means what it says.
 * @module
 */
import { type Prediction, wilsonInterval } from '@promptpost/engine/post'
import { chooseToSend, confidenceOf } from '../../sdk/src/local-first/choose.js'
import type { LocalFirstRule } from '../../sdk/src/local-first/options.js'

/** Of the same texts: what the student and the large model say, and what is right. */
export type Answers = { student: Prediction[]; model: Prediction[]; labels: string[] }

/** Shares in [0, 1]; NaN of no texts. */
export type Sending = {
  sent: number
  accuracy: number
  /** Of the student, on the texts that stay. */
  atHome: number
  /** Of the student on the texts that leave: what it would have made of them. */
  studentOnSent: number
  modelOnSent: number
}

const rightOf = (predictions: readonly Prediction[], labels: readonly string[]): boolean[] =>
  predictions.map(({ label }, at) => label === labels[at])

const shareOf = (right: readonly boolean[]): number => right.filter(Boolean).length / right.length

/** What comes of a rule, on one set of answers. */
export const sendingBy = ({ student, model, labels }: Answers, rule: LocalFirstRule): Sending => {
  const [own, others] = [rightOf(student, labels), rightOf(model, labels)]
  const leaving = new Set(
    chooseToSend(
      student.map(({ scores }) => confidenceOf(scores)),
      rule,
    ),
  )
  const isSent = (_: boolean, at: number): boolean => leaving.has(at)
  const stays = own.filter((_, at) => !leaving.has(at))
  return {
    sent: leaving.size / labels.length,
    accuracy: shareOf(own.map((right, at) => (leaving.has(at) ? others[at]! : right))),
    atHome: shareOf(stays),
    studentOnSent: shareOf(own.filter(isSent)),
    modelOnSent: shareOf(others.filter(isSent)),
  }
}

/** Bins of equal width, as Guo et al. (2017) take. */
const BINS = 15

/**
 * Expected calibration error (Naeini et al. 2015, Guo et al. 2017): the mean distance between confidence and accuracy over 15 bins of
 * confidence, weighted by their texts; in [0, 1]. `bias` is mean confidence less accuracy: above 0 where the student is too sure.
 */
export const calibrationOf = (
  student: readonly Prediction[],
  labels: readonly string[],
): { error: number; bias: number } => {
  const bins = Array.from({ length: BINS }, () => ({ confidence: 0, right: 0 }))
  student.forEach(({ label, scores }, at) => {
    const confidence = confidenceOf(scores)
    const bin = bins[Math.min(BINS - 1, Math.floor(confidence * BINS))]!
    bin.confidence += confidence
    if (label === labels[at]) bin.right++
  })
  const gaps = bins.map(({ confidence, right }) => (confidence - right) / labels.length)
  return {
    error: gaps.reduce((sum, gap) => sum + Math.abs(gap), 0),
    bias: gaps.reduce((sum, gap) => sum + gap, 0),
  }
}

/** Of several seeds; a seed in which there is nothing to take a share of is left out. */
export const meanOf = (values: readonly number[]): number => {
  const known = values.filter(value => !Number.isNaN(value))
  return known.reduce((sum, value) => sum + value, 0) / known.length
}

const percent = (share: number): string => (Number.isNaN(share) ? '–' : (100 * share).toFixed(1))

/** A row of means over seeds, and Wilson's interval for the texts of one. */
const row = (head: string, seeds: readonly Answers[], rule: LocalFirstRule): string => {
  const all = seeds.map(answers => sendingBy(answers, rule))
  const mean = (key: keyof Sending): number => meanOf(all.map(one => one[key]))
  const texts = seeds[0]!.labels.length
  const [low, high] = wilsonInterval(mean('accuracy') * texts, texts)
  const cells = [
    head,
    percent(mean('sent')),
    percent(mean('accuracy')),
    `${percent(low)} – ${percent(high)}`,
    ...(['atHome', 'studentOnSent', 'modelOnSent'] as const).map(key => percent(mean(key))),
  ]
  return `| ${cells.join(' | ')} |`
}

export const SHARES = [0, 0.05, 0.1, 0.2, 0.3, 0.5, 1]
export const THRESHOLDS = [0.5, 0.7, 0.8, 0.9, 0.95, 0.99]

/** The tables of one student and its prompt, in Markdown. @param seeds one or more */
export const sendingTables = (title: string, seeds: readonly Answers[]): string => {
  const calibration = seeds.map(({ student, labels }) => calibrationOf(student, labels))
  const mean = (key: 'error' | 'bias'): string => (100 * meanOf(calibration.map(one => one[key]))).toFixed(1)
  const columns =
    'sent % | accuracy % | 95 % interval | S on those that stay | S on those sent | T on those sent'
  const rule = '|---|---:|---:|:---:|---:|---:|---:|'
  return [
    `## ${title}`,
    '',
    `| at most | ${columns} |`,
    rule,
    ...SHARES.map(share => row(`${Math.round(100 * share)} %`, seeds, { sendAtMost: share })),
    '',
    `| confidence | ${columns} |`,
    rule,
    ...THRESHOLDS.map(confidence => row(`${confidence}`, seeds, { confidence })),
    '',
    `Expected calibration error of S: ${mean('error')} points; its mean confidence less its accuracy: ${mean('bias')}.`,
  ].join('\n')
}
