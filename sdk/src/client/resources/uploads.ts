/**
 * `client.uploads`: data sets that are being sent in parts, which `client.datasets.create` does by itself.
 * @module
 */
import type { ApiPromise } from '../api-promise.js'
import { ask, type Connection, deleter, lister, type Schemas } from '../connection.js'
import type { CallOptions } from '../transport.js'

export const uploadsOf = (connection: Connection) => ({
  /**
   * One upload, and which of its parts are at the service.
   *
   * @example
   * const { status, parts_received, part_count } = await client.uploads.get('upl_01h455vb4pex5vsknk084sn02q')
   */
  get: (id: string, call?: CallOptions): ApiPromise<Schemas['UploadWithParts']> =>
    ask(connection, call, fetch =>
      connection.api.GET('/v1/uploads/{id}', { params: { path: { id } }, fetch }),
    ),
  /**
   * Uploads that have not expired, oldest first unless asked otherwise. Open ones take the room of all that they announced.
   *
   * @example
   * const left = await client.uploads.list({ status: 'open' }).all()
   */
  list: lister<'/v1/uploads', Schemas['Upload']>(connection, '/v1/uploads'),
  /**
   * Gives one up, with its parts. A data set that it made stays.
   *
   * @example
   * await client.uploads.delete('upl_01h455vb4pex5vsknk084sn02q')
   */
  delete: deleter(connection, '/v1/uploads/{id}'),
})
