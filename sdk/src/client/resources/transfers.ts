/**
 * `client.transfers`: a prompt brought from the student to the large model.
 * @module
 */
import type { ApiPromise } from '../api-promise.js'
import { ask, type Connection, deleter, lister, type Schemas } from '../connection.js'
import { downloader, fileReader } from '../downloads.js'
import type { CallOptions } from '../transport.js'

export const transfersOf = (connection: Connection) => {
  const { api } = connection
  const get = (id: string, call?: CallOptions): ApiPromise<Schemas['Transfer']> =>
    ask(connection, call, fetch => api.GET('/v1/transfers/{id}', { params: { path: { id } }, fetch }))
  return {
    /**
     * Starts a transfer; `jobs.wait(transfer.job)` follows it, and its `facts` hold the effect check.
     *
     * @example
     * const transfer = await client.transfers.create({
     *   prompt: 'pmt_01h455vb4pex5vsknk084sn02q', dataset: 'dst_01h455vb4pex5vsknk084sn02q',
     * })
     * await client.jobs.wait(transfer.job, { onProgress: event => console.error(event.stage, event.progress) })
     */
    create: (body: Schemas['TransferCreate'], call?: CallOptions): ApiPromise<Schemas['Transfer']> =>
      ask(connection, call, fetch => api.POST('/v1/transfers', { body, fetch })) as ApiPromise<
        Schemas['Transfer']
      >,
    /**
     * Checks the same body and tells what it would take. Creates nothing.
     *
     * @example
     * const { tokens, seconds, cost } = await client.transfers.estimate({
     *   prompt: 'pmt_01h455vb4pex5vsknk084sn02q', dataset: 'dst_01h455vb4pex5vsknk084sn02q',
     * })
     */
    estimate: (body: Schemas['TransferCreate'], call?: CallOptions): ApiPromise<Schemas['Estimate']> =>
      ask(connection, call, fetch =>
        api.POST('/v1/transfers', { params: { query: { dry_run: true } }, body, fetch }),
      ) as ApiPromise<Schemas['Estimate']>,
    /**
     * Brings a transferred prompt on to another model of the same width and tokenizer. What comes of it is a transfer, with
     * `migrated_from`.
     *
     * @example
     * const migrated = await client.transfers.migrate({
     *   transfer: 'trf_01h455vb4pex5vsknk084sn02q', model: 'mod_01h455vb4pex5vsknk084sn02q', dataset: 'dst_01h455vb4pex5vsknk084sn02q',
     * })
     */
    migrate: (body: Schemas['MigrationCreate'], call?: CallOptions): ApiPromise<Schemas['Transfer']> =>
      ask(connection, call, fetch => api.POST('/v1/migrations', { body, fetch })),
    /**
     * One transfer, with its effect check when it is done.
     *
     * @example
     * const { status, facts } = await client.transfers.get('trf_01h455vb4pex5vsknk084sn02q')
     */
    get,
    /**
     * Transfers, oldest first unless asked otherwise.
     *
     * @example
     * for await (const transfer of client.transfers.list({ status: 'succeeded' })) console.log(transfer.id)
     */
    list: lister<'/v1/transfers', Schemas['Transfer']>(connection, '/v1/transfers'),
    /**
     * One file of the transferred prompt as it is sent, in any runtime; unchecked.
     *
     * @example
     * const response = await client.transfers.file('trf_01h455vb4pex5vsknk084sn02q', 'adapter_model.safetensors')
     * const bytes = new Uint8Array(await response.arrayBuffer())
     */
    file: fileReader(connection, 'transfers'),
    /**
     * Brings the transferred prompt into a folder that PEFT loads and `exportPrompt` takes, checked against its digests. Needs
     * Node.
     *
     * @throws IntegrityError when a file is not what its digest says; it is then not there
     *
     * @example
     * await client.transfers.download('trf_01h455vb4pex5vsknk084sn02q', 'transferred')
     */
    download: downloader(connection, 'transfers', get),
    /**
     * Deletes it with the transferred prompt and its job, which is stopped first.
     *
     * @throws ConflictError while a prediction names it
     *
     * @example
     * await client.transfers.delete('trf_01h455vb4pex5vsknk084sn02q')
     */
    delete: deleter(connection, '/v1/transfers/{id}'),
  }
}
