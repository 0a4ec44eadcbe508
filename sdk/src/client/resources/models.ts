/**
 * `client.models`: the provider's large models.
 * @module
 */
import { type Connection, dataOf, pageQuery, type Schemas } from '../connection.js'
import { type Listing, type ListOptions, listing } from '../listing.js'
import type { CallOptions } from '../transport.js'

export const modelsOf = ({ api, transport }: Connection) => ({
  /** Registers a folder of the server's models root. Provider only. */
  create: (body: Schemas['ModelCreate'], call?: CallOptions): Promise<Schemas['Model']> =>
    dataOf(api.POST('/v1/models', { body, fetch: transport(call) })),
  get: (id: string, call?: CallOptions): Promise<Schemas['Model']> =>
    dataOf(api.GET('/v1/models/{id}', { params: { path: { id } }, fetch: transport(call) })),
  list: (options?: ListOptions): Listing<Schemas['Model']> =>
    listing(
      o => dataOf(api.GET('/v1/models', { params: { query: pageQuery(o) }, fetch: transport(o) })),
      options,
    ),
})
