import { describe, expect, it } from 'vitest'
import { type RocPoint, rank, rocCurve, summarise, thinned } from './roc.js'

const ranking = (members: readonly number[], others: readonly number[]) =>
  rank(
    Float64Array.from([...others, ...members]),
    Uint8Array.from([...others.map(() => 0), ...members.map(() => 1)]),
  )

/** The definition: the share of pairs in which the member scores higher, equal pairs counting half. */
const byPairs = (members: readonly number[], others: readonly number[]): number =>
  members
    .flatMap(member => others.map(other => (member > other ? 1 : member === other ? 0.5 : 0)))
    .reduce((sum: number, value) => sum + value, 0) /
  (members.length * others.length)

describe('the area under the curve', () => {
  it.each([
    ['is 1 when members are above all', [3, 4], [1, 2]],
    ['is 0 when they are below', [1, 2], [3, 4]],
    ['is a half when all are equal', [5, 5, 5], [5, 5]],
    ['counts ties by half', [1, 2, 2, 3], [0, 2, 2, 2, 9]],
    [
      'goes by ranks, infinite scores included',
      [Number.POSITIVE_INFINITY, -1],
      [0, Number.NEGATIVE_INFINITY],
    ],
  ])('%s', (_, members, others) => {
    expect(summarise(ranking(members, others), []).auc).toBeCloseTo(byPairs(members, others), 14)
  })

  it('is the same when an order of equal scores is another', () => {
    const scores = Array.from({ length: 60 }, (_, i) => (i * 7) % 5)
    const [members, others] = [scores.slice(0, 25), scores.slice(25)]
    const area = summarise(ranking(members, others), []).auc
    expect(summarise(ranking(members.toReversed(), others.toReversed()), []).auc).toBe(area)
    expect(area).toBeCloseTo(byPairs(members, others), 14)
  })
})

describe('true positives at few false ones', () => {
  // From the top: member, member, other, member, (other, member), other.
  const mixed = ranking([9, 8, 6, 5], [7, 5, 1])

  it('are the most at a threshold that lets no more false ones through', () => {
    expect(summarise(mixed, [0, 0.33, 1 / 3, 0.6, 2 / 3, 1]).tpr).toEqual([0.5, 0.5, 0.75, 0.75, 1, 1])
  })

  it('are none when the highest score is shared with a false one', () => {
    expect(summarise(ranking([9, 1], [9, 2]), [0, 0.4]).tpr).toEqual([0, 0])
  })

  it('count a decision as often as its weight', () => {
    const weighted = summarise(mixed, [0], decision => (decision === 3 ? 3 : 1))
    // Decision 3 is the member with score 9: now three of six members stand above every other.
    expect(weighted.tpr).toEqual([4 / 6])
    expect(weighted.auc).toBeCloseTo((3 * 3 + 3 + 2 + 1.5) / 18, 14)
  })
})

describe('the curve', () => {
  it('goes from corner to corner, tied decisions in one stroke', () => {
    expect(rocCurve(ranking([2, 1], [1, 0]))).toEqual<RocPoint[]>([
      { fpr: 0, tpr: 0 },
      { fpr: 0, tpr: 0.5 },
      { fpr: 0.5, tpr: 1 },
      { fpr: 1, tpr: 1 },
    ])
  })

  it('is thinned to what logarithmic axes can show, its ends kept', () => {
    const others = Array.from({ length: 20_000 }, (_, i) => i)
    const curve = rocCurve(ranking(others.slice(100), others))
    const few = thinned(curve, 1e-4)
    expect(few.length).toBeLessThanOrEqual(121)
    expect(few.at(-1)).toEqual({ fpr: 1, tpr: 1 })
    expect(few[0]!.fpr).toBeLessThan(1.1e-4)
  })
})
