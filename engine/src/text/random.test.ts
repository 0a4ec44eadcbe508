import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRandom, portableLog } from './random.js'

const PINNED = [0.09156953175513294, 0.9639752951283657, -0.16322281915813272, 750]

describe('createRandom', () => {
  it('is xoshiro128** (the first outputs of the reference C code from the words 1, 2, 3, 4)', () => {
    const random = createRandom(0)
    random.restore({ words: [1, 2, 3, 4], spare: null })
    const outputs = Array.from({ length: 4 }, () => random.integer(2 ** 32))
    expect(outputs).toEqual([11520, 0, 5927040, 70819200])
  })
  it('gives the same values everywhere for a seed, others for another', () => {
    const values = (seed: number) => {
      const random = createRandom(seed)
      return [random.next(), random.normal(), random.normal(), random.integer(1000)]
    }
    expect(values(1)).toEqual(PINNED)
    expect(values(2)).not.toEqual(PINNED)
    expect(values(1 + 2 ** 32)).not.toEqual(PINNED)
  })
  it('goes on from a state that went through JSON', () => {
    const random = createRandom(7)
    random.normal()
    const state = JSON.parse(JSON.stringify(random.state()))
    const rest = Array.from({ length: 5 }, () => random.normal())
    const other = createRandom(8)
    other.restore(state)
    expect(Array.from({ length: 5 }, () => other.normal())).toEqual(rest)
  })
  it('is uniform and normal to within five standard errors', () => {
    const random = createRandom(3)
    const n = 100_000
    const mean = (f: () => number) => Array.from({ length: n }, f).reduce((a, b) => a + b, 0) / n
    expect(Math.abs(mean(random.next) - 0.5)).toBeLessThan(5 / Math.sqrt(12 * n))
    expect(Math.abs(mean(random.normal))).toBeLessThan(5 / Math.sqrt(n))
    expect(Math.abs(mean(() => random.normal() ** 2) - 1)).toBeLessThan(5 * Math.sqrt(2 / n))
    expect(Math.abs(mean(() => random.normal() ** 4) - 3)).toBeLessThan(5 * Math.sqrt(96 / n))
    const counts = [0, 0, 0]
    for (let i = 0; i < n; i += 1) counts[random.integer(3)]! += 1
    for (const count of counts) expect(Math.abs(count - n / 3)).toBeLessThan(5 * Math.sqrt((n * 2) / 9))
  })
  it('shuffles without losing anything and leaves the input alone', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.nat(), (items, seed) => {
        const before = [...items]
        const shuffled = createRandom(seed).shuffled(items)
        expect(items).toEqual(before)
        expect([...shuffled].sort()).toEqual([...items].sort())
      }),
    )
  })
  it('refuses seeds, bounds and states that are none', () => {
    for (const seed of [-1, 0.5, 2 ** 53, Number.NaN]) expect(() => createRandom(seed)).toThrow(/seed/)
    const random = createRandom(1)
    for (const n of [0, 1.5, 2 ** 32 + 1]) expect(() => random.integer(n)).toThrow(/whole number/)
    expect(() => random.restore({ words: [0, 0, 0, 0], spare: null })).toThrow(/state/)
    expect(() => random.restore(JSON.parse('{"words":[1],"spare":null}'))).toThrow(/state/)
  })
})

describe('portableLog', () => {
  it('is Math.log to within two units in the last place', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-30, max: 1, noNaN: true }), x => {
        const expected = Math.log(x)
        expect(Math.abs(portableLog(x) - expected)).toBeLessThanOrEqual(Math.abs(expected) * 4.5e-16 + 1e-17)
      }),
      { numRuns: 2000 },
    )
  })
})
