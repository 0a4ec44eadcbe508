/**
 * The body of a request: framing (aws-chunked), its length, and every checksum that came with it.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html
 * @module
 */
import { createHash } from 'node:crypto'
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { crc32 } from 'node:zlib'
import type { Signed } from '../signature.js'
import { S3Error } from './types.js'

const base64 = (algorithm: string, bytes: Buffer): string =>
  createHash(algorithm).update(bytes).digest('base64')

/** By the name in `x-amz-checksum-…`; others are refused, so that none passes unchecked. */
const CHECKSUMS: Record<string, (bytes: Buffer) => string> = {
  crc32: bytes => {
    const sum = Buffer.alloc(4)
    sum.writeUInt32BE(crc32(bytes))
    return sum.toString('base64')
  },
  sha1: bytes => base64('sha1', bytes),
  sha256: bytes => base64('sha256', bytes),
}
/** Say something of a checksum, and are none. */
const ABOUT = new Set(['x-amz-checksum-algorithm', 'x-amz-checksum-type', 'x-amz-checksum-mode'])

export const LARGEST_PUT = 5 * 2 ** 30

export const readAll = async (request: IncomingMessage): Promise<Buffer> => {
  const length = Number(request.headers['content-length'] ?? 0)
  if (length > LARGEST_PUT) throw new S3Error(400, 'EntityTooLarge', 'a body has 5 GiB at most')
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const bytes = Buffer.concat(chunks)
  if (request.headers['content-length'] !== undefined && bytes.length !== length)
    throw new S3Error(400, 'IncompleteBody', 'the body is shorter than Content-Length says')
  return bytes
}

const malformed = (): S3Error =>
  new S3Error(400, 'InvalidChunkSizeError', 'the chunks of the body are malformed')

/** Chunks `SIZE\r\nBYTES\r\n`, one of size 0, then trailers. */
const dechunk = (framed: Buffer): { bytes: Buffer; trailers: Record<string, string> } => {
  const chunks: Buffer[] = []
  const trailers: Record<string, string> = {}
  let at = 0
  const line = (): string => {
    const end = framed.indexOf('\r\n', at)
    if (end < 0) throw malformed()
    const text = framed.toString('latin1', at, end)
    at = end + 2
    return text
  }
  for (;;) {
    const header = line()
    if (!/^[0-9a-f]{1,8}$/i.test(header)) throw malformed()
    const size = Number.parseInt(header, 16)
    if (size === 0) break
    if (framed.toString('latin1', at + size, at + size + 2) !== '\r\n') throw malformed()
    chunks.push(framed.subarray(at, at + size))
    at += size + 2
  }
  for (let text = line(); text !== ''; text = line()) {
    const [, name, value] = /^([a-z0-9-]+):\s*(.*)$/i.exec(text) ?? []
    if (name === undefined) throw malformed()
    trailers[name.toLowerCase()] = value!
  }
  return { bytes: Buffer.concat(chunks), trailers }
}

const unframed = (
  body: Buffer,
  headers: IncomingHttpHeaders,
  payload: string,
): { bytes: Buffer; trailers: Record<string, string> } => {
  if (!payload.startsWith('STREAMING-')) return { bytes: body, trailers: {} }
  if (payload !== 'STREAMING-UNSIGNED-PAYLOAD-TRAILER')
    throw new S3Error(501, 'NotImplemented', `the double does not check ${payload}`)
  const { bytes, trailers } = dechunk(body)
  if (Number(headers['x-amz-decoded-content-length']) !== bytes.length)
    throw new S3Error(400, 'IncompleteBody', 'x-amz-decoded-content-length is not the length of the body')
  const promised = String(headers['x-amz-trailer'] ?? '')
  if (Object.keys(trailers).join() !== promised)
    throw new S3Error(400, 'MalformedTrailerError', 'the trailers are not those of x-amz-trailer')
  return { bytes, trailers }
}

/**
 * The body that was meant, and its checksums, all of which hold.
 *
 * @throws S3Error BadDigest, XAmzContentSHA256Mismatch, InvalidDigest …
 */
export const decodeBody = (
  body: Buffer,
  headers: IncomingHttpHeaders,
  query: URLSearchParams,
  { payload }: Signed,
): { bytes: Buffer; checksums: Record<string, string> } => {
  for (const name of query.keys())
    if (/^x-amz-(sdk-)?checksum-(?!mode)/i.test(name))
      throw new S3Error(400, 'InvalidRequest', `${name} in the query protects nothing: sign it as a header`)
  const { bytes, trailers } = unframed(body, headers, payload)
  if (/^[0-9a-f]{64}$/.test(payload)) {
    if (createHash('sha256').update(bytes).digest('hex') !== payload)
      throw new S3Error(400, 'XAmzContentSHA256Mismatch', 'the body is not the one that was signed')
  } else if (!['UNSIGNED-PAYLOAD', 'STREAMING-UNSIGNED-PAYLOAD-TRAILER'].includes(payload))
    throw new S3Error(400, 'InvalidArgument', 'x-amz-content-sha256 is neither a digest nor UNSIGNED-PAYLOAD')
  const md5 = headers['content-md5']
  if (md5 !== undefined && base64('md5', bytes) !== md5)
    throw new S3Error(400, 'BadDigest', 'Content-MD5 is wrong')
  const checksums: Record<string, string> = {}
  for (const [name, value] of Object.entries({ ...headers, ...trailers })) {
    if (!name.startsWith('x-amz-checksum-') || ABOUT.has(name)) continue
    const checksum = CHECKSUMS[name.slice('x-amz-checksum-'.length)]
    if (!checksum) throw new S3Error(400, 'InvalidRequest', `the double does not check ${name}`)
    if (checksum(bytes) !== value) throw new S3Error(400, 'BadDigest', `${name} is not that of the body`)
    checksums[name] = value
  }
  return { bytes, checksums }
}
