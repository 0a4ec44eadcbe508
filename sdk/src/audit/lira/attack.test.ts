import { createRandom } from '@promptpost/engine/text'
import { describe, expect, it } from 'vitest'
import { interval } from '../../privacy/accounting/normal.js'
import { attacksOn, calibrated, centred, likelihoodRatios, type Scores } from './attack.js'
import { rocIntervals } from './bootstrap.js'
import { drawMembership, type Membership } from './membership.js'
import { rank, summarise } from './roc.js'

const ranked = (scores: Scores, members: Membership) =>
  rank(Float64Array.from(scores.flatMap(row => [...row])), Uint8Array.from(members.flatMap(row => [...row])))
const areaOf = (scores: Scores, members: Membership): number => summarise(ranked(scores, members), []).auc

/** Statistics that are normal with unit variance around a level of their record, higher by `gap` for members. */
const simulate = (records: number, shadows: number, gap: number, seed: number) => {
  const random = createRandom(seed)
  const members = drawMembership(records, shadows, seed + 1000)
  const levels = Float64Array.from({ length: records }, () => 10 * random.normal())
  const statistics = members.map(row =>
    Float64Array.from(row, (member, record) => levels[record]! + gap * member + random.normal()),
  )
  return { members, statistics }
}

/** Area under the curve of the best test between N(0, 1) and N(gap, 1): Phi(gap / sqrt 2). */
const bestArea = (gap: number): number => 0.5 + interval(0, gap / Math.SQRT2)

describe('the likelihood ratio attack', () => {
  it.each([
    ['one variance for all records', 64],
    ['a variance for each', 80],
  ])('comes close to the best test between two normal laws, with %s', (_, shadows) => {
    const { members, statistics } = simulate(250, shadows, 1, 3)
    const area = areaOf(likelihoodRatios(statistics, members, 1), members)
    expect(area).toBeLessThan(bestArea(1) + 0.01)
    expect(area).toBeGreaterThan(bestArea(1) - 0.025)
  })

  it('sees what a threshold on the confidence alone does not, when records differ', () => {
    const { members, statistics } = simulate(400, 16, 1.5, 4)
    const attacks = attacksOn(statistics, members, Array(400).fill('a'), 1)
    expect(areaOf(attacks.lira, members)).toBeGreaterThan(0.78)
    expect(areaOf(attacks.confidence, members)).toBeLessThan(0.6)
  })

  it('is at chance with few shadows and nothing to find: neither above it nor, by unequal fits, below', () => {
    const { members, statistics } = simulate(5000, 8, 0, 5)
    expect(areaOf(likelihoodRatios(statistics, members, 1), members)).toBeCloseTo(0.5, 2)
  })

  it('does not look at whether the target held the record', () => {
    const { members, statistics } = simulate(50, 8, 1, 6)
    const denied = members.map((row, shadow) => (shadow === 0 ? row.map(member => 1 - member) : row))
    const scores = likelihoodRatios(statistics, members, 1)
    const others = likelihoodRatios(statistics, denied, 1)
    expect(others[0]).toEqual(scores[0])
    expect(others[1]).not.toEqual(scores[1])
  })

  it('stays finite when shadows agree to the last bit', () => {
    const members = drawMembership(30, 8, 1)
    const scores = likelihoodRatios(
      members.map(row => new Float64Array(row.length)),
      members,
      1,
    )
    expect(scores.every(row => row.every(Number.isFinite))).toBe(true)
  })
})

describe('calibration by the other prompts', () => {
  it('beats the likelihood ratio where shadows are few and the gap is small and common', () => {
    const { members, statistics } = simulate(2000, 8, 0.5, 8)
    const area = areaOf(calibrated(statistics, members, 1), members)
    expect(area).toBeGreaterThan(areaOf(likelihoodRatios(statistics, members, 1), members) + 0.02)
    expect(area).toBeLessThan(bestArea(0.5) + 0.01)
  })

  it('is at chance where there is nothing to find', () => {
    const { members, statistics } = simulate(5000, 8, 0, 9)
    expect(areaOf(calibrated(statistics, members, 1), members)).toBeCloseTo(0.5, 2)
  })
})

describe('centring', () => {
  it('takes out how a prompt leans to a class, which hides members from the plain attack', () => {
    const { members, statistics } = simulate(600, 8, 1.5, 7)
    const labels = Array.from({ length: 600 }, (_, record) => (record % 3 === 0 ? 'rare' : 'common'))
    const random = createRandom(9)
    const leaning = statistics.map(row => {
      const lean = 6 * random.normal()
      return row.map((value, record) => value + (labels[record] === 'rare' ? lean : -lean))
    })
    const attacks = attacksOn(leaning, members, labels, 1)
    expect(areaOf(attacks['lira-centred'], members)).toBeGreaterThan(0.72)
    expect(areaOf(attacks.lira, members)).toBeLessThan(0.65)
  })

  it('leaves the middle of each class at zero', () => {
    expect(centred([Float64Array.of(1, 5, 9, 2, 4)], ['a', 'a', 'a', 'b', 'b'])).toEqual([
      Float64Array.of(-4, 0, 4, -1, 1),
    ])
  })
})

describe('intervals', () => {
  it('hold the truth at least as often as they promise, and are of the size of the error', () => {
    const found = Array.from({ length: 12 }, (_, seed) => {
      const { members, statistics } = simulate(150, 8, 0, 20 + seed)
      const ranking = ranked(likelihoodRatios(statistics, members, 1), members)
      return rocIntervals(ranking, { targets: 8, records: 150 }, [0.01], seed).auc
    })
    expect(found.filter(([low, high]) => low <= 0.5 && 0.5 <= high).length).toBeGreaterThanOrEqual(11)
    for (const [low, high] of found) expect(high - low).toBeLessThan(0.15)
  })
})
