/**
 * The service on AWS, as its functions share it: state in a bucket, jobs on Batch, one line of JSON for each thing that happens.
 * @module
 */
import { type BatchQueue, createBatchClients, openBatchQueue } from '@promptpost/aws/batch'
import { createS3Client, openS3Store } from '@promptpost/aws/s3'
import { countUsage, type JobRecord, openJobStore } from '@promptpost/base/jobs'
import { tellEnds } from '../ends.js'
import { rememberRate } from '../estimate/rates.js'
import { createAllowances, DEFAULT_ALLOWANCE } from '../http/allowance/index.js'
import { DEFAULT_LIMITS, type Limits, type Services } from '../http/environment.js'
import type { Oidc, OidcSettings } from '../http/oidc/index.js'
import { createRateLimiter } from '../http/rate-limit.js'
import { modelsInStore } from '../models/model-shelf.js'
import type { Retention } from '../retention/sweep.js'
import { createDispatcher, TIMEOUT } from '../webhooks/dispatcher.js'
import { openVaultInStore } from '../webhooks/vault.js'
import { readLambdaSettings } from './environment.js'

/**
 * A function is handed 6 MB at most, a body in base64. It puts parts together while the gateway waits, 30 s: reads them, looks at
 * each text, and writes them twice.
 */
const LIMITS: Limits = {
  ...DEFAULT_LIMITS,
  prompt: 4 << 20,
  texts: 4 << 20,
  stream: 4 << 20,
  dataset: 128 << 20,
}

export type Cloud = {
  services: Services
  queue: BatchQueue
  retention: Retention
  /** Follows up on ends of jobs. */
  followUp(): Promise<void>
  /** Sends webhooks that are due, none any more once it is late; resolves when all that was begun is done. */
  sendWebhooks(isLate: () => boolean): Promise<void>
}

/** What a function is told of its call. */
export type Context = { getRemainingTimeInMillis(): number }

/** Left for what has been begun, in milliseconds: a webhook may take its time. */
export const SPARE = TIMEOUT + 5_000

/** Whether nothing more should be begun. */
export const lateness =
  (context: Context): (() => boolean) =>
  () =>
    context.getRemainingTimeInMillis() < SPARE

/** One line of the function's log. */
export const log = (entry: Record<string, unknown>): void =>
  void process.stdout.write(`${JSON.stringify({ time: new Date().toISOString(), ...entry })}\n`)

/** Loaded where it is asked for. */
const oidcOf = async (settings: OidcSettings): Promise<Oidc> => {
  const { openOidc } = await import('../http/oidc/index.js')
  return openOidc({ ...settings, log })
}

const open = async (): Promise<Cloud> => {
  const settings = readLambdaSettings(process.env)
  const store = openS3Store({ client: createS3Client(), bucket: settings.bucket })
  const jobs = openJobStore(store)
  const { jobQueue, jobDefinition } = settings
  const queue = openBatchQueue({ ...createBatchClients(), jobQueue, jobDefinition, store, jobs, log })
  const vault = await openVaultInStore(store)
  const reach = { toPrivate: false }
  const dispatcher = createDispatcher({ store, vault, reach, log })
  const services: Services = {
    store,
    jobs,
    queue,
    models: modelsInStore(store),
    streams: false,
    limits: LIMITS,
    limiter: createRateLimiter(),
    allowances: createAllowances({ store, jobs }, DEFAULT_ALLOWANCE),
    ...(settings.oidc && { oidc: await oidcOf(settings.oidc) }),
    ...(settings.price && { price: settings.price }),
    // Sent by the functions that are called when something has happened.
    webhooks: { vault, reach, nudge: () => {} },
    log,
    closing: new AbortController().signal,
  }
  const listeners = [
    (job: JobRecord) => countUsage(store, job),
    (job: JobRecord) => rememberRate(store, job),
    dispatcher.enqueue,
  ]
  return {
    services,
    queue,
    retention: settings.retention,
    followUp: () => tellEnds(jobs, listeners, log),
    async sendWebhooks(isLate) {
      await Promise.all(await dispatcher.startDue(isLate))
    },
  }
}

let opened: Promise<Cloud> | undefined
/** Opened once for each instance of a function; a failure is tried again by the next call. */
export const openCloud = (): Promise<Cloud> => {
  opened ??= open().catch(error => {
    opened = undefined
    throw error
  })
  return opened
}
