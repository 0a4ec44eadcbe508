/**
 * `client.service`: the service itself.
 * @module
 */
import type { ApiPromise } from '../api-promise.js'
import { ask, type Connection, type Schemas } from '../connection.js'
import type { CallOptions } from '../transport.js'

export const serviceOf = (connection: Connection) => ({
  /**
   * Whether the service answers.
   *
   * @example
   * const { status, version } = await client.service.health()
   */
  health: (call?: CallOptions): ApiPromise<Schemas['Health']> =>
    ask(connection, call, fetch => connection.api.GET('/health', { fetch })),
  /**
   * What the service offers, and within which limits.
   *
   * @example
   * const { features, limits } = await client.service.capabilities()
   */
  capabilities: (call?: CallOptions): ApiPromise<Schemas['Capabilities']> =>
    ask(connection, call, fetch => connection.api.GET('/.well-known/promptpost', { fetch })),
})
