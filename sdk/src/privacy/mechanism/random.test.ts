import { describe, expect, it } from 'vitest'
import { seededBytes } from '../privacy.test.support.js'
import { createWordSource } from './random.js'

describe('the word source', () => {
  it('hands out the bytes of its source in order, across blocks, and keeps none of them', () => {
    const blocks: Uint8Array[] = []
    const next = createWordSource(target => {
      blocks.push(target)
      seededBytes('words')(target)
    })
    const expected = new Uint32Array(16_384)
    seededBytes('words')(new Uint8Array(expected.buffer))
    const drawn = Array.from({ length: 16_384 }, next)
    expect(drawn).toEqual([...expected])
    expect(blocks[0]!.every(byte => byte === 0)).toBe(true)
    expect(next()).toBe(expected[0])
    expect(blocks).toHaveLength(2)
  })

  it('differs between two secure sources', () => {
    const one = createWordSource()
    const other = createWordSource()
    expect(Array.from({ length: 8 }, one)).not.toEqual(Array.from({ length: 8 }, other))
  })
})
