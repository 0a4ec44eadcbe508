#!/usr/bin/env node
/**
 * The worker program: `node gpu-jobs/dist/main.js --store DIR --tenant NAME --job ID --models DIR`.
 *
 * SIGTERM, SIGINT and the loss of a parent that spoke over IPC mean: checkpoint, give the job back, exit 75.
 * @module
 */
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { PromptPostError } from '@promptpost/base'
import { handlers as builtIn } from './handlers/index.js'
import { openModelCache, providersFolder } from './models/index.js'
import { placeComputed } from './worker/computed.js'
import { EXIT, type ExitCode } from './worker/exit-codes.js'
import { traceOf } from './worker/failure.js'
import type { JobHandlers } from './worker/handler.js'
import { openStore } from './worker/open-store.js'
import { readOptions } from './worker/options.js'
import { runWork } from './worker/run-work.js'

/** Time to save and leave after the parent is gone, in milliseconds. A parent that lives decides itself. */
const GRACE = 10_000

const log = (line: string): void => void process.stderr.write(`${line}\n`)

/** What Batch calls this attempt; the adapter of its queue knows it by the same name. */
const batchWorker = ({ AWS_BATCH_JOB_ID, AWS_BATCH_JOB_ATTEMPT }: NodeJS.ProcessEnv): string | undefined =>
  AWS_BATCH_JOB_ID && AWS_BATCH_JOB_ATTEMPT && `${AWS_BATCH_JOB_ID}.${AWS_BATCH_JOB_ATTEMPT}`

const loadHandlers = async (path: string | undefined): Promise<JobHandlers> => {
  if (path === undefined) return builtIn
  const module = (await import(pathToFileURL(resolve(path)).href)) as { handlers?: Partial<JobHandlers> }
  if (typeof module.handlers !== 'object')
    throw new PromptPostError('invalid-argument', 'must export `handlers`', {
      field: '--handlers',
      value: path,
    })
  return { ...builtIn, ...module.handlers }
}

const main = async (): Promise<ExitCode> => {
  const interrupt = new AbortController()
  let check: () => void = () => {}
  process.on('SIGTERM', () => interrupt.abort())
  process.on('SIGINT', () => interrupt.abort())
  process.on('disconnect', () => {
    interrupt.abort()
    setTimeout(() => process.exit(EXIT.interrupted), GRACE).unref()
  })
  // Whoever started it may have gone before it could listen.
  if (process.send !== undefined && !process.connected) interrupt.abort()
  process.on('message', () => check())
  const options = readOptions(process.argv.slice(2), process.env)
  const { store, directory } = await openStore(options.store)
  const isRemote = directory === undefined
  const worker = options.worker ?? batchWorker(process.env)
  return runWork({
    store,
    isRemote,
    name: {
      tenant: options.tenant,
      id: options.job,
      ...(options.shard === undefined ? {} : { shard: options.shard }),
    },
    handlers: await loadHandlers(options.handlers),
    models: isRemote ? openModelCache(store, options.models) : providersFolder(options.models),
    workRoot: options.work,
    computed: await placeComputed({ directory: options.cache, size: options.cacheBytes, isRemote }, store),
    device: options.device,
    weights: options.weights,
    memory: options.memory,
    ...(worker ? { worker } : {}),
    interrupt: interrupt.signal,
    onNudge: nudge => {
      check = nudge
    },
    log,
  })
}

main().then(
  code => process.exit(code),
  error => {
    log(traceOf(error))
    process.exit(
      error instanceof PromptPostError && error.code === 'invalid-argument' ? EXIT.usage : EXIT.broken,
    )
  },
)
