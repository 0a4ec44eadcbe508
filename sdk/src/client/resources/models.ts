/**
 * `client.models`: the provider's large models.
 * @module
 */
import type { ApiPromise } from '../api-promise.js'
import { answerOf, type Connection, deleter, lister, type Schemas } from '../connection.js'
import type { CallOptions } from '../transport.js'

type Model = Schemas['Model']

export const modelsOf = (connection: Connection) => {
  const { api, transport } = connection
  const get = (id: string, call?: CallOptions): ApiPromise<Model> =>
    answerOf(api.GET('/v1/models/{id}', { params: { path: { id } }, fetch: transport(call) }))
  return {
    /** Registers a folder of the server's models root, or a new revision of it if its files changed. Provider only. */
    create: (body: Schemas['ModelCreate'], call?: CallOptions): ApiPromise<Model> =>
      answerOf(api.POST('/v1/models', { body, fetch: transport(call) })),
    get,
    /**
     * Changes what is said of a model. Provider only.
     *
     * @param change the fields to replace; a function is given the model as it is, and the service refuses the change (412)
     *   if someone else was faster
     */
    async update(
      id: string,
      change: Schemas['ModelUpdate'] | ((model: Model) => Schemas['ModelUpdate']),
      call?: CallOptions,
    ): Promise<Model> {
      const send = (body: Schemas['ModelUpdate'], header: { 'If-Match'?: string }) =>
        answerOf(
          api.PATCH('/v1/models/{id}', { params: { path: { id }, header }, body, fetch: transport(call) }),
        )
      if (typeof change !== 'function') return send(change, {})
      const { data, response } = await get(id, call).withResponse()
      return send(change(data), { 'If-Match': response.headers.get('etag') ?? '' })
    },
    list: lister<'/v1/models', Model>(connection, '/v1/models'),
    /** Takes its registration away; its folder stays. Provider only. @throws ConflictError while something names it */
    delete: deleter(connection, '/v1/models/{id}'),
  }
}
