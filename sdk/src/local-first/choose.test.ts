import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkRule, chooseToSend } from './choose.js'
import type { LocalFirstRule } from './options.js'

const CONFIDENCES = [0.9, 0.4, 0.7, 0.4, 0.55, 1]

describe('which texts leave', () => {
  it.each<[LocalFirstRule, number[]]>([
    [{ confidence: 0.7 }, [1, 3, 4]],
    [{ confidence: 0 }, []],
    [{ confidence: 1 }, [0, 1, 2, 3, 4]],
    [{ sendAtMost: 0 }, []],
    [{ sendAtMost: 0.16 }, []],
    // The first of two that are as sure as each other.
    [{ sendAtMost: 0.17 }, [1]],
    [{ sendAtMost: 0.5 }, [1, 3, 4]],
    [{ sendAtMost: 1 }, [0, 1, 2, 3, 4, 5]],
    [{ sendAtMost: 0.5, confidence: 0.5 }, [1, 3]],
    [{ sendAtMost: 0.17, confidence: 0.95 }, [1]],
  ])('by %j are %j', (rule, places) => {
    expect(chooseToSend(CONFIDENCES, rule)).toEqual(places)
  })

  it('are as many as a share means where floating point falls short of it', () => {
    for (let percent = 0; percent <= 100; percent++)
      expect(chooseToSend(new Array(100).fill(0.5), { sendAtMost: percent / 100 })).toHaveLength(percent)
  })

  it('are in the order of the texts, never more than allowed, and none surer than one that stays', () => {
    const confidence = fc.double({ min: 0, max: 1, noNaN: true })
    // A few values only, so that many are equal.
    const confidences = fc.array(fc.oneof(confidence, fc.constantFrom(0.25, 0.5, 1)), { maxLength: 40 })
    fc.assert(
      fc.property(confidences, confidence, confidence, (given, threshold, share) => {
        const places = chooseToSend(given, { confidence: threshold, sendAtMost: share })
        expect(places).toEqual([...places].sort((a, b) => a - b))
        expect(new Set(places).size).toBe(places.length)
        expect(places.length).toBeLessThanOrEqual(share * given.length + 1e-9)
        const sent = places.map(at => given[at]!)
        const unsure = given.filter(of => of < threshold)
        expect(sent.every(of => of < threshold)).toBe(true)
        expect(places.length).toBe(Math.min(unsure.length, Math.floor(share * given.length + 1e-9)))
        const stays = unsure.filter(of => !sent.includes(of))
        expect(Math.max(0, ...sent)).toBeLessThanOrEqual(Math.min(1, ...stays))
      }),
    )
  })
})

describe('a rule', () => {
  it.each<[LocalFirstRule, RegExp]>([
    [{}, /sendAtMost: is missing, and so is confidence\. Give a share/],
    [{ confidence: 1.5 }, /confidence: must be from 0 to 1 \(got 1\.5\)/],
    [{ confidence: Number.NaN }, /confidence: must be from 0 to 1/],
    [{ sendAtMost: 30 }, /sendAtMost: must be from 0 to 1 \(got 30\)/],
    [{ confidence: 0.9, sendAtMost: -0.1 }, /sendAtMost: must be from 0 to 1/],
  ])('%j is refused', (rule, says) => {
    expect(() => checkRule(rule)).toThrow(says)
  })
})
