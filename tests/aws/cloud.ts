/**
 * The deployed service without AWS: built functions, an S3 and a Batch on the loopback, real workers on machines of their own.
 * @module
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { openPlace } from '@promptpost/aws/testing'
import {
  BATCH_ACCESS,
  type BatchDouble,
  type BatchEvent,
  DEFINITION,
  QUEUE,
  startBatchDouble,
} from '@promptpost/aws/testing/batch-double'
import {
  ACCESS,
  BUCKET,
  type Credentials,
  REGION,
  type S3Double,
  startS3Double,
} from '@promptpost/aws/testing/s3-double'
import { createToken, modelFileKey, type ObjectStore } from '@promptpost/base/store'
import { PromptPost } from 'promptpost/client'
import { REPOSITORY } from '../support/service.js'
import { type LambdaFunction, startFunction } from './function.js'
import { startGateway } from './gateway.js'

export type Cloud = {
  url: string
  store: ObjectStore
  s3: S3Double
  batch: BatchDouble
  functions: Record<'api' | 'batch-events' | 'reconciler', LambdaFunction>
  provider: PromptPost
  client: PromptPost
  tokens: { provider: string; client: string }
  /** How an event of Batch gets to its function; a test may lose it, or send it twice. */
  deliver: (event: BatchEvent) => Promise<void>
  /** Of every worker that starts from now on. */
  workerEnvironment: Record<string, string>
  /** What workers wrote. */
  workerLog: () => string
  /** Puts a folder of models where they are registered from. */
  uploadModels(folder: string): Promise<void>
  /** Resolves when no event is on its way. */
  settled(): Promise<void>
  stop(): Promise<void>
}

let bundled: string | undefined
/** Builds the functions, once for each process of tests and for it alone; gives their folder. */
const bundle = (): string => {
  if (bundled) return bundled
  const folder = mkdtempSync(join(tmpdir(), 'promptpost-bundle-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  const script = join(REPOSITORY, 'scripts/bundle/main.mjs')
  execFileSync(process.execPath, [script, '--size-only', '--out', folder], { stdio: 'ignore' })
  bundled = folder
  return folder
}

const SWEEP = 2_000

/** Whose credentials a request has. */
export type CloudRole = 'api' | 'batch-events' | 'reconciler' | 'worker'

export const startCloud = async ({
  reconcileEvery = SWEEP,
  environment: more = {},
  rights,
}: {
  /** In milliseconds; 0 leaves it to the test. */
  reconcileEvery?: number
  /** Of workers. */
  environment?: Record<string, string>
  /** What each role may do in the bucket: everything, where left out. */
  rights?: (role: CloudRole, s3: S3Double) => Credentials['allows']
} = {}): Promise<Cloud> => {
  const bundles = bundle()
  const folder = mkdtempSync(join(tmpdir(), 'promptpost-cloud-'))
  const s3 = await startS3Double()
  // One pair of credentials, as an environment has one; each double checks what is signed for it.
  const batchKeys = { secret: ACCESS.secretAccessKey, region: REGION }
  const aws = {
    PATH: process.env.PATH!,
    AWS_REGION: REGION,
    AWS_ACCESS_KEY_ID: ACCESS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: ACCESS.secretAccessKey,
    AWS_ENDPOINT_URL_S3: s3.endpoint,
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  }
  /** Credentials of a role's own, so that the double knows who asks. */
  const keysOf = (role: CloudRole): Record<string, string> => {
    const accessKeyId = `AK${role.toUpperCase()}`
    const allows = rights?.(role, s3)
    s3.keys.set(accessKeyId, { ...batchKeys, ...(allows && { allows }) })
    batchRoles.push(accessKeyId)
    return { AWS_ACCESS_KEY_ID: accessKeyId }
  }
  const batchRoles: string[] = []
  const workerEnvironment: Record<string, string> = {
    ...aws,
    ...keysOf('worker'),
    PROMPTPOST_STORE: `s3://${BUCKET}`,
    PROMPTPOST_MODELS: join(folder, 'models'),
    ...more,
  }
  const worker = join(REPOSITORY, 'gpu-jobs/dist/main.js')
  const log = join(folder, 'workers.log')
  const machine = `exec "$0" "$1" --work "$2/$AWS_BATCH_JOB_ID.$AWS_BATCH_JOB_ATTEMPT" 2>>"$2/workers.log"`
  const batch = await startBatchDouble({
    command: ['sh', '-c', machine, process.execPath, worker, folder],
    environment: workerEnvironment,
  })
  batch.keys.delete(BATCH_ACCESS.accessKeyId)
  batch.keys.set(ACCESS.accessKeyId, batchKeys)
  const environment = {
    ...aws,
    AWS_ENDPOINT_URL_BATCH: batch.endpoint,
    PROMPTPOST_BUCKET: BUCKET,
    PROMPTPOST_JOB_QUEUE: QUEUE,
    PROMPTPOST_JOB_DEFINITION: DEFINITION,
  }
  const functions = {
    api: startFunction(join(bundles, 'api'), { ...environment, ...keysOf('api') }),
    'batch-events': startFunction(join(bundles, 'batch-events'), {
      ...environment,
      ...keysOf('batch-events'),
    }),
    reconciler: startFunction(join(bundles, 'reconciler'), { ...environment, ...keysOf('reconciler') }),
  }
  for (const accessKeyId of batchRoles) batch.keys.set(accessKeyId, batchKeys)
  const gateway = await startGateway(functions.api)
  const store = await openPlace(s3.endpoint)
  const { token: provider } = await createToken(store, { tenant: 'provider', role: 'provider' })
  const { token: client } = await createToken(store, { tenant: 'client', role: 'client' })

  const delivering = new Set<Promise<void>>()
  let isStopped = false
  const schedule = (async () => {
    while (reconcileEvery > 0 && !isStopped) {
      await sleep(reconcileEvery)
      await functions.reconciler.invoke({ 'detail-type': 'Scheduled Event' }).catch(() => {})
    }
  })()
  const cloud: Cloud = {
    url: gateway.url,
    store,
    s3,
    batch,
    functions,
    tokens: { provider, client },
    workerEnvironment,
    provider: new PromptPost({ baseUrl: gateway.url, token: provider }),
    client: new PromptPost({ baseUrl: gateway.url, token: client }),
    deliver: async event => void (await functions['batch-events'].invoke(event)),
    workerLog: () => execFileSync('sh', ['-c', 'cat "$0" 2>/dev/null || true', log], { encoding: 'utf8' }),
    async uploadModels(models) {
      for (const name of readdirSync(models))
        for (const file of readdirSync(join(models, name)))
          await store.putFile(modelFileKey(name, file), join(models, name, file))
    },
    async settled() {
      while (delivering.size > 0) await Promise.all(delivering)
    },
    async stop() {
      isStopped = true
      await batch.machine.stop()
      await Promise.all(delivering)
      await schedule
      await gateway.close()
      await Promise.all(Object.values(functions).map(each => each.stop()))
      await batch.close()
      await s3.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
  batch.onEvent = event => {
    const delivery = cloud
      .deliver(JSON.parse(JSON.stringify(event)) as BatchEvent)
      .catch(() => {})
      .finally(() => delivering.delete(delivery))
    delivering.add(delivery)
  }
  return cloud
}
