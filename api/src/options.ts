/**
 * The server's command line; each flag may come from the environment instead (`--data` from PROMPTPOST_DATA).
 * @module
 */
import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { PromptPostError } from '@promptpost/base'
import { readCacheBytes } from '@promptpost/base/cache'
import { type Allowance, DEFAULT_ALLOWANCE } from './http/allowance/index.js'
import type { RateQuota } from './http/rate-limit.js'
import type { ServeOptions } from './serve.js'
import { OIDC, PRICE, readOidc, readPrice, readRetention, type Source, variableOf } from './settings.js'

export const USAGE = `usage: promptpost-server --data DIR --models DIR [--host 127.0.0.1] [--port 8080] [--slots 1] [--worker-nice 10] [--cache-bytes 10GiB] [--rate 6000/10]
  [--max-jobs 200] [--max-resources 100000] [--max-bytes 100GiB] [--worker FILE] [--handlers FILE] [--predictor FILE|off]
  [--retention 30d] [--webhooks-to-private no] [--webhook-time-scale 1] [--price-per-hour 1.2 --currency USD]
  [--oidc-issuer URL --oidc-audience NAME [--oidc-tenant-claim tenant] [--oidc-role-claim role]]
Every flag may be given as PROMPTPOST_DATA, PROMPTPOST_MAX_JOBS, ... instead. --port 0 takes any free port. The three --max are of
each tenant: jobs that have not ended, things kept, bytes kept. --retention deletes predictions that long after their end. --worker-nice is by how much jobs stand back behind requests.
--cache-bytes is how much jobs keep on disk of what they compute of data sets, 0 for nothing; by default a tenth of what is free, 10 GiB at most.`

const NETWORK = ['host', 'port', 'rate'] as const
const ALLOWANCE = ['max-jobs', 'max-resources', 'max-bytes'] as const
const WEBHOOKS = ['webhooks-to-private', 'webhook-time-scale'] as const
const names = [
  'data',
  'models',
  'slots',
  'worker-nice',
  'cache-bytes',
  'worker',
  'handlers',
  'predictor',
  'retention',
  ...NETWORK,
  ...ALLOWANCE,
  ...WEBHOOKS,
  ...OIDC,
  ...PRICE,
] as const
type Name = (typeof names)[number]

const UNITS: Record<string, number> = { '': 1, KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30, TiB: 2 ** 40 }

const wrong = (field: string, message: string, value?: string): PromptPostError =>
  new PromptPostError('invalid-argument', message, {
    field,
    next: USAGE,
    ...(value === undefined ? {} : { value }),
  })

/** @throws PromptPostError `invalid-argument` naming the flag */
export const readOptions = (argv: readonly string[], environment: NodeJS.ProcessEnv): ServeOptions => {
  let values: Record<string, unknown>
  try {
    const options = Object.fromEntries(names.map(name => [name, { type: 'string' as const }]))
    values = parseArgs({ args: [...argv], options }).values
  } catch (error) {
    throw wrong('command line', (error as Error).message)
  }
  const given = (name: Name): string | undefined =>
    (values[name] as string | undefined) ?? (environment[variableOf(name)] || undefined)
  const needed = (name: Name): string => {
    const value = given(name)
    if (value === undefined) throw wrong(`--${name}`, 'is missing')
    return resolve(value)
  }
  const whole = (name: Name, fallback: number, low: number, high: number): number => {
    const text = given(name)
    const value = text === undefined ? fallback : Number(text)
    if (!Number.isInteger(value) || value < low || value > high)
      throw wrong(`--${name}`, `must be a whole number from ${low} to ${high}`, text)
    return value
  }
  const quota = (text: string): RateQuota => {
    const [, requests, window] = /^([1-9]\d{0,8})\/([1-9]\d{0,4})$/.exec(text) ?? []
    if (requests === undefined) throw wrong('--rate', 'must be REQUESTS/SECONDS, as 6000/10', text)
    return { requests: Number(requests), window: Number(window) }
  }
  const bytes = (text: string): number => {
    const [, count = '', unit = ''] = /^([1-9]\d{0,11})(|[KMGT]iB)$/.exec(text) ?? []
    const value = Number(count) * (UNITS[unit] ?? 0)
    if (value > 0 && Number.isSafeInteger(value)) return value
    throw wrong('--max-bytes', 'must be a number of bytes, as 500000000, 512MiB or 100GiB', text)
  }
  const yes = (name: Name): boolean => {
    const value = given(name)
    if (value === undefined || value === 'no') return false
    if (value !== 'yes') throw wrong(`--${name}`, 'must be yes or no', value)
    return true
  }
  const scale = (name: Name): number => {
    const value = Number(given(name) ?? 1)
    if (value > 0 && value <= 1) return value
    throw wrong(`--${name}`, 'must be above 0, at most 1', given(name))
  }
  const program = (name: Name): string | undefined => {
    const value = given(name)
    if (value === undefined) return undefined
    if (statSync(value, { throwIfNoEntry: false })?.isFile()) return resolve(value)
    throw wrong(`--${name}`, 'is not a file', value)
  }
  const maxBytes = given('max-bytes')
  const allowance: Allowance = {
    jobs: whole('max-jobs', DEFAULT_ALLOWANCE.jobs, 1, 10_000),
    resources: whole('max-resources', DEFAULT_ALLOWANCE.resources, 1, 10_000_000),
    bytes: maxBytes === undefined ? DEFAULT_ALLOWANCE.bytes : bytes(maxBytes),
  }
  const nameOf = (name: Name): string => `--${name}`
  const source: Source = {
    given,
    nameOf,
    wrong: (name, message, value) => wrong(nameOf(name), message, value),
  }
  const rate = given('rate')
  const issuer = readOidc(source)
  const asked = readPrice(source)
  const retention = readRetention(source)
  const cacheBytes = given('cache-bytes')
  if (cacheBytes !== undefined) readCacheBytes(cacheBytes)
  const worker = program('worker')
  const handlers = program('handlers')
  const predictor = given('predictor') === 'off' ? 'off' : program('predictor')
  return {
    data: needed('data'),
    models: needed('models'),
    host: given('host') ?? '127.0.0.1',
    port: whole('port', 8080, 0, 65_535),
    slots: whole('slots', 1, 1, 64),
    niceness: whole('worker-nice', 10, 0, 19),
    allowance,
    ...(cacheBytes === undefined ? {} : { cacheBytes }),
    ...(retention === undefined ? {} : { retention }),
    ...(asked ? { price: asked } : {}),
    webhooksToPrivate: yes('webhooks-to-private'),
    webhookTimeScale: scale('webhook-time-scale'),
    ...(issuer === undefined ? {} : { oidc: issuer }),
    ...(rate === undefined ? {} : { quota: quota(rate) }),
    ...(worker === undefined ? {} : { worker }),
    ...(handlers === undefined ? {} : { handlers }),
    ...(predictor === undefined ? {} : { predictor }),
  }
}
