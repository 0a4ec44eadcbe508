/**
 * The server's command line; each flag may come from the environment instead (`--data` from PROMPTPOST_DATA).
 * @module
 */
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { PromptPostError } from '@promptpost/base'
import type { RateQuota } from './http/rate-limit.js'
import type { ServeOptions } from './serve.js'

export const USAGE = `usage: promptpost-server --data DIR --models DIR [--host 127.0.0.1] [--port 8080] [--slots 1] [--rate 6000/10] [--worker FILE] [--handlers FILE]
Every flag may be given as PROMPTPOST_DATA, PROMPTPOST_MODELS, ... instead. --port 0 takes any free port.`

const names = ['data', 'models', 'host', 'port', 'slots', 'rate', 'worker', 'handlers'] as const
type Name = (typeof names)[number]

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
    (values[name] as string | undefined) ?? (environment[`PROMPTPOST_${name.toUpperCase()}`] || undefined)
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
  const rate = given('rate')
  const worker = given('worker')
  const handlers = given('handlers')
  return {
    data: needed('data'),
    models: needed('models'),
    host: given('host') ?? '127.0.0.1',
    port: whole('port', 8080, 0, 65_535),
    slots: whole('slots', 1, 1, 64),
    ...(rate === undefined ? {} : { quota: quota(rate) }),
    ...(worker === undefined ? {} : { worker: resolve(worker) }),
    ...(handlers === undefined ? {} : { handlers: resolve(handlers) }),
  }
}
