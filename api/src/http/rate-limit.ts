/**
 * How often a tenant may ask: so many requests in a window, told in RateLimit headers (draft-ietf-httpapi-ratelimit-headers-09).
 * @module
 */
import type { MiddlewareHandler } from 'hono'
import type { Environment } from './environment.js'
import { Problem } from './problem.js'

export type RateQuota = {
  /** Requests in a window. */
  requests: number
  /** Length of the window, seconds. */
  window: number
}

/** Far above what a program needs that waits for jobs properly. */
export const DEFAULT_QUOTA: RateQuota = { requests: 6000, window: 10 }

export type RateLimiter = {
  readonly quota: RateQuota
  /** Counts a request of a tenant. @returns requests left, below 0 when it is one too many, and whole seconds until all are back */
  take(tenant: string): { left: number; seconds: number }
}

/** Windows are kept in memory: each process of a service counts for itself. */
export const createRateLimiter = (
  quota: RateQuota = DEFAULT_QUOTA,
  now: () => number = Date.now,
): RateLimiter => {
  const length = quota.window * 1000
  let counts = new Map<string, number>()
  let begun = now()
  return {
    quota,
    take(tenant) {
      const time = now()
      if (time - begun >= length) {
        counts = new Map()
        begun = time
      }
      const count = (counts.get(tenant) ?? 0) + 1
      counts.set(tenant, count)
      return { left: quota.requests - count, seconds: Math.ceil((begun + length - time) / 1000) }
    },
  }
}

export const rateLimit: MiddlewareHandler<Environment> = async (c, next) => {
  const { limiter } = c.get('services')
  const { requests, window } = limiter.quota
  const { left, seconds } = limiter.take(c.get('credential').tenant)
  const headers = {
    'ratelimit-policy': `"default";q=${requests};w=${window}`,
    ratelimit: `"default";r=${Math.max(0, left)};t=${seconds}`,
  }
  if (left < 0)
    throw new Problem(
      429,
      'quota-exceeded',
      `More than ${requests} requests in ${window} seconds. Wait ${seconds} seconds.`,
      {
        type: 'https://iana.org/assignments/http-problem-types#quota-exceeded',
        members: { 'violated-policies': ['default'] },
        headers: { ...headers, 'retry-after': `${seconds}` },
      },
    )
  await next()
  for (const [name, value] of Object.entries(headers)) c.res.headers.set(name, value)
}
