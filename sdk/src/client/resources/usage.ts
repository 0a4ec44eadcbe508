/**
 * `client.usage`: what the tenant's jobs used.
 * @module
 */
import type { ApiPromise } from '../api-promise.js'
import { ask, type Connection, type Schemas } from '../connection.js'
import type { CallOptions } from '../transport.js'

export const usageOf = (connection: Connection) => ({
  /**
   * Usage by day, from one day to another (`2026-01-31`, UTC), both included; the last 30 days by default.
   *
   * @example
   * const { total } = await client.usage.get({ from: '2026-01-01', to: '2026-01-31' })
   * console.log(total.jobs.predict, total.compute_seconds)
   */
  get: (days: { from?: string; to?: string } = {}, call?: CallOptions): ApiPromise<Schemas['UsageReport']> =>
    ask(connection, call, fetch => connection.api.GET('/v1/usage', { params: { query: days }, fetch })),
})
