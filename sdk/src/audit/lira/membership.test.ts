import { describe, expect, it } from 'vitest'
import { drawMembership } from './membership.js'

describe('membership', () => {
  it('puts every record into exactly half of the shadows', () => {
    const members = drawMembership(300, 10, 1)
    for (let record = 0; record < 300; record++)
      expect(members.reduce((sum, row) => sum + row[record]!, 0)).toBe(5)
  })

  it('gives each shadow about half of the records, and no two the same', () => {
    const members = drawMembership(1000, 8, 2)
    const sizes = members.map(row => row.reduce((sum, member) => sum + member, 0))
    for (const size of sizes) expect(Math.abs(size - 500)).toBeLessThan(80)
    expect(new Set(members.map(row => row.join(''))).size).toBe(8)
    // Whether one record is in says nothing of the next: a sum that is always the same would.
    expect(new Set(sizes).size).toBeGreaterThan(1)
  })

  it('is the same for the same seed and another for another', () => {
    expect(drawMembership(50, 8, 3)).toEqual(drawMembership(50, 8, 3))
    expect(drawMembership(50, 8, 3)).not.toEqual(drawMembership(50, 8, 4))
  })

  it.each([0, 4, 7, 2.5, 258, Number.NaN])('refuses %d shadows', shadows => {
    expect(() => drawMembership(50, shadows, 1)).toThrow(/shadows: must be an even number from 6 to 256/)
  })
})
