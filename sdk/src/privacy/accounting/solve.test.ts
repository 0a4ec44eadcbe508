import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { meetBudget, meetBudgetLike, type Search } from './solve.js'

const RANGE = { least: 2 ** -7, most: 2 ** 20 }
const SHARE = 1e-4

const searchTo = (share: number): Search => ({
  start: 1,
  slope: 2,
  beyond: 0.2,
  aim: () => 1 - share / 2,
  isEnough: ({ safe, unsafe }) =>
    safe !== undefined &&
    (safe.spent >= 1 - share || (unsafe !== undefined && safe.at / unsafe.at - 1 <= share)),
})

const counted = (spent: (at: number) => number): { spent: (at: number) => number; looks: () => number } => {
  let looks = 0
  return {
    spent: at => {
      looks++
      return spent(at)
    },
    looks: () => looks,
  }
}

/** Falling curves that meet 1 somewhere within the range: a power on each side of it, from steep to nearly flat. */
const curves = fc.record({
  root: fc.double({ min: Math.log(0.01), max: Math.log(1e6), noNaN: true }).map(Math.exp),
  left: fc.double({ min: 0.05, max: 40, noNaN: true }),
  right: fc.double({ min: 0.05, max: 40, noNaN: true }),
})

describe('meeting a budget', () => {
  it('keeps it, and leaves no more than asked for, in few looks', () => {
    fc.assert(
      fc.property(curves, ({ root, left, right }) => {
        const { spent, looks } = counted(at => (at / root) ** -(at < root ? left : right))
        const { safe } = meetBudget({ spent, range: RANGE }, searchTo(SHARE))
        expect(safe!.spent).toBeLessThanOrEqual(1)
        expect(safe!.at).toBeGreaterThanOrEqual(root * (1 - 1e-12))
        const isNear = safe!.spent >= 1 - SHARE || safe!.at <= root * (1 + SHARE)
        expect(isNear).toBe(true)
        expect(looks()).toBeLessThan(60)
      }),
    )
  })

  it('takes steps, zeros and infinities as they come', () => {
    const steps = (at: number): number => (at < 0.02 ? Number.POSITIVE_INFINITY : at < 30 ? 1.5 : 0)
    const { safe, unsafe } = meetBudget({ spent: steps, range: RANGE }, searchTo(SHARE))
    expect(safe!.at).toBeGreaterThanOrEqual(30)
    expect(safe!.at / unsafe!.at).toBeLessThanOrEqual(1 + SHARE)
  })

  it('tells when no place keeps it, and when every one does', () => {
    const never = meetBudget({ spent: () => 2, range: RANGE }, searchTo(SHARE))
    expect(never.safe).toBeUndefined()
    const always = meetBudget({ spent: () => 0.5, range: RANGE }, searchTo(SHARE))
    expect(always).toMatchObject({ safe: { at: RANGE.least }, unsafe: undefined })
  })

  it.each([Number.NaN, Number.NEGATIVE_INFINITY])('does not search a curve that is %d somewhere', value => {
    const spent = (at: number): number => (at < 3 ? value : 0.5)
    expect(() => meetBudget({ spent, range: RANGE }, searchTo(SHARE))).toThrow(RangeError)
  })

  it('finds two places next to each other where there are only some', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e6 }),
        fc.double({ min: 0.3, max: 2, noNaN: true }),
        (most, power) => {
          const snap = (at: number): number => 1 / Math.round(1 / at)
          const isNextTo: Search['isEnough'] = ({ safe, unsafe }) =>
            safe !== undefined &&
            unsafe !== undefined &&
            Math.round(1 / unsafe.at) - Math.round(1 / safe.at) <= 1
          const { safe } = meetBudget(
            {
              spent: at => (Math.round(1 / at) / (most + 0.5)) ** power,
              range: { least: 1e-9, most: 1 },
              snap,
            },
            { ...searchTo(SHARE), slope: 0.5, isEnough: isNextTo },
          )
          expect(Math.round(1 / safe!.at)).toBe(most)
        },
      ),
    )
  })

  it('looks seldom where a curve like it is known', () => {
    const { spent, looks } = counted(at => 3000 * at ** -2.5)
    const like = { spent: (at: number) => 3100 * at ** -2.52, search: searchTo(5e-3) }
    const { safe } = meetBudgetLike({ spent, range: RANGE }, { ...searchTo(SHARE), beyond: SHARE / 2 }, like)
    expect(safe!.spent).toBeGreaterThanOrEqual(1 - SHARE)
    expect(looks()).toBeLessThanOrEqual(4)
  })
})
