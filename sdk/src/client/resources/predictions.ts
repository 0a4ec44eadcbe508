/**
 * `client.predictions`: labels from the large model.
 * @module
 */
import type { ApiPromise } from '../api-promise.js'
import { ask, type Connection, deleter, lister, type Schemas } from '../connection.js'
import type { CallOptions } from '../transport.js'

export const predictionsOf = (connection: Connection) => {
  const { api } = connection
  return {
    /**
     * Starts a prediction for at most 1000 texts; after `jobs.wait(prediction.job)`, `get` has the results. The service sees the
     * texts and deletes them when the job ends.
     *
     * @example
     * const { id, job } = await client.predictions.create({
     *   transfer: 'trf_01h455vb4pex5vsknk084sn02q', texts: ['a flowering shrub of the Andes'],
     * })
     * await client.jobs.wait(job)
     * console.log((await client.predictions.get(id)).results)
     */
    create: (body: Schemas['PredictionCreate'], call?: CallOptions): ApiPromise<Schemas['Prediction']> =>
      ask(connection, call, fetch => api.POST('/v1/predictions', { body, fetch })),
    /**
     * One prediction, with its results when it is done.
     *
     * @example
     * const { labels, results } = await client.predictions.get('prd_01h455vb4pex5vsknk084sn02q')
     */
    get: (id: string, call?: CallOptions): ApiPromise<Schemas['Prediction']> =>
      ask(connection, call, fetch => api.GET('/v1/predictions/{id}', { params: { path: { id } }, fetch })),
    /**
     * Predictions, without their results.
     *
     * @example
     * for await (const { id, status } of client.predictions.list({ order: 'desc' })) console.log(id, status)
     */
    list: lister<'/v1/predictions', Schemas['Prediction']>(connection, '/v1/predictions'),
    /**
     * Deletes it with its texts, its results and its job, which is stopped first.
     *
     * @example
     * await client.predictions.delete('prd_01h455vb4pex5vsknk084sn02q')
     */
    delete: deleter(connection, '/v1/predictions/{id}'),
  }
}
