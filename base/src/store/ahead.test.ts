import { setImmediate as turn } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { ahead } from './ahead.js'

/** Work that is done in another order than it was begun in, and what was seen of it. */
const bench = () => {
  const seen = { begun: 0, atOnce: 0, most: 0 }
  const task = async (item: number): Promise<number> => {
    seen.begun++
    seen.most = Math.max(seen.most, ++seen.atOnce)
    for (let turns = (item * 7) % 5; turns >= 0; turns--) await turn()
    seen.atOnce--
    if (item === 50) throw new Error('fifty')
    return item * 2
  }
  return { seen, task }
}

async function* upTo(count: number): AsyncGenerator<number> {
  for (let i = 0; i < count; i++) yield i
}

describe('ahead', () => {
  it('gives what becomes of each, in order, and works on no more at the same time than it may', async () => {
    for (const count of [0, 1, 4, 5, 49]) {
      const { seen, task } = bench()
      const results: number[] = []
      for await (const result of ahead(upTo(count), task, 4)) results.push(result)
      expect(results).toEqual(Array.from({ length: count }, (_, i) => i * 2))
      expect(seen.most).toBe(Math.min(count, 4))
    }
  })

  it('begins nothing new when no more is wanted', async () => {
    const { seen, task } = bench()
    for await (const result of ahead(upTo(40), task, 4)) if (result === 20) break
    const { begun } = seen
    expect(begun).toBeLessThanOrEqual(10 + 4)
    await turn()
    expect(seen.begun).toBe(begun)
  })

  it('fails with the one that fails, at its turn, and with no other', async () => {
    const { task } = bench()
    const results: number[] = []
    const all = async () => {
      for await (const result of ahead(upTo(60), task, 4)) results.push(result)
    }
    await expect(all()).rejects.toThrow('fifty')
    expect(results).toHaveLength(50)
    // Nor does one that nobody waits for.
    for await (const result of ahead([47, 48, 49, 50], task)) if (result === 96) break
    for (let i = 0; i < 10; i++) await turn()
  })
})
