/**
 * `client.transfers`: a prompt brought from the student to the large model.
 * @module
 */
import { type Connection, dataOf, pageQuery, type Schemas } from '../connection.js'
import { downloadResource } from '../download.js'
import { type Listing, type ListOptions, listing } from '../listing.js'
import type { CallOptions } from '../transport.js'

export const transfersOf = (connection: Connection) => {
  const { api, transport } = connection
  const get = (id: string, call?: CallOptions): Promise<Schemas['Transfer']> =>
    dataOf(api.GET('/v1/transfers/{id}', { params: { path: { id } }, fetch: transport(call) }))
  return {
    /** Starts a transfer; `jobs.wait(transfer.job)` follows it, and its `facts` hold the effect check. */
    create: (body: Schemas['TransferCreate'], call?: CallOptions): Promise<Schemas['Transfer']> =>
      dataOf(api.POST('/v1/transfers', { body, fetch: transport(call) })),
    get,
    list: (options?: ListOptions): Listing<Schemas['Transfer']> =>
      listing(
        o => dataOf(api.GET('/v1/transfers', { params: { query: pageQuery(o) }, fetch: transport(o) })),
        options,
      ),
    /** Brings the transferred prompt into a folder that PEFT loads and `exportPrompt` takes, checked against its digests. */
    download: downloadResource(connection, 'transfers', get),
  }
}
