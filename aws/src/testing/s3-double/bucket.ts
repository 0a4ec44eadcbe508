/**
 * What a bucket holds, and the rules of conditional writes. Every change is one synchronous step, so that none sees half of another.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-requests.html
 * @module
 */
import { createHash } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { S3Error, type Stored } from './types.js'

export type Part = { number: number; bytes: Buffer; etag: string; checksums: Record<string, string> }
export type Upload = {
  id: string
  key: string
  started: number
  metadata: Record<string, string>
  parts: Map<number, Part>
}

const SMALLEST_PART = 5 * 2 ** 20

export const md5 = (bytes: Buffer): string => `"${createHash('md5').update(bytes).digest('hex')}"`

/** An entity tag with or without quotes, as clients send either. */
const sameTag = (given: string, etag: string): boolean =>
  given.replaceAll('"', '') === etag.replaceAll('"', '')

export type Bucket = {
  objects: Map<string, Stored>
  uploads: Map<string, Upload>
}

export const createBucket = (): Bucket => ({ objects: new Map(), uploads: new Map() })

const noSuchKey = (): S3Error => new S3Error(404, 'NoSuchKey', 'The specified key does not exist.')

export const present = (bucket: Bucket, key: string): Stored => {
  const object = bucket.objects.get(key)
  if (!object) throw noSuchKey()
  return object
}

/** @throws S3Error 412 PreconditionFailed, or 404 where If-Match meets nothing */
export const checkCondition = (bucket: Bucket, key: string, headers: IncomingHttpHeaders): void => {
  const object = bucket.objects.get(key)
  const { 'if-none-match': ifNoneMatch, 'if-match': ifMatch } = headers
  const failed = new S3Error(
    412,
    'PreconditionFailed',
    'At least one of the pre-conditions you specified did not hold',
  )
  if (ifNoneMatch !== undefined) {
    if (ifNoneMatch !== '*')
      throw new S3Error(501, 'NotImplemented', 'If-None-Match of a write takes * alone')
    if (object) throw failed
  }
  if (ifMatch !== undefined) {
    if (!object) throw noSuchKey()
    if (ifMatch !== '*' && !sameTag(ifMatch, object.etag)) throw failed
  }
}

export const remove = (bucket: Bucket, key: string, { 'if-match': ifMatch }: IncomingHttpHeaders): void => {
  checkCondition(bucket, key, { 'if-match': ifMatch })
  bucket.objects.delete(key)
}

export const uploadOf = (bucket: Bucket, key: string, id: string | null): Upload => {
  const upload = bucket.uploads.get(id ?? '')
  if (upload?.key !== key)
    throw new S3Error(404, 'NoSuchUpload', 'The specified multipart upload does not exist.')
  return upload
}

/** Puts the parts named together under the upload's key. */
export const complete = (
  bucket: Bucket,
  upload: Upload,
  named: readonly { number: number; etag: string }[],
  headers: IncomingHttpHeaders,
  now: number,
): Stored => {
  if (named.length === 0) throw new S3Error(400, 'MalformedXML', 'there is no part')
  const parts = named.map(({ number, etag }, i) => {
    if (i > 0 && number <= named[i - 1]!.number)
      throw new S3Error(400, 'InvalidPartOrder', 'the parts are not in ascending order')
    const part = upload.parts.get(number)
    if (!part || !sameTag(etag, part.etag))
      throw new S3Error(400, 'InvalidPart', `part ${number} is not the one named`)
    return part
  })
  if (parts.slice(0, -1).some(({ bytes }) => bytes.length < SMALLEST_PART))
    throw new S3Error(400, 'EntityTooSmall', 'a part that is not the last has 5 MiB at least')
  checkCondition(bucket, upload.key, headers)
  const digests = Buffer.concat(parts.map(({ etag }) => Buffer.from(etag.replaceAll('"', ''), 'hex')))
  const object: Stored = {
    bytes: Buffer.concat(parts.map(({ bytes }) => bytes)),
    etag: `${md5(digests).slice(0, -1)}-${parts.length}"`,
    modified: now,
    metadata: upload.metadata,
    checksums: {},
  }
  bucket.objects.set(upload.key, object)
  bucket.uploads.delete(upload.id)
  return object
}
