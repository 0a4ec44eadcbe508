/**
 * `client.datasets`: public, unlabelled texts. Never private data.
 * @module
 */
import type { ApiPromise } from '../api-promise.js'
import { ask, type Connection, deleter, lister, type Schemas } from '../connection.js'
import type { CallOptions } from '../transport.js'

export type NewDataset = { name: string; purpose: Schemas['Purpose']; texts: Iterable<string> }

/** Time for a large upload, in milliseconds. */
const UPLOAD_TIMEOUT = 600_000

export const datasetsOf = (connection: Connection) => {
  const { api } = connection
  return {
    /**
     * Stores texts, sent as JSON lines, so that only the service's stream limit bounds them. The time limit of a try is ten minutes
     * by default.
     *
     * @example
     * const texts = ['a flowering shrub of the Andes', 'a comedy of 1931']
     * const dataset = await client.datasets.create({ name: 'public', purpose: 'public', texts })
     */
    create: ({ name, purpose, texts }: NewDataset, call?: CallOptions): ApiPromise<Schemas['Dataset']> =>
      ask(connection, { timeout: UPLOAD_TIMEOUT, ...call }, fetch =>
        api.POST('/v1/datasets', {
          params: { query: { name, purpose } },
          body: Array.from(texts, text => `${JSON.stringify(text)}\n`).join(''),
          bodySerializer: body => body as string,
          headers: { 'content-type': 'application/x-ndjson' },
          fetch,
        }),
      ),
    /**
     * One data set: its count and digest, not its texts.
     *
     * @example
     * const { count } = await client.datasets.get('dst_01h455vb4pex5vsknk084sn02q')
     */
    get: (id: string, call?: CallOptions): ApiPromise<Schemas['Dataset']> =>
      ask(connection, call, fetch => api.GET('/v1/datasets/{id}', { params: { path: { id } }, fetch })),
    /**
     * Data sets of one's own, and for a client the public ones of the provider.
     *
     * @example
     * const open = await client.datasets.list({ purpose: 'public' }).all()
     */
    list: lister<'/v1/datasets', Schemas['Dataset']>(connection, '/v1/datasets'),
    /**
     * Deletes its texts.
     *
     * @throws ConflictError while a student or transfer names it
     *
     * @example
     * await client.datasets.delete('dst_01h455vb4pex5vsknk084sn02q')
     */
    delete: deleter(connection, '/v1/datasets/{id}'),
  }
}
