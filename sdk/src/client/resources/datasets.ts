/**
 * `client.datasets`: public, unlabelled texts. Never private data.
 * @module
 */
import type { ApiPromise } from '../api-promise.js'
import { ask, type Connection, deleter, lister, type Schemas } from '../connection.js'
import type { Listing, ListOptions } from '../listing.js'
import type { CallOptions } from '../transport.js'

export type NewDataset = { name: string; purpose: Schemas['Purpose']; texts: Iterable<string> }

/** Time for a large upload, in milliseconds. */
const UPLOAD_TIMEOUT = 600_000

export const datasetsOf = (connection: Connection) => {
  const { api } = connection
  const send = <T>(
    { name, purpose, texts }: NewDataset,
    call: CallOptions | undefined,
    query: { validate_only?: boolean },
  ): ApiPromise<T> => {
    const answer = ask(connection, { timeout: UPLOAD_TIMEOUT, ...call }, fetch =>
      api.POST('/v1/datasets', {
        params: { query: { name, purpose, ...query } },
        body: Array.from(texts, text => `${JSON.stringify(text)}\n`).join(''),
        bodySerializer: body => body as string,
        headers: { 'content-type': 'application/x-ndjson' },
        fetch,
      }),
    )
    // Which of the two it is, is in the query.
    return answer as ApiPromise<unknown> as ApiPromise<T>
  }
  return {
    /**
     * Stores texts, sent as JSON lines, so that only the service's stream limit bounds them. The time limit of a try is ten minutes
     * by default.
     *
     * @example
     * const texts = ['a flowering shrub of the Andes', 'a comedy of 1931']
     * const dataset = await client.datasets.create({ name: 'public', purpose: 'public', texts })
     */
    create: (dataset: NewDataset, call?: CallOptions): ApiPromise<Schemas['Dataset']> =>
      send(dataset, call, {}),
    /**
     * Sends texts to be looked at and not kept. The line of a problem is the number of its text, from 1.
     *
     * @example
     * const texts = ['a flowering shrub of the Andes', 'a comedy of 1931']
     * const { valid, problems } = await client.datasets.validate({ name: 'public', purpose: 'public', texts })
     */
    validate: (dataset: NewDataset, call?: CallOptions): ApiPromise<Schemas['DatasetValidation']> =>
      send(dataset, call, { validate_only: true }),
    /**
     * One data set: its count, statistics and digest, not its texts.
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
     * Texts of a data set, in their order: one's own, or public ones.
     *
     * @example
     * const { data } = await client.datasets.texts('dst_01h455vb4pex5vsknk084sn02q', { limit: 5 })
     */
    texts: (
      id: string,
      options?: ListOptions<'/v1/datasets/{id}/texts'>,
    ): Listing<Schemas['TextPage']['data'][number]> =>
      lister<'/v1/datasets/{id}/texts', Schemas['TextPage']['data'][number]>(
        connection,
        '/v1/datasets/{id}/texts',
        { id },
      )(options),
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
