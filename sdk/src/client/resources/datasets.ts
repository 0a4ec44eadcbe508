/**
 * `client.datasets`: public, unlabelled texts. Never private data.
 * @module
 */
import type { ApiPromise } from '../api-promise.js'
import { answerOf, type Connection, deleter, lister, type Schemas } from '../connection.js'
import type { CallOptions } from '../transport.js'

export type NewDataset = { name: string; purpose: Schemas['Purpose']; texts: Iterable<string> }

/** Time for a large upload, in milliseconds. */
const UPLOAD_TIMEOUT = 600_000

export const datasetsOf = (connection: Connection) => {
  const { api, transport } = connection
  return {
    /** Sends the texts as JSON lines, so that only the service's stream limit bounds them. */
    create: ({ name, purpose, texts }: NewDataset, call?: CallOptions): ApiPromise<Schemas['Dataset']> =>
      answerOf(
        api.POST('/v1/datasets', {
          params: { query: { name, purpose } },
          body: Array.from(texts, text => `${JSON.stringify(text)}\n`).join(''),
          bodySerializer: body => body as string,
          headers: { 'content-type': 'application/x-ndjson' },
          fetch: transport({ timeout: UPLOAD_TIMEOUT, ...call }),
        }),
      ),
    get: (id: string, call?: CallOptions): ApiPromise<Schemas['Dataset']> =>
      answerOf(api.GET('/v1/datasets/{id}', { params: { path: { id } }, fetch: transport(call) })),
    list: lister<'/v1/datasets', Schemas['Dataset']>(connection, '/v1/datasets'),
    /** @throws ConflictError while a student or transfer names it */
    delete: deleter(connection, '/v1/datasets/{id}'),
  }
}
