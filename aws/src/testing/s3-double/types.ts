/**
 * What the parts of the S3 double speak of.
 * @module
 */

/** An answer that is an error, by S3's code. */
export class S3Error extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message)
  }
}

export type Credentials = {
  secret: string
  region: string
  sessionToken?: string
  /** Whether these may do something: all, where left out. `key` is the prefix for lists. */
  allows?: (operation: Operation, key: string) => boolean
}

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
