/**
 * The worker's command line; each flag may come from the environment instead (`--job` from PROMPTPOST_JOB).
 * @module
 */
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { PromptPostError, readSize } from '@promptpost/base'
import { computedFolder, readCacheBytes } from '@promptpost/base/cache'
import type { Device } from '@promptpost/engine/runtime'
import { readFlags } from './flags.js'
import { isRemote } from './open-store.js'

export type WorkerOptions = {
  store: string
  tenant: string
  job: string
  /** Which shard of the job; the job itself where left out. */
  shard: number | undefined
  models: string
  work: string
  /** Where what jobs compute of data sets is kept for others. */
  cache: string
  /** Most that is kept, as `10GiB` or 0; a tenth of the free disk, 10 GiB at most, where left out. */
  cacheBytes: string | undefined
  /** `auto` is the first of cuda, webgpu and cpu that works. Default cpu. */
  device: Device
  /** `int8`: frozen matrices of a transfer's steps in eight bits, where it computes on the cpu. */
  weights: 'int8' | undefined
  /** Bytes that a transfer's step may take of its device's memory, or of the process's on the cpu; its batch where left out. */
  memory: number | undefined
  /** A name its queue knows it by. */
  worker: string | undefined
  /** A module whose `handlers` replace the built-in ones. */
  handlers: string | undefined
}

export const USAGE = `usage: promptpost-worker --store DIR|s3://BUCKET --tenant NAME --job ID [--shard N] --models DIR [--work DIR] [--cache DIR] [--cache-bytes 10GiB] [--device cpu|cuda|webgpu|auto] [--weights int8] [--memory 23GB] [--worker NAME] [--handlers FILE]
Runs one job, or one shard of it, to its end. With a bucket, models come from it and --models is the folder to keep them in. The shard may also come from AWS_BATCH_JOB_ARRAY_INDEX. Every flag may be given as PROMPTPOST_STORE, PROMPTPOST_TENANT, ... instead.`

const names = [
  'store',
  'tenant',
  'job',
  'shard',
  'models',
  'work',
  'cache',
  'cache-bytes',
  'device',
  'weights',
  'memory',
  'worker',
  'handlers',
] as const

/** @throws PromptPostError `invalid-argument` for what is no number from 0 */
const readShard = (given: string | undefined): number | undefined => {
  if (given === undefined) return undefined
  if (/^\d{1,4}$/.test(given)) return Number(given)
  throw new PromptPostError('invalid-argument', 'is not a whole number from 0', {
    field: '--shard',
    value: given,
    next: USAGE,
  })
}

/** As the engine has them, which is loaded when there is work for it. */
const DEVICES: readonly Device[] = ['cpu', 'cuda', 'webgpu', 'auto']

const readDevice = (given = 'cpu'): Device => {
  const device = DEVICES.find(name => name === given)
  if (device) return device
  throw new PromptPostError('invalid-argument', `is none of ${DEVICES.join(', ')}`, {
    field: '--device',
    value: given,
    next: USAGE,
  })
}

const readWeights = (given: string | undefined): 'int8' | undefined => {
  if (given === undefined || given === 'int8') return given
  throw new PromptPostError('invalid-argument', 'is not int8', {
    field: '--weights',
    value: given,
    next: `Leave it out for weights as they are. ${USAGE}`,
  })
}

const readMemory = (given: string | undefined): number | undefined =>
  given === undefined ? undefined : readSize('--memory', given)

/** @throws PromptPostError `invalid-argument` naming the flag */
export const readOptions = (argv: readonly string[], environment: NodeJS.ProcessEnv): WorkerOptions => {
  const { given, needed } = readFlags(names, argv, environment, USAGE)
  const location = needed('store')
  const store = isRemote(location) ? location : resolve(location)
  const work = resolve(
    given('work') ?? (isRemote(location) ? join(tmpdir(), 'promptpost-work') : join(store, 'work')),
  )
  const cacheBytes = given('cache-bytes')
  if (cacheBytes !== undefined) readCacheBytes(cacheBytes)
  return {
    store,
    tenant: needed('tenant'),
    job: needed('job'),
    shard: readShard(given('shard') ?? (environment.AWS_BATCH_JOB_ARRAY_INDEX || undefined)),
    models: resolve(needed('models')),
    work,
    cache: resolve(given('cache') ?? computedFolder(work)),
    cacheBytes,
    device: readDevice(given('device')),
    weights: readWeights(given('weights')),
    memory: readMemory(given('memory')),
    worker: given('worker'),
    handlers: given('handlers'),
  }
}
