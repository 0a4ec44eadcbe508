/**
 * The whole service on Node: a directory store, a queue of child processes, an HTTP server.
 * @module
 */
import type { Server } from 'node:http'
import { join } from 'node:path'
import { serve as listen } from '@hono/node-server'
import { computedFolder, forgetThing } from '@promptpost/base/cache'
import { countUsage, type JobRecord, openJobStore } from '@promptpost/base/jobs'
import { openDirectoryStore, thisBoot } from '@promptpost/base/store'
import { createApp } from './app.js'
import { every, tellEnds, type Watch } from './ends.js'
import { type Price, rememberRate } from './estimate/rates.js'
import { type Allowance, createAllowances, DEFAULT_ALLOWANCE } from './http/allowance/index.js'
import { DEFAULT_LIMITS, type Limits, type Services } from './http/environment.js'
import { type OidcSettings, openOidc } from './http/oidc/index.js'
import { createRateLimiter, type RateQuota } from './http/rate-limit.js'
import { answerUnreadable } from './http/unreadable.js'
import { modelsInFolders } from './models/model-shelf.js'
import { openLocalPredictor, type PredictorLimits } from './predictor/local-predictor.js'
import { openLocalQueue } from './queue/local-queue.js'
import { findPredictorProgram, findWorkerProgram } from './queue/worker-program.js'
import { finishDeletions } from './resources/deletion/remove.js'
import { type Retention, SWEEP_INTERVAL, sweep } from './retention/sweep.js'
import { createDispatcher } from './webhooks/dispatcher.js'
import { openVaultFile } from './webhooks/vault.js'

export type ServeOptions = {
  /** Where all state lives. */
  data: string
  /** Folder whose sub-folders may be registered as models. */
  models: string
  /** Default 127.0.0.1: this machine only. */
  host?: string
  /** Default 8080; 0 takes any free port. */
  port?: number
  /** Jobs at a time; default 1. */
  slots?: number
  /** Most that workers keep of what they compute of data sets, as `10GiB` or 0; the worker's default when absent. */
  cacheBytes?: string
  /** By how much workers stand back behind the server, 0 to 19; default 10. */
  niceness?: number
  /** The worker program; default that of `@promptpost/gpu-jobs`. */
  worker?: string
  /** A module whose `handlers` replace the worker's own. */
  handlers?: string
  /** The program that answers synchronous predictions, or `off`; default that of `@promptpost/gpu-jobs`. */
  predictor?: string
  predictorLimits?: Partial<PredictorLimits>
  limits?: Partial<Limits>
  /** Requests a tenant may send. */
  quota?: RateQuota
  /** What a tenant may have. */
  allowance?: Partial<Allowance>
  /** Whose tokens are accepted beside the service's own. */
  oidc?: OidcSettings
  /** What goes by itself with time; nothing of what tenants made when absent. */
  retention?: Retention
  /** Lets webhooks into private networks, and over plain http to this machine. */
  webhooksToPrivate?: boolean
  /** Of all waits between tries of a webhook; 1 but in tests. */
  webhookTimeScale?: number
  /** Told in estimates. */
  price?: Price
  log?: (entry: Record<string, unknown>) => void
}

export type RunningServer = {
  url: string
  /** Stops listening, ends long polls, stops the workers. When it resolves no process of the service is left. */
  close(): Promise<void>
}

/** How often to look whether jobs have ended or webhooks are due, in milliseconds. */
const LOOK_INTERVAL = 500

/** Threads that write to the disk: while one waits for it, another goes on. */
const DISK_THREADS = 2

/** Time open requests have to end at shutdown, in milliseconds. */
const DRAIN = 5_000

const logToStderr = (entry: Record<string, unknown>): void =>
  void process.stderr.write(`${JSON.stringify({ time: new Date().toISOString(), ...entry })}\n`)

export const serve = async (options: ServeOptions): Promise<RunningServer> => {
  const { host = '127.0.0.1', port = 8080, log = logToStderr } = options
  const oidc = options.oidc && openOidc({ ...options.oidc, log })
  const store = await openDirectoryStore(options.data, { threads: DISK_THREADS })
  const jobs = openJobStore(store)
  const handlers = options.handlers === undefined ? [] : ['--handlers', options.handlers]
  const work = join(options.data, 'work')
  const computed = computedFolder(work)
  const cache = ['--cache', computed]
  if (options.cacheBytes !== undefined) cache.push('--cache-bytes', options.cacheBytes)
  const folders = ['--store', options.data, '--models', options.models, '--work', work]
  const queue = openLocalQueue({
    jobs,
    program: options.worker ?? findWorkerProgram(),
    arguments: [...folders, ...cache, ...handlers],
    work,
    sweep: async () => store.sweep?.(),
    ...(options.slots === undefined ? {} : { slots: options.slots }),
    ...(options.niceness === undefined ? {} : { niceness: options.niceness }),
    log,
  })
  const vault = await openVaultFile(join(options.data, 'webhook-key'))
  const reach = { toPrivate: options.webhooksToPrivate ?? false }
  const { webhookTimeScale: timeScale = 1 } = options
  const dispatcher = createDispatcher({ store, vault, reach, timeScale, log })
  let watch: Watch | undefined
  const predictor =
    options.predictor === 'off'
      ? undefined
      : openLocalPredictor({
          program: options.predictor ?? findPredictorProgram(),
          arguments: folders,
          limits: options.predictorLimits ?? {},
          log,
        })
  const closing = new AbortController()
  const services: Services = {
    store,
    jobs,
    queue,
    ...(predictor && { predictor }),
    forgetComputed: thing => forgetThing(computed, thing),
    models: modelsInFolders(options.models),
    streams: true,
    limits: { ...DEFAULT_LIMITS, ...options.limits },
    limiter: createRateLimiter(options.quota),
    allowances: createAllowances(
      { store, jobs },
      { ...DEFAULT_ALLOWANCE, ...options.allowance },
      Date.now,
      thisBoot(),
    ),
    ...(oidc ? { oidc } : {}),
    ...(options.price ? { price: options.price } : {}),
    webhooks: { vault, reach, nudge: () => watch?.nudge() },
    log,
    closing: closing.signal,
  }
  await finishDeletions(services)
  const app = createApp(services)
  const server = await new Promise<Server>((resolve, reject) => {
    const listener = listen({ fetch: app.fetch, hostname: host, port }, () => resolve(listener as Server))
    listener.once('error', reject)
    answerUnreadable(listener as Server)
  })
  await queue.start()
  const listeners = [
    (job: JobRecord) => countUsage(store, job),
    (job: JobRecord) => rememberRate(store, job),
    dispatcher.enqueue,
  ]
  const look = async (): Promise<void> => {
    await tellEnds(jobs, listeners, log)
    await dispatcher.startDue()
  }
  watch = every(LOOK_INTERVAL, () => look().catch(() => log({ level: 'error', event: 'look-failed' })))
  const tidy = async (): Promise<void> => {
    // What is left of jobs whose making broke off goes beside.
    await jobs.unfinished()
    await finishDeletions(services)
    await sweep(services, options.retention ?? {}, Date.now(), () => closing.signal.aborted)
  }
  const sweeper = every(SWEEP_INTERVAL, () =>
    tidy().catch(() => log({ level: 'error', event: 'sweep-failed' })),
  )
  const address = server.address()
  const actual = typeof address === 'object' && address ? address.port : port
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${actual}`,
    async close() {
      closing.abort()
      const drained = new Promise<void>(resolve => server.close(() => resolve()))
      // A connection that is kept alive turns idle only once its last answer is out.
      const idle = setInterval(() => server.closeIdleConnections(), 50)
      const cut = setTimeout(() => server.closeAllConnections(), DRAIN)
      await Promise.all([
        drained,
        queue.stop(),
        predictor?.stop(),
        sweeper.stop(),
        watch?.stop().then(() => dispatcher.stop()),
      ])
      clearInterval(idle)
      clearTimeout(cut)
      await store.close()
    },
  }
}
