/**
 * Whether to ask again, and when: the service's word first, else exponential backoff with jitter.
 * @module
 */

/**
 * Answers worth asking again after. A conflict is not, unless the service says so: it tells of what is there, and the same
 * request meets the same. Every POST carries an idempotency key, so asking again is safe.
 */
export const isRetryable = (status: number, headers?: Headers): boolean => {
  const said = headers?.get('x-should-retry')
  if (said === 'true' || said === 'false') return said === 'true'
  return status === 408 || status === 429 || status >= 500
}

const FIRST_DELAY = 500
const LONGEST_DELAY = 8_000
const LONGEST_OBEYED = 60_000

const NUMBER = /^\d+(\.\d+)?$/

/** `Retry-After` in milliseconds, given in seconds or as a date; undefined when absent, senseless or over a minute. */
export const retryAfter = (header: string | null, now = Date.now()): number | undefined => {
  if (header === null) return undefined
  const milliseconds = NUMBER.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - now
  return milliseconds >= 0 && milliseconds <= LONGEST_OBEYED ? milliseconds : undefined
}

/** What the service asked for: `retry-after-ms` first, which is the finer one. */
export const askedDelay = (headers: Headers, now = Date.now()): number | undefined => {
  const fine = headers.get('retry-after-ms')?.trim()
  const milliseconds = fine && NUMBER.test(fine) ? Number(fine) : undefined
  if (milliseconds !== undefined && milliseconds <= LONGEST_OBEYED) return milliseconds
  return retryAfter(headers.get('retry-after'), now)
}

/** @param attempt 0 for the wait after the first try */
export const backoff = (attempt: number, random = Math.random): number =>
  Math.min(FIRST_DELAY * 2 ** attempt, LONGEST_DELAY) * (1 - random() * 0.25)
