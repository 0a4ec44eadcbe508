/**
 * Results as rows to show: seeds of one arm become one row, with their mean.
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
  /** Percent, low and high, for the size of the test set. */
  interval?: [number, number]
  seconds: number
  note: string
  /** False when the effect check warns. */
  worthUsing?: boolean
}

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length
const percent = (share: number): number => Math.round(share * 1000) / 10

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
    const notes = [...new Set(group.flatMap(({ note }) => (note === undefined ? [] : [note])))]
    if (shares.length > 1) notes.unshift(`seeds ${shares.map(share => percent(share).toFixed(1)).join(', ')}`)
    const verdicts = group.flatMap(({ effect }) => (effect ? [effect] : []))
    const bad = verdicts.find(({ worthUsing }) => !worthUsing)
    const verdict = (bad ?? verdicts[0])?.verdict
    const row = { id, name: armName(first), seconds: mean(group.map(({ seconds }) => seconds)) }
    const note = [...notes, ...(verdict === undefined ? [] : [verdict])].join('; ')
    const judged = verdicts.length > 0 ? { worthUsing: bad === undefined } : {}
    if (shares.length === 0) return { ...row, note, ...judged }
    const share = mean(shares)
    const [low, high] = wilsonInterval(share * first.examples!, first.examples!)
    return { ...row, note, ...judged, accuracy: percent(share), interval: [percent(low), percent(high)] }
  })
}
