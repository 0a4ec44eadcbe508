/**
 * Why something more is not let in.
 * @module
 */
import { Problem } from '../problem.js'
import type { Addition, Allowance } from './allowance.js'
import { type Book, sum } from './book.js'

/** Seconds after which a job may have ended. */
const RETRY_AFTER = 10

/** @param retryAfter seconds, where waiting helps */
const exceeded = (code: string, policy: string, detail: string, retryAfter?: number): Problem =>
  new Problem(429, code, detail, {
    type: 'https://iana.org/assignments/http-problem-types#quota-exceeded',
    members: { 'violated-policies': [policy] },
    headers: retryAfter === undefined ? { 'x-should-retry': 'false' } : { 'retry-after': `${retryAfter}` },
  })

const FREE = 'Delete what you no longer need.'

/** The refusal of more bytes than there is room for. */
export const outOfRoom = (bytes: number, room: number): Problem =>
  exceeded(
    'quota-exceeded',
    'bytes',
    `It has ${bytes} bytes, and you may keep ${Math.max(0, room)} more. ${FREE}`,
  )

/** What keeps an addition from being let in; undefined where nothing does. */
export const refusalOf = (
  book: Book,
  { bytes, job, replaces }: Addition,
  limit: Allowance,
): Problem | undefined => {
  const kept = sum(book)
  if (replaces !== undefined) {
    kept.resources--
    kept.bytes -= replaces
  }
  if (job !== undefined && Object.keys(book.jobs).length >= limit.jobs)
    return exceeded(
      'queue-full',
      'unfinished-jobs',
      `You have ${limit.jobs} jobs that have not ended, and may not have more. Wait for one to end, or cancel one.`,
      RETRY_AFTER,
    )
  if (kept.resources >= limit.resources)
    return exceeded(
      'quota-exceeded',
      'resources',
      `You keep ${kept.resources} things, and may not keep more. ${FREE}`,
    )
  if (kept.bytes + bytes > limit.bytes) return outOfRoom(bytes, limit.bytes - kept.bytes)
  return undefined
}
