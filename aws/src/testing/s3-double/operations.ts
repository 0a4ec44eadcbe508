/**
 * One function for each operation: from a checked request to an answer. All of them are synchronous.
 * @module
 */
import { randomBytes } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { type Bucket, checkCondition, complete, md5, present, remove, uploadOf } from './bucket.js'
import { listObjects, listUploads } from './listing.js'
import { type Operation, S3Error, type Stored } from './types.js'
import { document, element, partsNamed, text } from './xml.js'

export type Call = {
  bucket: Bucket
  key: string
  query: URLSearchParams
  headers: IncomingHttpHeaders
  bytes: Buffer
  checksums: Record<string, string>
  now: number
}
export type Answer = { status?: number; headers?: Record<string, string>; body?: Buffer | string }

const metadataOf = (headers: IncomingHttpHeaders): Record<string, string> => {
  const found = Object.fromEntries(
    Object.entries(headers).filter(([name]) => name.startsWith('x-amz-meta-')),
  ) as Record<string, string>
  const size = Object.entries(found).reduce((sum, [name, value]) => sum + name.length - 11 + value.length, 0)
  if (size > 2048) throw new S3Error(400, 'MetadataTooLarge', 'metadata has 2 KB at most')
  return found
}

const headersOf = (object: Stored): Record<string, string> => ({
  etag: object.etag,
  'last-modified': new Date(object.modified).toUTCString(),
  'accept-ranges': 'bytes',
  'content-type': 'binary/octet-stream',
  ...object.metadata,
})

/** Bytes asked for, `[start, end)`; the whole where there is no range. */
const rangeOf = (range: string | undefined, size: number): [number, number] => {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(range ?? '') ?? []
  if (from === '' && to === '') return [0, size]
  const start = from === '' ? Math.max(size - Number(to), 0) : Number(from)
  const end = from === '' || to === '' ? size : Math.min(Number(to) + 1, size)
  if (start >= size || end <= start)
    throw new S3Error(416, 'InvalidRange', 'The requested range is not satisfiable')
  return [start, end]
}

const read = ({ bucket, key, headers }: Call): Answer => {
  const object = present(bucket, key)
  const { 'if-match': ifMatch, 'if-none-match': ifNoneMatch } = headers
  if (ifMatch !== undefined && ifMatch !== object.etag)
    throw new S3Error(412, 'PreconditionFailed', 'it has changed')
  if (ifNoneMatch === object.etag) return { status: 304, headers: { etag: object.etag } }
  const [start, end] = rangeOf(headers.range, object.bytes.length)
  const isWhole = end - start === object.bytes.length && headers.range === undefined
  const wantsChecksums = headers['x-amz-checksum-mode'] === 'ENABLED' && isWhole
  return {
    status: isWhole ? 200 : 206,
    headers: {
      ...headersOf(object),
      ...(wantsChecksums && { ...object.checksums }),
      ...(!isWhole && { 'content-range': `bytes ${start}-${end - 1}/${object.bytes.length}` }),
    },
    body: object.bytes.subarray(start, end),
  }
}

const partNumber = (query: URLSearchParams): number => {
  const number = Number(query.get('partNumber'))
  if (!Number.isInteger(number) || number < 1 || number > 10_000)
    throw new S3Error(400, 'InvalidArgument', 'the part number is not 1 to 10000')
  return number
}

export const perform: Record<Operation, (call: Call) => Answer> = {
  PutObject({ bucket, key, headers, bytes, checksums, now }) {
    checkCondition(bucket, key, headers)
    const etag = md5(bytes)
    bucket.objects.set(key, { bytes, etag, modified: now, metadata: metadataOf(headers), checksums })
    return { headers: { etag, ...checksums } }
  },
  GetObject: read,
  HeadObject: read,
  DeleteObject({ bucket, key, headers }) {
    remove(bucket, key, headers)
    return { status: 204 }
  },
  ListObjectsV2: ({ bucket, query }) => ({ body: document(listObjects(bucket, query)) }),
  CreateMultipartUpload({ bucket, key, headers, now }) {
    const id = randomBytes(18).toString('base64url')
    bucket.uploads.set(id, { id, key, started: now, metadata: metadataOf(headers), parts: new Map() })
    return {
      body: document(element('InitiateMultipartUploadResult', [text('Key', key), text('UploadId', id)])),
    }
  },
  UploadPart({ bucket, key, query, bytes, checksums }) {
    const upload = uploadOf(bucket, key, query.get('uploadId'))
    const part = { number: partNumber(query), bytes, etag: md5(bytes), checksums }
    upload.parts.set(part.number, part)
    return { headers: { etag: part.etag, ...checksums } }
  },
  CompleteMultipartUpload({ bucket, key, query, headers, bytes, now }) {
    const { etag } = complete(
      bucket,
      uploadOf(bucket, key, query.get('uploadId')),
      partsNamed(bytes),
      headers,
      now,
    )
    return {
      body: document(element('CompleteMultipartUploadResult', [text('Key', key), text('ETag', etag)])),
    }
  },
  AbortMultipartUpload({ bucket, key, query }) {
    bucket.uploads.delete(uploadOf(bucket, key, query.get('uploadId')).id)
    return { status: 204 }
  },
  ListParts({ bucket, key, query }) {
    const { parts } = uploadOf(bucket, key, query.get('uploadId'))
    const rows = [...parts.values()]
      .sort((a, b) => a.number - b.number)
      .map(({ number, etag, bytes }) =>
        element('Part', [text('PartNumber', number), text('ETag', etag), text('Size', bytes.length)]),
      )
    return { body: document(element('ListPartsResult', [text('IsTruncated', false), ...rows])) }
  },
  ListMultipartUploads: ({ bucket, query }) => ({ body: document(listUploads(bucket, query)) }),
}

/** The operation that a method and a query mean. */
export const operationOf = (method: string, key: string, query: URLSearchParams): Operation => {
  const isUpload = query.has('uploadId')
  if (key === '') {
    if (method === 'GET' && query.has('uploads')) return 'ListMultipartUploads'
    if (method === 'GET' && query.get('list-type') === '2') return 'ListObjectsV2'
  } else if (method === 'PUT') return isUpload ? 'UploadPart' : 'PutObject'
  else if (method === 'GET') return isUpload ? 'ListParts' : 'GetObject'
  else if (method === 'HEAD') return 'HeadObject'
  else if (method === 'DELETE') return isUpload ? 'AbortMultipartUpload' : 'DeleteObject'
  else if (method === 'POST' && query.has('uploads')) return 'CreateMultipartUpload'
  else if (method === 'POST' && isUpload) return 'CompleteMultipartUpload'
  throw new S3Error(501, 'NotImplemented', 'the double does not have this operation')
}
