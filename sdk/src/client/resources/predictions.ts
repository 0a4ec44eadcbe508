/**
 * `client.predictions`: labels from the large model.
 * @module
 */
import { type Connection, dataOf, pageQuery, type Schemas } from '../connection.js'
import { type Listing, type ListOptions, listing } from '../listing.js'
import type { CallOptions } from '../transport.js'

export const predictionsOf = ({ api, transport }: Connection) => ({
  /** Starts a prediction for at most 1000 texts; after `jobs.wait(prediction.job)`, `get` has the results. */
  create: (body: Schemas['PredictionCreate'], call?: CallOptions): Promise<Schemas['Prediction']> =>
    dataOf(api.POST('/v1/predictions', { body, fetch: transport(call) })),
  get: (id: string, call?: CallOptions): Promise<Schemas['Prediction']> =>
    dataOf(api.GET('/v1/predictions/{id}', { params: { path: { id } }, fetch: transport(call) })),
  list: (options?: ListOptions): Listing<Schemas['Prediction']> =>
    listing(
      o => dataOf(api.GET('/v1/predictions', { params: { query: pageQuery(o) }, fetch: transport(o) })),
      options,
    ),
})
