/**
 * `file` and `download` of the resources that have files.
 * @module
 */
import { type Connection, path, type Schemas } from './connection.js'
import type { CallOptions } from './transport.js'

/** What the reading of one file may set. */
export type FileOptions = Omit<CallOptions, 'idempotencyKey'> & {
  /** As `range` with `if-range`, or `if-none-match`. */
  headers?: Record<string, string>
}

export type DownloadOptions = Omit<CallOptions, 'idempotencyKey'> & {
  /** Bytes here and bytes in all, over all files. */
  onProgress?: (done: number, total: number) => void
}

/** How a resource's files are brought down. */
export type ResourceDownloadOptions<T> = DownloadOptions & {
  /** Called with the resource before its first byte is asked for; what it throws ends the download. */
  onStart?: (resource: T) => void | Promise<void>
}

type Collection = 'students' | 'prompts' | 'transfers' | 'predictions'

/** One file as it is sent, unchecked; in any runtime. Its digest stands in the resource's `files`. */
export const fileReader =
  ({ transport, baseUrl }: Connection, collection: Collection) =>
  async (id: string, name: string, { headers, ...call }: FileOptions = {}): Promise<Response> => {
    const address = `${baseUrl}${path`/v1/${collection}/${id}/files/${name}`}`
    return transport({ ...call, isFile: true })(new Request(address, headers && { headers }))
  }

/**
 * All files of a resource into a directory, continued where it broke off and checked against its list.
 *
 * @param get the resource of an identifier
 */
export const downloader =
  <T extends { files: Schemas['File'][] }>(
    connection: Connection,
    collection: Collection,
    get: (id: string, call?: CallOptions) => Promise<T>,
  ) =>
  async (
    id: string,
    directory: string,
    { onStart, ...options }: ResourceDownloadOptions<T> = {},
  ): Promise<T> => {
    const { downloadFiles } = await import('#disk')
    const { onProgress: _, ...call } = options
    const resource = await get(id, call)
    await onStart?.(resource)
    const read = fileReader(connection, collection)
    const fetcher = (name: string, headers: Record<string, string>) => read(id, name, { ...call, headers })
    await downloadFiles(fetcher, resource.files, directory, options)
    return resource
  }
