import { describe, expect, it } from 'vitest'
import type { Observation } from './canaries.js'
import { oneRunBound, twoWorldBound } from './empirical.js'
import { uniforms } from './law.js'

/** Randomised response: the coin itself, told truly with probability e^epsilon / (1 + e^epsilon). Its epsilon is exact. */
const randomisedResponse = (epsilon: number, count: number): Observation[] => {
  const uniform = uniforms(`response ${epsilon}`)
  return Array.from({ length: count }, () => {
    const present = uniform() < 0.5
    const told = uniform() < 1 / (1 + Math.exp(-epsilon)) ? present : !present
    return { present, loss: (told ? 1 : -1) + 1e-3 * uniform() }
  })
}

describe('the empirical bounds', () => {
  it.each([0.5, 1.5, 3])('come close to the epsilon %d of randomised response, from below', epsilon => {
    const observations = randomisedResponse(epsilon, 20_000)
    for (const bound of [twoWorldBound(observations, 0), oneRunBound(observations, 0)]) {
      expect(bound).toBeLessThan(epsilon)
      expect(bound).toBeGreaterThan(0.75 * epsilon)
    }
  })

  it('are zero for coins that nothing is told about, and grow with nothing but evidence', () => {
    const blind = randomisedResponse(0, 2000)
    expect(twoWorldBound(blind, 0)).toBeLessThan(0.2)
    expect(oneRunBound(blind, 0)).toBeLessThan(0.2)
    const told = randomisedResponse(3, 2000)
    expect(twoWorldBound(told, 0.1)).toBeLessThan(twoWorldBound(told, 0))
    expect(oneRunBound(told, 1e-4)).toBeLessThan(oneRunBound(told, 0))
  })
})
