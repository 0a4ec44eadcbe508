/**
 * The worker's command line; each flag may come from the environment instead (`--job` from PROMPTPOST_JOB).
 * @module
 */
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { PromptPostError } from '@promptpost/base'
import type { Device } from '@promptpost/engine/runtime'
import { readFlags } from './flags.js'
import { isRemote } from './open-store.js'

export type WorkerOptions = {
  store: string
  tenant: string
  job: string
  models: string
  work: string
  /** `auto` is the first of cuda, webgpu and cpu that works. Default cpu. */
  device: Device
  /** A name its queue knows it by. */
  worker: string | undefined
  /** A module whose `handlers` replace the built-in ones. */
  handlers: string | undefined
}

export const USAGE = `usage: promptpost-worker --store DIR|s3://BUCKET --tenant NAME --job ID --models DIR [--work DIR] [--device cpu|cuda|webgpu|auto] [--worker NAME] [--handlers FILE]
Runs one job to its end. With a bucket, models come from it and --models is the folder to keep them in. Every flag may be given as PROMPTPOST_STORE, PROMPTPOST_TENANT, ... instead.`

const names = ['store', 'tenant', 'job', 'models', 'work', 'device', 'worker', 'handlers'] as const

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

/** @throws PromptPostError `invalid-argument` naming the flag */
export const readOptions = (argv: readonly string[], environment: NodeJS.ProcessEnv): WorkerOptions => {
  const { given, needed } = readFlags(names, argv, environment, USAGE)
  const location = needed('store')
  const store = isRemote(location) ? location : resolve(location)
  return {
    store,
    tenant: needed('tenant'),
    job: needed('job'),
    models: resolve(needed('models')),
    work: resolve(
      given('work') ?? (isRemote(location) ? join(tmpdir(), 'promptpost-work') : join(store, 'work')),
    ),
    device: readDevice(given('device')),
    worker: given('worker'),
    handlers: given('handlers'),
  }
}
