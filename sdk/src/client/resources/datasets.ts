/**
 * `client.datasets`: public, unlabelled texts. Never private data.
 * @module
 */
import { type ApiPromise, apiPromise } from '../api-promise.js'
import { ask, type Connection, deleter, lister, type Schemas } from '../connection.js'
import { IntegrityError } from '../errors.js'
import type { Listing, ListOptions } from '../listing.js'
import { bodyOf } from '../texts-body.js'
import { type CallOptions, readJson } from '../transport.js'
import { LARGEST_WHOLE, UPLOAD_TIMEOUT, type UploadOptions, uploadInParts } from '../upload-in-parts.js'

export type NewDataset = { name: string; purpose: Schemas['Purpose']; texts: Iterable<string> }

export const datasetsOf = (connection: Connection) => {
  const { api } = connection
  const send = (
    { name, purpose }: NewDataset,
    bytes: Uint8Array,
    call: CallOptions | undefined,
    query: { validate_only?: boolean },
  ) =>
    ask(connection, { timeout: UPLOAD_TIMEOUT, ...call }, fetch =>
      api.POST('/v1/datasets', {
        params: { query: { name, purpose, ...query } },
        body: '',
        bodySerializer: () => bytes,
        headers: { 'content-type': 'application/x-ndjson' },
        fetch,
      }),
    )
  return {
    /**
     * Stores texts. What has more than 4 MiB is sent in parts: a part that does not arrive is sent again alone, and when the call is
     * aborted or its process killed, the same call sends the rest, in the next seven days. Within them the same texts under the
     * same name are not sent a second time, but give the data set they made while it is there; with an `idempotencyKey` of its own
     * they make another. The time limit of a try is ten minutes by default.
     *
     * @throws IntegrityError when the service keeps something else than was sent
     *
     * @example
     * const texts = ['a flowering shrub of the Andes', 'a comedy of 1931']
     * const dataset = await client.datasets.create({ name: 'public', purpose: 'public', texts }, {
     *   onProgress: (done, total) => console.error(`${done} of ${total} bytes`),
     * })
     */
    create(dataset: NewDataset, { onProgress, ...call }: UploadOptions = {}): ApiPromise<Schemas['Dataset']> {
      const { bytes, kept } = bodyOf(dataset.texts)
      const answer =
        bytes.length > LARGEST_WHOLE
          ? uploadInParts(connection, dataset, bytes, { onProgress, ...call })
          : send(dataset, bytes, call, {}).asResponse()
      return apiPromise(answer, async response => {
        const made = await readJson<Schemas['Dataset']>(response, call.signal)
        if (made.sha256 === (await kept())) return made
        throw new IntegrityError(
          dataset.name,
          `is not kept as it was sent; delete ${made.id} and send it again`,
        )
      })
    },
    /**
     * Sends texts to be looked at and not kept. The line of a problem is the number of its text, from 1.
     *
     * @example
     * const texts = ['a flowering shrub of the Andes', 'a comedy of 1931']
     * const { valid, problems } = await client.datasets.validate({ name: 'public', purpose: 'public', texts })
     */
    validate: (dataset: NewDataset, call?: CallOptions): ApiPromise<Schemas['DatasetValidation']> =>
      // Which of the two answers it is, is in the query.
      send(dataset, bodyOf(dataset.texts).bytes, call, {
        validate_only: true,
      }) as ApiPromise<unknown> as ApiPromise<Schemas['DatasetValidation']>,
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
