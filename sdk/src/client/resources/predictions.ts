/**
 * `client.predictions`: labels from the large model.
 * @module
 */
import type { ApiPromise } from '../api-promise.js'
import { answerOf, type Connection, deleter, lister, type Schemas } from '../connection.js'
import type { CallOptions } from '../transport.js'

export const predictionsOf = (connection: Connection) => {
  const { api, transport } = connection
  return {
    /** Starts a prediction for at most 1000 texts; after `jobs.wait(prediction.job)`, `get` has the results. */
    create: (body: Schemas['PredictionCreate'], call?: CallOptions): ApiPromise<Schemas['Prediction']> =>
      answerOf(api.POST('/v1/predictions', { body, fetch: transport(call) })),
    get: (id: string, call?: CallOptions): ApiPromise<Schemas['Prediction']> =>
      answerOf(api.GET('/v1/predictions/{id}', { params: { path: { id } }, fetch: transport(call) })),
    list: lister<'/v1/predictions', Schemas['Prediction']>(connection, '/v1/predictions'),
    /** With its texts, its results and its job, which is stopped first. */
    delete: deleter(connection, '/v1/predictions/{id}'),
  }
}
