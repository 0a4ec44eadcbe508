/**
 * Opens the S3 store for processes of the tests: `location` is the endpoint of a double.
 * @module
 */
import type { ObjectStore } from '@promptpost/base/store'
import { createS3Client } from '../s3/client.js'
import { openS3Store } from '../s3/store.js'
import { ACCESS, BUCKET, REGION } from './s3-double/index.js'

export const openPlace = async (location: string): Promise<ObjectStore> =>
  openS3Store({
    client: createS3Client({ endpoint: location, region: REGION, credentials: ACCESS, forcePathStyle: true }),
    bucket: BUCKET,
  })
