/**
 * How well rules that see no label rank transferred prompts: their scores beside the accuracy on test texts.
 * @module
 */
import { agreementOf, type Classes, consensusOf } from '../../engine/src/post/classes.js'
import { effectOf } from '../../engine/src/post/effect.js'
import { knowledgeOf } from '../../engine/src/post/transfer/knowledge.js'
import { movedOf } from './moved.js'
import type { Ground, Studied, Study } from './transfer.js'

/** Ranks from 0, ties sharing their mean. */
const ranksOf = (values: readonly number[]): number[] =>
  values.map(
    value =>
      values.filter(other => other < value).length + (values.filter(other => other === value).length - 1) / 2,
  )

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length

/** Spearman's rank correlation; not a number where one side does not vary. */
export const rankCorrelation = (a: readonly number[], b: readonly number[]): number => {
  const [x, y] = [ranksOf(a), ranksOf(b)].map(ranks => ranks.map(rank => rank - mean(ranks))) as [
    number[],
    number[],
  ]
  const dot = (u: readonly number[], v: readonly number[]): number =>
    u.reduce((sum, ui, i) => sum + ui * v[i]!, 0)
  return dot(x, y) / Math.sqrt(dot(x, x) * dot(y, y))
}

const percent = (share: number): string => (100 * share).toFixed(1)

/** What the effect check of today says of a transfer, and whether the test texts say the opposite. */
const judged = ({ accuracy, heldOut }: Ground, transfer: Studied, references: References): string => {
  const { judgement } = effectOf({
    prompted: transfer.heldOut,
    target: heldOut.zeroShot,
    ...heldOut,
    ...references,
  })
  const isBetter = transfer.accuracy >= Math.max(accuracy.zeroShot, accuracy.direct)
  const isWrong = judgement === (isBetter ? 'not worth using' : 'worth using')
  return isWrong ? `${judgement}, wrongly` : judgement
}

type References = { moved: Classes; consensus: Classes }

/** Markdown: every transfer with its scores, the best first, and of each rule how it ranks them and what its choice loses. */
export const rulesTable = ({ grounds, transfers }: Study): string =>
  grounds
    .map(ground => {
      const { student, seed, accuracy, heldOut } = ground
      const knowledge = knowledgeOf(heldOut.zeroShot, heldOut.student)
      const moved = movedOf(heldOut)
      const consensus = consensusOf(heldOut.student, moved, knowledge.weight)
      const references = {
        'the prompted student': heldOut.student,
        'the moved target': moved,
        'their consensus': consensus,
      }
      const mine = transfers
        .filter(one => one.student === student && one.seed === seed)
        .toSorted((a, b) => b.accuracy - a.accuracy)
      const scores = Object.values(references).map(reference =>
        mine.map(one => agreementOf(one.heldOut, reference)),
      )
      const accuracies = mine.map(one => one.accuracy)
      const rows = mine.map((one, i) =>
        [
          one.variant,
          percent(one.accuracy),
          ...scores.map(score => score[i]!.toFixed(2)),
          judged(ground, one, { moved, consensus }),
        ].join(' | '),
      )
      // Where several are level, any of them might be chosen.
      const chosen = scores.map(score => mean(accuracies.filter((_, i) => score[i] === Math.max(...score))))
      const lines = [
        ...rows,
        [
          'rank correlation with accuracy',
          '',
          ...scores.map(score => rankCorrelation(score, accuracies).toFixed(2)),
          '',
        ].join(' | '),
        [
          'points lost by choosing the highest',
          '',
          ...chosen.map(one => percent(Math.max(...accuracies) - one)),
          '',
        ].join(' | '),
      ]
      const { zeroShot, direct, student: own } = accuracy
      return [
        `Student of ${student} layers, seed ${seed}: zero-shot ${percent(zeroShot)} %, the student's prompt used directly ${percent(direct)} %, the student with it ${percent(own)} %. Of a held-out text the model tells ${knowledge.model.toFixed(3)} nats, the prompted student ${knowledge.student.toFixed(3)}: omega ${knowledge.weight.toFixed(2)}.`,
        '',
        `| loss | test accuracy % | agreement with ${Object.keys(references).join(' | with ')} | the effect check says |`,
        '|---|---:|---:|---:|---:|---|',
        ...lines.map(line => `| ${line} |`),
      ].join('\n')
    })
    .join('\n\n')
