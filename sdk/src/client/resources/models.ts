/**
 * `client.models`: the provider's large models.
 * @module
 */
import type { ApiPromise } from '../api-promise.js'
import { ask, type Connection, deleter, lister, type Schemas } from '../connection.js'
import type { CallOptions } from '../transport.js'

type Model = Schemas['Model']

export const modelsOf = (connection: Connection) => {
  const { api } = connection
  const get = (id: string, call?: CallOptions): ApiPromise<Model> =>
    ask(connection, call, fetch => api.GET('/v1/models/{id}', { params: { path: { id } }, fetch }))
  return {
    /**
     * Registers a folder of the server's models root, or a new revision of it if its files changed. Provider only.
     *
     * @example
     * const model = await client.models.create({ name: 'reviews-gpt2' })
     */
    create: (body: Schemas['ModelCreate'], call?: CallOptions): ApiPromise<Model> =>
      ask(connection, call, fetch => api.POST('/v1/models', { body, fetch })),
    /**
     * One model, with the digests of its files.
     *
     * @example
     * const { config, limits, templates } = await client.models.get('mod_01h455vb4pex5vsknk084sn02q')
     */
    get,
    /**
     * Changes what is said of a model. Provider only.
     *
     * @param change the fields to replace; a function is given the model as it is, and the service refuses the change (412)
     *   if someone else was faster
     *
     * @example
     * const mood = { name: 'mood', template: '{text} It was', verbalizer: { bad: ['bad'], good: ['good'] } }
     * await client.models.update('mod_01h455vb4pex5vsknk084sn02q', ({ templates }) => ({ templates: [...templates, mood] }))
     */
    async update(
      id: string,
      change: Schemas['ModelUpdate'] | ((model: Model) => Schemas['ModelUpdate']),
      call?: CallOptions,
    ): Promise<Model> {
      const send = (body: Schemas['ModelUpdate'], header: { 'If-Match'?: string }) =>
        ask(connection, call, fetch =>
          api.PATCH('/v1/models/{id}', { params: { path: { id }, header }, body, fetch }),
        )
      if (typeof change !== 'function') return send(change, {})
      const { data, response } = await get(id, call).withResponse()
      return send(change(data), { 'If-Match': response.headers.get('etag') ?? '' })
    },
    /**
     * Models, oldest first unless asked otherwise; those of one name are its revisions.
     *
     * @example
     * for await (const model of client.models.list()) console.log(model.id, model.name, model.revision)
     */
    list: lister<'/v1/models', Model>(connection, '/v1/models'),
    /**
     * Takes its registration away; its folder stays. Provider only.
     *
     * @throws ConflictError while something names it
     *
     * @example
     * await client.models.delete('mod_01h455vb4pex5vsknk084sn02q')
     */
    delete: deleter(connection, '/v1/models/{id}'),
  }
}
