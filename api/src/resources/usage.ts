/**
 * What a tenant used, day by day.
 * @module
 */
import { readUsage, sumUsage, type Usage } from '@promptpost/base/jobs'
import type { Price } from '../estimate/rates.js'
import type { Handlers } from '../http/operations.js'
import { Problem } from '../http/problem.js'
import type { Schemas } from '../http/validate.js'

const DAY_LENGTH = 86_400_000
/** Days told of when none are named. */
const DEFAULT_DAYS = 30
const MOST_DAYS = 366

/** Without the digits that adding fractions leaves. */
const rounded = (value: number, digits: number): number => Number(value.toFixed(digits))

const view = (
  { jobs, failed, cancelled, computeSeconds, texts, tokens, bytes }: Usage,
  price: Price | undefined,
): Schemas['Usage'] => ({
  jobs,
  failed,
  cancelled,
  // Sums of whole milliseconds.
  compute_seconds: rounded(computeSeconds, 3),
  texts_predicted: texts,
  tokens_trained: tokens,
  bytes_stored: bytes,
  ...(price && {
    cost: { amount: rounded((computeSeconds * price.perHour) / 3600, 9), currency: price.currency },
  }),
})

const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10)

/** A day that there is; 30 February has the form of one. */
const timeOf = (name: string, day: string): number => {
  const time = Date.parse(day)
  if (Number.isNaN(time) || dayOf(time) !== day)
    throw new Problem(422, 'invalid-day', 'There is no such day.', { pointer: name })
  return time
}

export const usage = {
  async getUsage(c, { query }) {
    const to = query?.to === undefined ? Date.parse(dayOf(Date.now())) : timeOf('to', query.to)
    const from = query?.from === undefined ? to - (DEFAULT_DAYS - 1) * DAY_LENGTH : timeOf('from', query.from)
    const length = (to - from) / DAY_LENGTH + 1
    if (length < 1 || length > MOST_DAYS)
      throw new Problem(422, 'invalid-range', `It must be 1 to ${MOST_DAYS} days before \`to\`.`, {
        pointer: 'from',
      })
    const { tenant } = c.get('credential')
    const { store, price } = c.get('services')
    const days = await readUsage(store, tenant, dayOf(from), dayOf(to))
    return {
      status: 200,
      body: {
        from: dayOf(from),
        to: dayOf(to),
        days: days.map(({ date, usage }) => ({ date, ...view(usage, price) })),
        total: view(sumUsage(days.map(day => day.usage)), price),
      },
    }
  },
} satisfies Partial<Handlers>
