import type { Schemas } from 'promptpost/client'
import { describe, expect, it } from 'vitest'
import { daysBetween, firstOf, periodsOf, seriesOf } from './days.js'

const usage = (seconds: number): Schemas['Usage'] => ({
  jobs: { distil: 1, transfer: 2, predict: 3 },
  failed: 4,
  cancelled: 5,
  compute_seconds: seconds,
  texts_predicted: 6,
  tokens_trained: 7,
  bytes_stored: 8,
  cost: { amount: seconds / 10, currency: 'EUR' },
})
const report: Schemas['UsageReport'] = {
  from: '2024-02-27',
  to: '2024-03-02',
  days: [
    { date: '2024-02-28', ...usage(10) },
    { date: '2024-02-29', ...usage(20) },
    { date: '2024-03-02', ...usage(40) },
  ],
  total: usage(70),
}

describe('days of a usage report', () => {
  it('are in UTC, with leap days, and with today as the last', () => {
    expect(daysBetween('2024-02-27', '2024-03-02')).toEqual([
      '2024-02-27',
      '2024-02-28',
      '2024-02-29',
      '2024-03-01',
      '2024-03-02',
    ])
    expect(firstOf(1, Date.parse('2024-03-02T23:59:59Z'))).toBe('2024-03-02')
    expect(firstOf(3, Date.parse('2024-03-02T00:00:00Z'))).toBe('2024-02-29')
  })

  it('are put together by month, each figure and the cost', () => {
    expect(periodsOf(report, 'day').map(({ name }) => name)).toEqual([
      '2024-02-28',
      '2024-02-29',
      '2024-03-02',
    ])
    const [february, march] = periodsOf(report, 'month')
    expect(february).toEqual({
      name: '2024-02',
      jobs: { distil: 2, transfer: 4, predict: 6 },
      failed: 8,
      cancelled: 10,
      compute_seconds: 30,
      texts_predicted: 12,
      tokens_trained: 14,
      bytes_stored: 16,
      cost: { amount: 3, currency: 'EUR' },
    })
    expect(march).toEqual({ name: '2024-03', ...usage(40) })
  })

  it('without a job are zero in a series', () => {
    const seconds = ({ compute_seconds }: Schemas['Usage']) => compute_seconds
    expect(seriesOf(report, 'day', seconds).map(({ value }) => value)).toEqual([0, 10, 20, 0, 40])
    expect(seriesOf(report, 'month', seconds)).toEqual([
      { name: '2024-02', value: 30 },
      { name: '2024-03', value: 40 },
    ])
  })
})
