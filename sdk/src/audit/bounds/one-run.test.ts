import { createRandom } from '@promptpost/engine/text'
import { describe, expect, it } from 'vitest'
import { bestOneRunBound, type CanaryScore, oneRunBound, oneRunP } from './one-run.js'

/** Randomised response: each coin told truly with probability e^epsilon / (1 + e^epsilon). Its epsilon is exact. */
const randomisedResponse = (epsilon: number, count: number, seed: number): CanaryScore[] => {
  const random = createRandom(seed)
  return Array.from({ length: count }, () => {
    const present = random.next() < 0.5
    const told = random.next() < 1 / (1 + Math.exp(-epsilon)) ? present : !present
    return { present, score: (told ? 1 : -1) + 1e-3 * random.next() }
  })
}

describe('the one-run bound', () => {
  it('weighs guesses as theorem 5.2 does', () => {
    const counts = { right: 9, guesses: 10, canaries: 20 }
    expect(oneRunP(counts, 0, 0)).toBeCloseTo(11 / 1024, 12)
    // Of (P[X >= 9 - i] - P[X >= 9]) / i the largest is that of i = 5: (848 - 11) / 1024 / 5.
    expect(oneRunP(counts, 0, 0.001)).toBeCloseTo(11 / 1024 + (0.04 * 837) / 5120, 12)
    expect(oneRunP({ ...counts, right: 0 }, 1, 0)).toBeCloseTo(1, 12)
  })

  it.each([0.5, 1.5, 3])('comes close to the epsilon %d of randomised response, from below', epsilon => {
    const { epsilon: found } = bestOneRunBound(randomisedResponse(epsilon, 5000, 1), 0)
    expect(found).toBeLessThan(epsilon)
    expect(found).toBeGreaterThan(0.7 * epsilon)
  })

  it('of the best of several ways to guess is wrong no oftener than it promises', () => {
    const wrong = Array.from({ length: 200 }, (_, seed) =>
      bestOneRunBound(randomisedResponse(1, 400, seed), 0),
    ).filter(({ epsilon }) => epsilon > 1)
    expect(wrong.length).toBeLessThanOrEqual(16)
  })

  it('counts guesses of absence where they are asked for', () => {
    const scores = [4, 3, 2, 1].map((score, i) => ({ score, present: i === 0 }))
    expect(oneRunBound(scores, 0, { present: 0.25, absent: 0.5 })).toMatchObject({
      right: 3,
      guesses: 3,
      canaries: 4,
    })
  })

  it('needs evidence, and at a larger delta more of it', () => {
    expect(bestOneRunBound(randomisedResponse(0, 2000, 3), 0).epsilon).toBeLessThan(0.2)
    const told = randomisedResponse(3, 2000, 4)
    expect(bestOneRunBound(told, 1e-4).epsilon).toBeLessThan(bestOneRunBound(told, 0).epsilon)
  })
})
