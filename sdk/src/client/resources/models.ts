/**
 * `client.models`: the provider's large models.
 * @module
 */
import type { ApiPromise } from '../api-promise.js'
import { answerOf, type Connection, lister, type Schemas } from '../connection.js'
import type { CallOptions } from '../transport.js'

export const modelsOf = (connection: Connection) => {
  const { api, transport } = connection
  return {
    /** Registers a folder of the server's models root. Provider only. */
    create: (body: Schemas['ModelCreate'], call?: CallOptions): ApiPromise<Schemas['Model']> =>
      answerOf(api.POST('/v1/models', { body, fetch: transport(call) })),
    get: (id: string, call?: CallOptions): ApiPromise<Schemas['Model']> =>
      answerOf(api.GET('/v1/models/{id}', { params: { path: { id } }, fetch: transport(call) })),
    list: lister<'/v1/models', Schemas['Model']>(connection, '/v1/models'),
  }
}
