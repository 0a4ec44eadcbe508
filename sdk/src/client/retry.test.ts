import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { redact } from './redact.js'
import { askedDelay, backoff, isRetryable, retryAfter } from './retry.js'

describe('retry rules', () => {
  it('obey Retry-After in seconds and as a date, within a minute', () => {
    const now = Date.parse('2026-01-01T00:00:00Z')
    const cases: [string | null, number | undefined][] = [
      [null, undefined],
      ['0', 0],
      ['1.5', 1500],
      ['60', 60_000],
      ['61', undefined],
      ['-1', undefined],
      ['soon', undefined],
      ['Thu, 01 Jan 2026 00:00:10 GMT', 10_000],
      ['Thu, 01 Jan 2025 00:00:10 GMT', undefined],
    ]
    for (const [header, wait] of cases) expect(retryAfter(header, now), String(header)).toBe(wait)
  })

  it('take milliseconds before seconds, where they are a number within a minute', () => {
    const cases: [string, number][] = [
      ['250', 250],
      ['60000', 60_000],
      ['60001', 7000],
      ['-1', 7000],
      ['soon', 7000],
    ]
    for (const [fine, wait] of cases)
      expect(askedDelay(new Headers({ 'retry-after-ms': fine, 'retry-after': '7' })), fine).toBe(wait)
  })

  it('do as the service says, whatever the status', () => {
    expect(isRetryable(409, new Headers({ 'x-should-retry': 'true' }))).toBe(true)
    expect(isRetryable(503, new Headers({ 'x-should-retry': 'false' }))).toBe(false)
    expect(isRetryable(503, new Headers({ 'x-should-retry': 'maybe' }))).toBe(true)
  })

  it('double the wait up to eight seconds, with jitter', () => {
    fc.assert(
      fc.property(fc.nat(50), fc.double({ min: 0, max: 1, noNaN: true }), (attempt, random) => {
        const wait = backoff(attempt, () => random)
        expect(wait).toBeLessThanOrEqual(Math.min(500 * 2 ** attempt, 8000))
        expect(wait).toBeGreaterThanOrEqual(Math.min(500 * 2 ** attempt, 8000) * 0.75)
      }),
    )
  })

  it('ask again only where it can help', () => {
    expect([400, 401, 403, 404, 409, 413, 422].some(status => isRetryable(status))).toBe(false)
    expect([408, 429, 500, 502, 503, 504].every(status => isRetryable(status))).toBe(true)
  })
})

describe('redaction', () => {
  it('takes out tokens wherever they stand', () => {
    const token = `pp_${'aB3_-'.repeat(8)}xyz`
    const jwt = `eyJ${'aB3'.repeat(9)}.${'aB3_-'.repeat(9)}.`
    for (const text of [
      jwt,
      `"${jwt}aB3-_"`,
      token,
      `"${token}"`,
      `authorization: Bearer ${token}`,
      `Bearer something.else`,
    ])
      expect(redact(text)).not.toMatch(/aB3|something/)
    expect(redact('nothing secret')).toBe('nothing secret')
  })
})
