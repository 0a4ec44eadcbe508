/**
 * `client.transfers`: a prompt brought from the student to the large model.
 * @module
 */
import type { ApiPromise } from '../api-promise.js'
import { answerOf, type Connection, deleter, lister, type Schemas } from '../connection.js'
import { downloadResource } from '../download.js'
import type { CallOptions } from '../transport.js'

export const transfersOf = (connection: Connection) => {
  const { api, transport } = connection
  const get = (id: string, call?: CallOptions): ApiPromise<Schemas['Transfer']> =>
    answerOf(api.GET('/v1/transfers/{id}', { params: { path: { id } }, fetch: transport(call) }))
  return {
    /** Starts a transfer; `jobs.wait(transfer.job)` follows it, and its `facts` hold the effect check. */
    create: (body: Schemas['TransferCreate'], call?: CallOptions): ApiPromise<Schemas['Transfer']> =>
      answerOf(api.POST('/v1/transfers', { body, fetch: transport(call) })),
    get,
    list: lister<'/v1/transfers', Schemas['Transfer']>(connection, '/v1/transfers'),
    /** Brings the transferred prompt into a folder that PEFT loads and `exportPrompt` takes, checked against its digests. */
    download: downloadResource(connection, 'transfers', get),
    /** With the transferred prompt and its job, which is stopped first. @throws ConflictError while a prediction names it */
    delete: deleter(connection, '/v1/transfers/{id}'),
  }
}
