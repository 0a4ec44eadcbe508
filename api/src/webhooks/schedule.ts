/**
 * When to try again: the schedule that the Standard Webhooks specification recommends, with jitter.
 * @module
 */

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** Waits before the second try, the third, and so on; together three days. */
export const RETRY_DELAYS: readonly number[] = [
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
]

/** A webhook that has failed for so long without one success is disabled, in milliseconds. */
export const MOST_FAILING = 5 * DAY

/** Up to this share of a wait comes on top by chance, so that what failed together does not come again together. */
const JITTER = 0.2

/** Longest wait that a receiver may ask for, in milliseconds. */
const LONGEST_OBEYED = DAY

const asked = (header: string | undefined, now: number): number => {
  if (header === undefined) return 0
  const wait = /^\d{1,9}$/.test(header.trim()) ? Number(header) * SECOND : Date.parse(header) - now
  return wait > 0 ? Math.min(wait, LONGEST_OBEYED) : 0
}

/**
 * @param attempts made so far, 1 or more
 * @param scale of all waits, 1 but in tests
 * @param retryAfter the receiver's Retry-After, which can only make the wait longer
 * @returns milliseconds to wait, or undefined when it was the last try
 */
export const nextDelay = (
  attempts: number,
  scale: number,
  retryAfter?: string,
  random: () => number = Math.random,
  now = Date.now(),
): number | undefined => {
  const delay = RETRY_DELAYS[attempts - 1]
  if (delay === undefined) return undefined
  return Math.round(Math.max(delay * (1 + JITTER * random()), asked(retryAfter, now)) * scale)
}
