/** A double of S3 for tests of itself, and clients of it. */
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, beforeEach, expect } from 'vitest'
import { createS3Client } from '../../s3/client.js'
import { ACCESS, BUCKET, REGION, type S3Double, startS3Double } from './index.js'

/** A request as it leaves a client. */
export type Sent = {
  method: string
  path: string
  headers: Record<string, string>
  query: Record<string, string>
  body: unknown
}

export const at = (Key: string) => ({ Bucket: BUCKET, Key })
export const put = (from: S3Client, key: string, Body: string | Uint8Array = 'content', rest: object = {}) =>
  from.send(new PutObjectCommand({ ...at(key), Body, ...rest }))
export const refused = (name: string) => expect.objectContaining({ name })

/** Starts a double for the tests of a file, and empties it before each. */
export const useDouble = () => {
  const own = {} as { double: S3Double; client: S3Client }
  const made = (settings: object = {}): S3Client =>
    createS3Client({
      endpoint: own.double.endpoint,
      region: REGION,
      credentials: ACCESS,
      forcePathStyle: true,
      maxAttempts: 1,
      ...settings,
    })
  /** Changes a request after it was signed. */
  const tampered = (change: (request: Sent) => void): S3Client => {
    const client = made()
    client.middlewareStack.add(
      next => args => {
        change(args.request as Sent)
        return next(args)
      },
      { step: 'finalizeRequest', priority: 'low', name: 'tamper' },
    )
    return client
  }
  beforeAll(async () => {
    own.double = await startS3Double()
  })
  afterAll(() => own.double.close())
  beforeEach(() => {
    own.double.bucket.objects.clear()
    own.double.bucket.uploads.clear()
    own.double.clock = Date.now
    own.client = made()
  })
  return { own, made, tampered }
}
