/**
 * The S3 client as this service uses it.
 * @module
 */
import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3'

/** How long a connection may be made, and how long it may be silent, in milliseconds. */
const CONNECTION_TIMEOUT = 3_000
const SILENCE_TIMEOUT = 20_000

/**
 * A client that gives up on what hangs and tries again what fails. Credentials and region are those of the environment (a Lambda's or
 * a container's role), unless the settings say otherwise.
 */
export const createS3Client = (settings: S3ClientConfig = {}): S3Client =>
  new S3Client({
    maxAttempts: 5,
    retryMode: 'standard',
    // An address of one's own (AWS_ENDPOINT_URL_S3) seldom has a name for each bucket.
    forcePathStyle: process.env.AWS_ENDPOINT_URL_S3 !== undefined,
    requestHandler: { connectionTimeout: CONNECTION_TIMEOUT, socketTimeout: SILENCE_TIMEOUT },
    ...settings,
  })
