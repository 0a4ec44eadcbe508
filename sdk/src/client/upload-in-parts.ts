/**
 * A large data set in parts: what the service has already is not sent again, whoever sent it, and a part that does not arrive is
 * sent again alone. Which parts are there is known to the service only, so a killed client leaves nothing to clean up here.
 * @module
 */
import { ask, type Connection, checkAborted, lister, path, type Schemas } from './connection.js'
import { contentDigest, sha256Of } from './digests.js'
import { ApiError } from './errors.js'
import type { CallOptions } from './transport.js'

export type UploadOptions = CallOptions & {
  /**
   * Of texts that are sent in parts: bytes that are at the service, and bytes in all. Called first with what is there from an
   * earlier call that broke off.
   */
  onProgress?: ((done: number, total: number) => void) | undefined
}

/** Texts of more bytes than this are sent in parts. */
export const LARGEST_WHOLE = 4 * 2 ** 20

/** Time for a large request, in milliseconds. */
export const UPLOAD_TIMEOUT = 600_000

/** Parts that are under way at the same time. */
const AT_ONCE = 3

const CONTENT_TYPE = 'application/x-ndjson'

type Facts = { name: string; purpose: Schemas['Purpose'] }
type Upload = Schemas['UploadWithParts']

const isProblem = (error: unknown, ...codes: readonly string[]): error is ApiError =>
  error instanceof ApiError && codes.includes(error.code)

/** The contents that are sent in one call, and what the service knows of them. */
const createUploads = (
  connection: Connection,
  { name, purpose }: Facts,
  bytes: Uint8Array<ArrayBuffer>,
  { onProgress, idempotencyKey, ...rest }: UploadOptions,
) => {
  const { api, transport, baseUrl } = connection
  const call = { timeout: UPLOAD_TIMEOUT, ...rest }
  const at = (id: string) => ({ params: { path: { id } } })
  const complete = (id: string): Promise<Response> =>
    ask(connection, call, fetch => api.POST('/v1/uploads/{id}/complete', { ...at(id), fetch })).asResponse()
  const giveUp = (id: string): Promise<unknown> =>
    ask(connection, call, fetch => api.DELETE('/v1/uploads/{id}', { ...at(id), fetch }))
  const get = (id: string): Promise<Upload> =>
    ask(connection, call, fetch => api.GET('/v1/uploads/{id}', { ...at(id), fetch }))

  const partOf = ({ part_bytes }: Upload, number: number): Uint8Array<ArrayBuffer> =>
    bytes.subarray((number - 1) * part_bytes, number * part_bytes)

  const put = async (upload: Upload, number: number): Promise<number> => {
    const body = partOf(upload, number)
    const headers = {
      'content-type': 'application/octet-stream',
      'content-digest': contentDigest(await sha256Of(body)),
    }
    const address = `${baseUrl}${path`/v1/uploads/${upload.id}/parts/${String(number)}`}`
    await transport(call)(new Request(address, { method: 'PUT', headers, body }))
    return body.length
  }

  /** Whether what is there of it is of these contents; someone may have sent other bytes under this digest. */
  const isOurs = async (upload: Upload): Promise<boolean> => {
    for (const { number, sha256 } of upload.parts)
      if (sha256 !== (await sha256Of(partOf(upload, number)))) return false
    return true
  }

  const sendMissing = async (upload: Upload): Promise<void> => {
    const here = new Set(upload.parts.map(({ number }) => number))
    const missing = Array.from({ length: upload.part_count }, (_, i) => i + 1).filter(
      number => !here.has(number),
    )
    let done = upload.parts.reduce((sum, part) => sum + part.bytes, 0)
    let isOver = false
    onProgress?.(done, bytes.length)
    const queue = missing.values()
    const work = async (): Promise<void> => {
      for (const number of queue) {
        if (isOver) return
        const sent = await put(upload, number)
        done += sent
        onProgress?.(done, bytes.length)
      }
    }
    const workers = Array.from({ length: AT_ONCE }, () =>
      work().catch((error: unknown) => {
        isOver = true
        throw error
      }),
    )
    await Promise.allSettled(workers)
    await Promise.all(workers)
  }

  /** Sends what is missing and has the data set made. */
  const carryOut = async (begun: Upload): Promise<Response> => {
    let upload = begun
    for (let isSecond = false; ; isSecond = true) {
      if (upload.status === 'open') await sendMissing(upload)
      try {
        return await complete(upload.id)
      } catch (error) {
        // What is refused for its contents will not be taken later: it should take no room.
        if (error instanceof ApiError && (error.status === 400 || error.status === 422))
          await giveUp(upload.id).catch(() => undefined)
        if (isSecond || !isProblem(error, 'parts-missing')) throw error
        upload = await get(upload.id)
      }
    }
  }

  const announce = (sha256: string): Promise<Upload> =>
    ask(connection, { ...call, idempotencyKey }, fetch =>
      api.POST('/v1/uploads', {
        body: {
          kind: 'dataset',
          name,
          purpose,
          content_type: CONTENT_TYPE,
          bytes: bytes.length,
          sha256,
        },
        fetch,
      }),
    )

  /** Earlier uploads of the same, those first that are completed. */
  const earlier = async (sha256: string): Promise<Schemas['Upload'][]> => {
    const list = lister<'/v1/uploads', Schemas['Upload']>(connection, '/v1/uploads')
    const found = await list({ name, sha256, signal: call.signal, maxRetries: call.maxRetries }).all()
    const same = found.filter(upload => upload.purpose === purpose && upload.content_type === CONTENT_TYPE)
    return same.sort((a, b) => Number(a.status === 'open') - Number(b.status === 'open'))
  }

  const goOn = async ({ id }: Schemas['Upload']): Promise<Response | undefined> => {
    try {
      const upload = await get(id)
      if (await isOurs(upload)) return await carryOut(upload)
      await giveUp(id)
      return undefined
    } catch (error) {
      // The data set was deleted, or the upload expired or was given up: then this is a new one.
      if (isProblem(error, 'deleted', 'not-found')) return undefined
      throw error
    }
  }

  return { announce, earlier, goOn, carryOut }
}

/**
 * Sends contents in parts, going on with what an earlier call left. Without an idempotency key, contents that were sent in the last seven days
 * under the same name and for the same purpose are not sent again: the answer is the data set that they made, while it is there.
 *
 * @returns the answer that holds the data set
 */
export const uploadInParts = async (
  connection: Connection,
  facts: Facts,
  bytes: Uint8Array<ArrayBuffer>,
  options: UploadOptions = {},
): Promise<Response> => {
  checkAborted(options.signal)
  const sha256 = await sha256Of(bytes)
  const uploads = createUploads(connection, facts, bytes, options)
  if (options.idempotencyKey === undefined)
    for (const upload of await uploads.earlier(sha256)) {
      const response = await uploads.goOn(upload)
      if (response) return response
    }
  return uploads.carryOut(await uploads.announce(sha256))
}
