import { describe, expect, it } from 'vitest'
import { createRandom } from '../text/index.js'
import { drawToken, logProbabilities } from './choose.js'

const LOGITS = Float32Array.of(1, 3, 2, -1, 0.5)

const shares = (sampling: Parameters<typeof drawToken>[1], draws = 20_000): number[] => {
  const random = createRandom(3)
  const counts = LOGITS.map(() => 0)
  for (let i = 0; i < draws; i++) counts[drawToken(LOGITS, sampling, random)]!++
  return Array.from(counts, count => count / draws)
}

describe('a token is drawn', () => {
  it.each([0.5, 1, 2])('as often as it is likely at temperature %d', temperature => {
    const expected = logProbabilities(LOGITS.map(value => value / temperature)).map(Math.exp)
    // Five standard errors of a share of 20,000 draws are below 0.018.
    shares({ temperature }).forEach((share, id) => {
      expect(Math.abs(share - expected[id]!)).toBeLessThan(0.018)
    })
  })

  it('from the fewest likeliest tokens that hold topP', () => {
    const p = logProbabilities(LOGITS).map(Math.exp)
    expect(shares({ topP: 0.5 })).toEqual([0, 1, 0, 0, 0])
    const two = shares({ topP: p[1]! + 0.01 })
    expect([two[0], two[3], two[4]]).toEqual([0, 0, 0])
    expect(Math.abs(two[1]! - p[1]! / (p[1]! + p[2]!))).toBeLessThan(0.018)
    const three = shares({ topP: p[1]! + p[2]! + 0.01 })
    expect(three.map(share => share > 0)).toEqual([true, true, true, false, false])
    expect(shares({ topP: 1 }).every(share => share > 0)).toBe(true)
  })

  it('of equal ones too, and where all others are ruled out', () => {
    const random = createRandom(1)
    const level = new Float32Array(4)
    const drawn = new Set(Array.from({ length: 200 }, () => drawToken(level, { topP: 0.5 }, random)))
    expect([...drawn].sort()).toEqual([0, 1])
    const sure = Float32Array.of(-Infinity, 0, -Infinity)
    expect(drawToken(sure, {}, random)).toBe(1)
    expect(drawToken(sure, { topP: 0.9 }, random)).toBe(1)
  })
})
