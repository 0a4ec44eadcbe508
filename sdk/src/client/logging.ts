/**
 * What the client tells of its requests, to whom, and from which level on. Bodies are never told: they may hold private texts.
 * @module
 */
import { PromptPostError } from '@promptpost/base/errors'
import { readEnvironment } from './runtime.js'

/** `error`: calls that ended without an answer or with a 5xx. `warn`: tries that are made again. `info`: every answer. `debug`: headers too. */
export type LogLevel = 'off' | 'error' | 'warn' | 'info' | 'debug'

/** Facts about one try of a request. Holds no body; headers at `debug` only, with secrets taken out. */
export type LogEntry = {
  method: string
  /** Without the query. */
  path: string
  /** From 0. */
  attempt: number
  /** Until the answer began. */
  milliseconds: number
  status?: number
  requestId?: string
  /** Why no answer came. */
  error?: string
  /** Until the next try, in milliseconds. */
  retryIn?: number
  requestHeaders?: Record<string, string>
  responseHeaders?: Record<string, string>
}

/** Where it goes: `console`, pino and most loggers fit. */
export type Logger = Record<Exclude<LogLevel, 'off'>, (message: string, entry: LogEntry) => void>

export type Log = {
  /** Whether headers are to be collected. */
  readonly isDetailed: boolean
  write(level: Exclude<LogLevel, 'off'>, entry: LogEntry): void
}

const LEVELS: readonly LogLevel[] = ['off', 'error', 'warn', 'info', 'debug']

const isLevel = (text: string | undefined): text is LogLevel => LEVELS.includes(text as LogLevel)

/** To stderr, so that a program's output stays its own. */
const toConsole: Logger['info'] = (message, entry) => console.error(`promptpost: ${message}`, entry)

const CONSOLE: Logger = { error: toConsole, warn: toConsole, info: toConsole, debug: toConsole }

const messageOf = ({ method, path, status, error, retryIn, attempt }: LogEntry): string => {
  const outcome = status === undefined ? (error ?? 'no answer') : String(status)
  const again = retryIn === undefined ? '' : `; try ${attempt + 2} in ${Math.round(retryIn)} ms`
  return `${method} ${path}: ${outcome}${again}`
}

/**
 * @param level default PROMPTPOST_LOG, else `off`
 * @throws PromptPostError 'invalid-argument' for a level that is none
 */
export const createLog = (logger: Logger = CONSOLE, level = readEnvironment('PROMPTPOST_LOG')): Log => {
  const asked = level ?? 'off'
  if (!isLevel(asked))
    throw new PromptPostError('invalid-argument', 'is no level', {
      field: 'logLevel (or PROMPTPOST_LOG)',
      value: asked,
      next: `Use one of ${LEVELS.join(', ')}.`,
    })
  const most = LEVELS.indexOf(asked)
  return {
    isDetailed: asked === 'debug',
    write: (name, entry) => {
      if (LEVELS.indexOf(name) <= most) logger[name](messageOf(entry), entry)
    },
  }
}
