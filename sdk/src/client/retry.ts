/**
 * Whether to ask again, and when: the service's word first, else exponential backoff with jitter.
 * @module
 */

/**
 * Answers worth asking again after, unless the service says that it would not help; a conflict is not, it says that the
 * request itself must change.
 */
export const isRetryable = ({ status, headers }: Pick<Response, 'status' | 'headers'>): boolean =>
  headers.get('x-should-retry') !== 'false' && (status === 408 || status === 429 || status >= 500)

const FIRST_DELAY = 500
const LONGEST_DELAY = 8_000
const LONGEST_OBEYED = 60_000

/** `Retry-After` in milliseconds, given in seconds or as a date; undefined when absent, senseless or over a minute. */
export const retryAfter = (header: string | null, now = Date.now()): number | undefined => {
  if (header === null) return undefined
  const milliseconds = /^\d+(\.\d+)?$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - now
  return milliseconds >= 0 && milliseconds <= LONGEST_OBEYED ? milliseconds : undefined
}

/** @param attempt 0 for the wait after the first try */
export const backoff = (attempt: number, random = Math.random): number =>
  Math.min(FIRST_DELAY * 2 ** attempt, LONGEST_DELAY) * (1 - random() * 0.25)
