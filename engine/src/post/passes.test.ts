/**
 * Batches of plain training: every member once a pass, in an order that depends on the seed.
 * @module
 */
import { describe, expect, it } from 'vitest'
import { createRandom } from '../text/index.js'
import { newPass, nextBatch } from './passes.js'

const members = Array.from({ length: 103 }, (_, i) => i)
const lengths = members.map(i => 5 + ((i * 37) % 60))

const batches = (seed: number, count: number, size = 8) => {
  const pass = newPass()
  const random = createRandom(seed)
  return Array.from({ length: count }, () => nextBatch(pass, members, lengths, size, random))
}

describe('nextBatch', () => {
  it('visits every member at most once a pass, and leaves out less than a batch', () => {
    const visited = batches(1, 12).flat()
    expect(new Set(visited).size).toBe(visited.length)
    expect(visited.length).toBeGreaterThan(members.length - 8)
  })

  it('depends on the seed, and on nothing else', () => {
    expect(batches(1, 30)).toEqual(batches(1, 30))
    expect(batches(1, 5)).not.toEqual(batches(2, 5))
  })

  it('mixes members from everywhere, in another order each pass', () => {
    const [first, second] = [batches(3, 12).flat(), batches(3, 24).slice(12).flat()]
    expect(second).not.toEqual(first)
    // The first batches of a pass in file order would hold the first members alone.
    expect(Math.max(...first.slice(0, 32))).toBeGreaterThan(64)
  })

  it('puts like lengths together', () => {
    const spread = batches(1, 12).map(batch => {
      const own = batch.map(i => lengths[i]!)
      return Math.max(...own) - Math.min(...own)
    })
    expect(spread.reduce((a, b) => a + b, 0) / spread.length).toBeLessThan(20)
  })

  it('gives all members when there are fewer than a batch', () => {
    expect([...nextBatch(newPass(), [4, 7], lengths, 8, createRandom(1))].sort()).toEqual([4, 7])
  })
})
