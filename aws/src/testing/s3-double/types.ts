/**
 * What the parts of the S3 double speak of.
 * @module
 */

export { AwsError as S3Error, type Credentials } from '../aws-error.js'

export const OPERATIONS = [
  'PutObject',
  'GetObject',
  'HeadObject',
  'DeleteObject',
  'ListObjectsV2',
  'CreateMultipartUpload',
  'UploadPart',
  'CompleteMultipartUpload',
  'AbortMultipartUpload',
  'ListParts',
  'ListMultipartUploads',
] as const
export type Operation = (typeof OPERATIONS)[number]

/** What goes wrong with a request. */
export type Fault =
  /** Answered with an error, and nothing done: 503 SlowDown, 500 InternalError, 409 ConditionalRequestConflict. */
  | { kind: 'status'; status: number; code: string }
  /** The connection breaks before anything is done. */
  | { kind: 'drop-before' }
  /** All is done, and the connection breaks before the answer. */
  | { kind: 'drop-after' }
  /** The answer comes late, by milliseconds. */
  | { kind: 'slow'; milliseconds: number }
  /** The connection breaks in the middle of the answer's body. */
  | { kind: 'truncate' }

/** Asked once for each request that is signed well. */
export type Chance = (request: { operation: Operation; key: string }) => Fault | undefined

export type Stored = {
  bytes: Buffer
  etag: string
  modified: number
  metadata: Record<string, string>
  /** `x-amz-checksum-…` headers, as stored. */
  checksums: Record<string, string>
}
