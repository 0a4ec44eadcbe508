/**
 * Lists: keys in the order of their UTF-8 bytes, common prefixes rolled up, continuation tokens.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html
 * @module
 */
import type { Bucket } from './bucket.js'
import { S3Error } from './types.js'
import { element, text } from './xml.js'

const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b))

const maximum = (query: URLSearchParams, name: string): number => {
  const value = Number(query.get(name) ?? 1000)
  if (!Number.isInteger(value) || value < 0)
    throw new S3Error(400, 'InvalidArgument', `${name} is not a number`)
  return Math.min(value, 1000)
}

const stamp = (time: number): string => new Date(time).toISOString()

export const listObjects = (bucket: Bucket, query: URLSearchParams): string => {
  const prefix = query.get('prefix') ?? ''
  const delimiter = query.get('delimiter') ?? ''
  const limit = maximum(query, 'max-keys')
  const token = query.get('continuation-token')
  const after = token === null ? (query.get('start-after') ?? '') : Buffer.from(token, 'base64url').toString()
  const keys = [...bucket.objects.keys()]
    .filter(key => key.startsWith(prefix) && byBytes(key, after) > 0)
    .sort(byBytes)
  const contents: string[] = []
  const prefixes: string[] = []
  let last = ''
  let isTruncated = false
  for (const key of keys) {
    const end = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length)
    const rolled = end < 0 ? undefined : key.slice(0, end + delimiter.length)
    // A token of a page that ended with a common prefix stands behind all keys under it.
    if (
      rolled !== undefined &&
      (rolled === prefixes.at(-1) || (token !== null && after.startsWith(rolled)))
    ) {
      last = key
      continue
    }
    if (contents.length + prefixes.length === limit) {
      isTruncated = limit > 0
      break
    }
    if (rolled !== undefined) prefixes.push(rolled)
    else {
      const { bytes, etag, modified } = bucket.objects.get(key)!
      contents.push(
        element('Contents', [
          text('Key', key),
          text('LastModified', stamp(modified)),
          text('ETag', etag),
          text('Size', bytes.length),
          text('StorageClass', 'STANDARD'),
        ]),
      )
    }
    last = key
  }
  return element('ListBucketResult', [
    text('Prefix', prefix),
    text('KeyCount', contents.length + prefixes.length),
    text('MaxKeys', limit),
    text('IsTruncated', isTruncated),
    ...(isTruncated ? [text('NextContinuationToken', Buffer.from(last).toString('base64url'))] : []),
    ...contents,
    ...prefixes.map(name => element('CommonPrefixes', [text('Prefix', name)])),
  ])
}

export const listUploads = (bucket: Bucket, query: URLSearchParams): string => {
  const prefix = query.get('prefix') ?? ''
  const limit = maximum(query, 'max-uploads')
  const marker = `${query.get('key-marker') ?? ''}\n${query.get('upload-id-marker') ?? ''}`
  const found = [...bucket.uploads.values()]
    .map(upload => ({ ...upload, place: `${upload.key}\n${upload.id}` }))
    .filter(({ key, place }) => key.startsWith(prefix) && (marker === '\n' || byBytes(place, marker) > 0))
    .sort((a, b) => byBytes(a.place, b.place))
  const page = found.slice(0, limit)
  const isTruncated = page.length < found.length
  return element('ListMultipartUploadsResult', [
    text('IsTruncated', isTruncated),
    ...(isTruncated
      ? [text('NextKeyMarker', page.at(-1)!.key), text('NextUploadIdMarker', page.at(-1)!.id)]
      : []),
    ...page.map(({ key, id, started }) =>
      element('Upload', [text('Key', key), text('UploadId', id), text('Initiated', stamp(started))]),
    ),
  ])
}
