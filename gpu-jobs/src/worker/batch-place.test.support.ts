/**
 * The queue on Batch over its double, with a bucket: attempts are real workers, each on a machine of its own.
 * @module
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { type BatchQueue, createBatchClients, openBatchQueue } from '@promptpost/aws/batch'
import { openPlace } from '@promptpost/aws/testing'
import {
  BATCH_ACCESS,
  type BatchDouble,
  type BatchEvent,
  DEFINITION,
  QUEUE,
  startBatchDouble,
} from '@promptpost/aws/testing/batch-double'
import { ACCESS, BUCKET, REGION, type S3Double, startS3Double } from '@promptpost/aws/testing/s3-double'
import { type JobStore, openJobStore } from '@promptpost/base/jobs'
import type { ObjectStore } from '@promptpost/base/store'

const program = fileURLToPath(new URL('../../dist/main.js', import.meta.url))
const fixture = fileURLToPath(new URL('../../dist/worker/fixture.test.handlers.js', import.meta.url))

export type BatchPlace = {
  s3: S3Double
  batch: BatchDouble
  store: ObjectStore
  jobs: JobStore
  queue: BatchQueue
  /** How events get to the queue; a test may lose them. */
  deliver: (event: BatchEvent) => Promise<void>
  /** Resolves when no event is on its way. */
  settled(): Promise<void>
  close(): Promise<void>
}

export const openBatchPlace = async (slots = 4, clock = Date.now): Promise<BatchPlace> => {
  const s3 = await startS3Double()
  const directory = await mkdtemp(join(tmpdir(), 'promptpost-batch-'))
  const machine = 'exec "$0" "$1" --work "$2/$AWS_BATCH_JOB_ID.$AWS_BATCH_JOB_ATTEMPT"'
  const batch = await startBatchDouble({
    command: ['sh', '-c', machine, process.execPath, program, directory],
    slots,
    environment: {
      PROMPTPOST_STORE: `s3://${BUCKET}`,
      PROMPTPOST_MODELS: join(directory, 'models'),
      PROMPTPOST_HANDLERS: fixture,
      AWS_ENDPOINT_URL_S3: s3.endpoint,
      AWS_REGION: REGION,
      AWS_ACCESS_KEY_ID: ACCESS.accessKeyId,
      AWS_SECRET_ACCESS_KEY: ACCESS.secretAccessKey,
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    },
  })
  const store = await openPlace(s3.endpoint)
  const jobs = openJobStore(store)
  const clients = createBatchClients({ endpoint: batch.endpoint, region: REGION, credentials: BATCH_ACCESS })
  const queue = openBatchQueue({
    ...clients,
    jobQueue: QUEUE,
    jobDefinition: DEFINITION,
    store,
    jobs,
    log: () => {},
    clock,
  })
  const delivering = new Set<Promise<void>>()
  const place: BatchPlace = {
    s3,
    batch,
    store,
    jobs,
    queue,
    deliver: event => queue.onEvent(event),
    async settled() {
      while (delivering.size > 0) await Promise.all(delivering)
    },
    async close() {
      await batch.machine.stop()
      await place.settled()
      await batch.close()
      await s3.close()
      await rm(directory, { recursive: true })
    },
  }
  batch.onEvent = event => {
    const delivery = place
      .deliver(JSON.parse(JSON.stringify(event)) as BatchEvent)
      .finally(() => delivering.delete(delivery))
    delivering.add(delivery)
  }
  return place
}

/** @throws Error when it does not come to that within 60 seconds */
export const until = async (holds: () => Promise<boolean> | boolean): Promise<void> => {
  for (const deadline = Date.now() + 60_000; !(await holds()); await sleep(20))
    if (Date.now() > deadline) throw new Error('it did not come to that')
}
