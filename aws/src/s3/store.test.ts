import { CreateBucketCommand, DeleteObjectsCommand, ListObjectsV2Command } from '@aws-sdk/client-s3'
import { storeContract } from '@promptpost/base/store/testing'
import { afterAll, beforeAll } from 'vitest'
import { openPlace } from '../testing/open-s3.js'
import { ACCESS, BUCKET, REGION, type S3Double, startS3Double } from '../testing/s3-double/index.js'
import { createS3Client } from './client.js'
import { openS3Store } from './store.js'

let double: S3Double
beforeAll(async () => {
  double = await startS3Double()
})
afterAll(() => double.close())

const empty = async (): Promise<string> => {
  double.bucket.objects.clear()
  double.bucket.uploads.clear()
  return double.endpoint
}

storeContract({
  name: 'S3',
  abilities: { refusesFolderKeys: false, streams: true, hasPaths: false },
  open: async () => openPlace(await empty()),
  share: async () => ({
    module: new URL('../../dist/testing/open-s3.js', import.meta.url).href,
    location: await empty(),
    leftovers: async () => [...double.bucket.uploads.keys()],
  }),
  // That a write is seen whole is the server's doing; the double is one.
  kills: 6,
})

/** Another server, for a second opinion: its address; it takes any credentials, and a bucket of our name is made there. */
const elsewhere = process.env.S3_CONFORMANCE_ENDPOINT
if (elsewhere) {
  const client = createS3Client({
    endpoint: elsewhere,
    region: REGION,
    credentials: ACCESS,
    forcePathStyle: true,
  })
  const Bucket = BUCKET
  beforeAll(async () => {
    const request = new CreateBucketCommand({
      Bucket,
      CreateBucketConfiguration: { LocationConstraint: REGION },
    })
    await client.send(request).catch((error: Error) => {
      if (!error.name.startsWith('BucketAlready')) throw error
    })
  })
  const clear = async (): Promise<void> => {
    for (;;) {
      const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket }))
      if (Contents.length === 0) return
      const Objects = Contents.map(({ Key }) => ({ Key }))
      await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }))
    }
  }
  storeContract({
    name: `S3 at ${elsewhere}`,
    abilities: { refusesFolderKeys: false, streams: true, hasPaths: false },
    open: async () => {
      await clear()
      return openS3Store({ client, bucket: BUCKET })
    },
    share: async () => {
      await clear()
      return { module: new URL('../../dist/testing/open-s3.js', import.meta.url).href, location: elsewhere }
    },
    kills: 6,
  })
}
