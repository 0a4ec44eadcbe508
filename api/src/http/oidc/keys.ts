/**
 * An issuer's keys, kept: fetched when they are needed, anew when they are old or a token names one that is not among
 * them, and never more often than once in a cooldown, whatever tokens come. Keys outlive the issuer's failures for a day.
 * @module
 */
import { createLocalJWKSet, errors, type JWTVerifyGetKey } from 'jose'
import { Problem } from '../problem.js'
import { fetchKeys, IssuerFailure } from './documents.js'

/** Least time between two fetches, in milliseconds. */
const COOLDOWN = 30_000

/** Age from which keys are fetched anew, in milliseconds. */
const FRESH = 10 * 60_000

/** Age from which keys are no longer used while the issuer fails, in milliseconds: what it withdrew must end some time. */
const USABLE = 24 * 3_600_000

export type KeyOptions = {
  issuer: string
  log: (entry: Record<string, unknown>) => void
  /** Milliseconds since 1970. */
  now?: () => number
}

/** @param wait seconds until it may be otherwise */
const unavailable = (wait: number): Problem =>
  new Problem(
    503,
    'issuer-unavailable',
    'The keys of the token issuer cannot be had now, so its tokens cannot be checked.',
    { headers: { 'retry-after': String(wait) } },
  )

const reasonOf = (error: unknown): string => {
  if (error instanceof IssuerFailure) return error.message
  const { name, cause } = error as Error & { cause?: { code?: unknown } }
  return typeof cause?.code === 'string' ? cause.code : name
}

/** @returns finds the key that a token's header names; throws a Problem 503 where that cannot be known */
export const createKeys = ({ issuer, log, now = Date.now }: KeyOptions): JWTVerifyGetKey => {
  let kept: { find: ReturnType<typeof createLocalJWKSet>; at: number } | undefined
  let triedAt = Number.NEGATIVE_INFINITY
  let hasFailed = false
  let pending: Promise<void> | undefined

  const fetchAnew = async (): Promise<void> => {
    try {
      kept = { find: createLocalJWKSet(await fetchKeys(issuer)), at: now() }
      hasFailed = false
    } catch (error) {
      hasFailed = true
      log({ level: 'error', event: 'oidc-keys-failed', issuer, reason: reasonOf(error) })
    }
    pending = undefined
  }
  /** Never fails. All who wait while a fetch is under way wait for the same one. */
  const refresh = (): Promise<void> => {
    if (pending) return pending
    if (now() - triedAt < COOLDOWN) return Promise.resolve()
    triedAt = now()
    pending = fetchAnew()
    return pending
  }
  const failure = (): Problem => unavailable(Math.max(1, Math.ceil((triedAt + COOLDOWN - now()) / 1000)))
  const isYounger = (age: number): boolean => kept !== undefined && now() - kept.at < age
  const usable = () => {
    if (kept && isYounger(USABLE)) return kept.find
    throw failure()
  }

  return async (header, token) => {
    if (!isYounger(FRESH)) {
      const refreshed = refresh()
      // While the issuer fails nobody waits for it who can do with the keys that are there.
      if (!hasFailed || !isYounger(USABLE)) await refreshed
    }
    try {
      return await usable()(header, token)
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error
    }
    await refresh()
    try {
      return await usable()(header, token)
    } catch (error) {
      throw hasFailed && error instanceof errors.JWKSNoMatchingKey ? failure() : error
    }
  }
}
