/**
 * Sends a stored file, whole or a range, with its digest: downloads can be resumed and checked.
 * @module
 */
import type { OutputFile } from '@promptpost/base/jobs'
import { isKnown } from './conditional.js'
import type { RequestContext } from './environment.js'
import { notFound, Problem } from './problem.js'

/** One range of `bytes=a-b`, `bytes=a-` or `bytes=-n`, as [start, end); undefined means the whole file (RFC 9110). */
const parseRange = (header: string | undefined, size: number): [number, number] | undefined => {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '')
  if (!match || (match[1] === '' && match[2] === '')) return undefined
  const [, first, last] = match as unknown as [string, string, string]
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first)
  const end = first === '' || last === '' ? size : Math.min(size, Number(last) + 1)
  if (first !== '' && last !== '' && Number(last) < start) return undefined
  if (start >= end)
    throw new Problem(416, 'no-such-range', `The file has ${size} bytes.`, {
      headers: { 'content-range': `bytes */${size}` },
    })
  return [start, end]
}

/** Larger files, in bytes, are fetched from the storage itself where it gives addresses: a function in a cloud cannot send 6 MB. */
const ELSEWHERE = 4 << 20

/** Whether so many bytes are more than this service answers with. */
export const isTooLarge = (c: RequestContext, size: number): boolean =>
  c.get('services').store.downloadUrl !== undefined && size > ELSEWHERE
/** How long such an address is good for. Whoever resumes asks for a new one. */
const LINK_SECONDS = 900

export const sendFile = async (c: RequestContext, key: string, file: OutputFile): Promise<Response> => {
  const etag = `"${file.sha256}"`
  const headers: Record<string, string> = {
    etag,
    'accept-ranges': 'bytes',
    'cache-control': 'private, no-cache',
    'content-type': 'application/octet-stream',
    'repr-digest': `sha-256=:${Buffer.from(file.sha256, 'hex').toString('base64')}:`,
  }
  if (isKnown(c, etag)) return new Response(null, { status: 304, headers })
  const isCurrent = [undefined, etag].includes(c.req.header('if-range'))
  const range = isCurrent ? parseRange(c.req.header('range'), file.size) : undefined
  const [start, end] = range ?? [0, file.size]
  headers['content-length'] = String(end - start)
  if (range) headers['content-range'] = `bytes ${start}-${end - 1}/${file.size}`
  const { store } = c.get('services')
  if (store.downloadUrl && isTooLarge(c, file.size) && c.req.method !== 'HEAD') {
    const location = await store.downloadUrl(key, LINK_SECONDS)
    const { etag, 'repr-digest': digest } = headers
    const found = { etag: etag!, 'repr-digest': digest!, location, 'cache-control': 'no-store' }
    return new Response(null, { status: 307, headers: found })
  }
  const status = range ? 206 : 200
  if (c.req.method === 'HEAD') return new Response(null, { status, headers })
  const stream = await store.getRange(key, start, end)
  if (!stream) throw notFound()
  return new Response(ReadableStream.from(stream) as ReadableStream<Uint8Array>, { status, headers })
}
