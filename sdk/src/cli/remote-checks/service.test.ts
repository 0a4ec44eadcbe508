import { expect, it } from 'vitest'
import { clockSkew } from './service.js'

it('tells a difference of clocks only as far as the answer proves it', () => {
  const [asked, answered] = [10_400, 11_200]
  // Whole seconds: 10 is every moment before 11.
  for (const date of [10_000, 11_000]) expect(clockSkew(date, asked, answered), `${date}`).toBe(0)
  expect(clockSkew(9_000, asked, answered)).toBeCloseTo(-0.4)
  expect(clockSkew(12_000, asked, answered)).toBeCloseTo(0.8)
  expect(clockSkew(3_610_000, asked, answered)).toBeCloseTo(3598.8)
})
