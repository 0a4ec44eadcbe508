/**
 * Results as rows to show: seeds of one arm become one row, with their mean and an interval.
 * @module
 */
import { wilsonInterval } from '@promptpost/engine/post'
import { armId, armName } from './plan.js'
import type { ArmResult } from './types.js'

export type Row = {
  id: string
  name: string
  /** Percent; undefined when the arm could not be measured. */
  accuracy?: number
  /** Percent, low and high, at 95 %: for the size of the test set and, of several seeds, for their spread. */
  interval?: [number, number]
  seconds: number
  note: string
  /** What the effect check came to: true or false of all seeds, absent where it could not tell or did not look. */
  worthUsing?: boolean
}

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length
const percent = (share: number): number => Math.round(share * 1000) / 10

/** 97.5 % points of Student's t, by degrees of freedom from 1; beyond, that of the last bounds them. */
const STUDENT = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262]

/** Half of the interval of a mean of few seeds, by Student's t. */
const seedHalf = (shares: readonly number[]): number => {
  if (shares.length < 2) return 0
  const centre = mean(shares)
  const variance = shares.reduce((sum, share) => sum + (share - centre) ** 2, 0) / (shares.length - 1)
  return STUDENT[Math.min(shares.length - 1, STUDENT.length) - 1]! * Math.sqrt(variance / shares.length)
}

/** Wilson's interval for the test texts, each side widened by the seeds' as independent errors are. */
const intervalOf = (shares: readonly number[], examples: number): [number, number] => {
  const share = mean(shares)
  const [low, high] = wilsonInterval(share * examples, examples)
  const half = seedHalf(shares)
  return [
    Math.max(0, share - Math.hypot(share - low, half)),
    Math.min(1, share + Math.hypot(high - share, half)),
  ]
}

/** What several seeds noted as one note, where only some words differ: `alpha 0.5/0.4, 1000 texts`. */
const together = (notes: readonly string[]): string[] => {
  // Words and what stands between them.
  const parts = notes.map(note => note.split(/([,;:]?\s+)/))
  const first = parts[0]
  if (!first) return []
  const isSame = (part: string, i: number): boolean => parts.every(one => one[i] === part)
  const same = first.filter(isSame).length
  if (parts.some(({ length }) => length !== first.length) || same < 0.75 * first.length)
    return [...new Set(notes)]
  return [first.map((part, i) => (isSame(part, i) ? part : parts.map(one => one[i]).join('/'))).join('')]
}

/** One row per arm, in the order of the first result of each. */
export const rowsOf = (results: readonly ArmResult[]): Row[] => {
  const groups = new Map<string, ArmResult[]>()
  for (const result of results) {
    const id = armId({ ...result, seed: undefined } as ArmResult)
    groups.set(id, [...(groups.get(id) ?? []), result])
  }
  return [...groups].map(([id, group]) => {
    const first = group[0]!
    const shares = group.flatMap(({ accuracy }) => (accuracy === undefined ? [] : [accuracy]))
    const notes = together(group.flatMap(({ note }) => (note === undefined ? [] : [note])))
    if (shares.length > 1) notes.unshift(`seeds ${shares.map(share => percent(share).toFixed(1)).join(', ')}`)
    const verdicts = group.flatMap(({ effect }) => (effect ? [effect] : []))
    const not = verdicts.find(({ judgement }) => judgement === 'not worth using')
    const doubtful = not ?? verdicts.find(({ judgement }) => judgement !== 'worth using')
    const verdict = (doubtful ?? verdicts[0])?.verdict
    const row = { id, name: armName(first), seconds: mean(group.map(({ seconds }) => seconds)) }
    const note = [...notes, ...(verdict === undefined ? [] : [verdict])].join('; ')
    const isClear = verdicts.length > 0 && (not || !doubtful)
    const judged = isClear ? { worthUsing: !not } : {}
    if (shares.length === 0) return { ...row, note, ...judged }
    const share = mean(shares)
    const [low, high] = intervalOf(shares, first.examples!)
    return { ...row, note, ...judged, accuracy: percent(share), interval: [percent(low), percent(high)] }
  })
}
