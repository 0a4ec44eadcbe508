/**
 * Days of a usage report: those without a job filled in, or put together by month.
 * @module
 */
import type { Schemas } from 'promptpost/client'

type Usage = Schemas['Usage']
export type Period = Usage & { name: string }

const DAY_LENGTH = 86_400_000

const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10)

/** First day of a report of so many, the last of which is today in UTC, as the service counts them. */
export const firstOf = (days: number, now = Date.now()): string => dayOf(now - (days - 1) * DAY_LENGTH)

/** Every day from one to another, both included. */
export const daysBetween = (from: string, to: string): string[] => {
  const [first, last] = [Date.parse(from), Date.parse(to)]
  return Array.from({ length: Math.max(0, Math.round((last - first) / DAY_LENGTH) + 1) }, (_, i) =>
    dayOf(first + i * DAY_LENGTH),
  )
}

const costOf = (a: Usage, b: Usage): Pick<Usage, 'cost'> => {
  if (!a.cost || !b.cost) return {}
  return { cost: { amount: a.cost.amount + b.cost.amount, currency: b.cost.currency } }
}

const added = (a: Usage, b: Usage): Usage => ({
  jobs: {
    distil: a.jobs.distil + b.jobs.distil,
    transfer: a.jobs.transfer + b.jobs.transfer,
    predict: a.jobs.predict + b.jobs.predict,
  },
  failed: a.failed + b.failed,
  cancelled: a.cancelled + b.cancelled,
  compute_seconds: a.compute_seconds + b.compute_seconds,
  texts_predicted: a.texts_predicted + b.texts_predicted,
  tokens_trained: a.tokens_trained + b.tokens_trained,
  bytes_stored: a.bytes_stored + b.bytes_stored,
  ...costOf(a, b),
})

/** Days or months with a job, oldest first. */
export const periodsOf = ({ days }: Schemas['UsageReport'], by: 'day' | 'month'): Period[] => {
  const found = new Map<string, Usage>()
  for (const { date, ...usage } of days) {
    const name = by === 'day' ? date : date.slice(0, 7)
    const before = found.get(name)
    found.set(name, before ? added(before, usage) : usage)
  }
  return [...found].map(([name, usage]) => ({ name, ...usage }))
}

/** One value of each day or month of the report, zero where no job ended. */
export const seriesOf = (
  report: Schemas['UsageReport'],
  by: 'day' | 'month',
  value: (usage: Usage) => number,
): { name: string; value: number }[] => {
  const known = new Map(periodsOf(report, by).map(period => [period.name, value(period)]))
  const names = daysBetween(report.from, report.to).map(day => (by === 'day' ? day : day.slice(0, 7)))
  return [...new Set(names)].map(name => ({ name, value: known.get(name) ?? 0 }))
}
