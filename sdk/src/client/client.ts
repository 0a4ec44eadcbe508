/**
 * The client of the service.
 * @module
 */
import { PromptPostError } from '@promptpost/base/errors'
import { openConnection } from './connection.js'
import { LOOPBACK } from './elsewhere.js'
import { createLog, type Logger, type LogLevel } from './logging.js'
import { datasetsOf } from './resources/datasets.js'
import { jobsOf } from './resources/jobs.js'
import { modelsOf } from './resources/models.js'
import { predictionsOf } from './resources/predictions.js'
import { promptsOf } from './resources/prompts.js'
import { serviceOf } from './resources/service.js'
import { studentsOf } from './resources/students.js'
import { transfersOf } from './resources/transfers.js'
import { uploadsOf } from './resources/uploads.js'
import { usageOf } from './resources/usage.js'
import { webhooksOf } from './resources/webhooks.js'
import { readEnvironment } from './runtime.js'
import { createToken, type TokenSource } from './token.js'
import { createTransport } from './transport.js'

export type PromptPostOptions = {
  /** Where the service is, as `https://post.example.com`, without `/v1`; default PROMPTPOST_URL. */
  baseUrl?: string
  /**
   * The tenant's token, or a function that gives it or a promise of it; default PROMPTPOST_TOKEN. It is sent to `baseUrl` only, and never logged. A function is called before each
   * try of a request, so that it can give a token that lives for minutes, and should keep one for as long as it holds; when the
   * service refuses its token (401), it is called once more and the request is sent again. What it throws ends the call, with
   * PromptPostError 'unavailable'; what is no token, with 'invalid-argument'.
   */
  token?: TokenSource
  /**
   * For each try, in milliseconds, until the answer begins; default 60 000. Retries and the waits between them come on top, so
   * a call can take longer. Node's own fetch gives up after 300 000 ms without headers, and after as long without a byte of the
   * body, whatever is set here.
   */
  timeout?: number
  /** Tries after the first; default 2. Made after 408, 429, 5xx and where no answer came, never for what the service refused. */
  maxRetries?: number
  /** Told of requests from `logLevel` on; default the console, on stderr. */
  logger?: Logger
  /** Default PROMPTPOST_LOG, else `off`. Bodies and tokens are told at no level. */
  logLevel?: LogLevel
  /** Instead of the global fetch. */
  fetch?: typeof fetch
  /** Allows a token to go over plain HTTP to another machine. */
  allowPlainHttp?: boolean
}

const checkUrl = (text: string, allowPlainHttp: boolean): string => {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password || url.search || url.hash)
    throw new PromptPostError('invalid-argument', 'is not a plain http or https address', {
      field: 'baseUrl',
      // Not shown: what is wrong may be a password in it.
      next: 'Write it as https://post.example.com, with a path if it has one, and without user, query or fragment.',
    })
  if (url.protocol === 'http:' && !LOOPBACK.test(url.hostname) && !allowPlainHttp)
    throw new PromptPostError('invalid-argument', 'would send the token unencrypted', {
      field: 'baseUrl',
      next: 'Use https, or set allowPlainHttp if the network is yours.',
    })
  return url.href.replace(/\/+$/, '')
}

const missing = (field: string, variable: string): never => {
  throw new PromptPostError('invalid-argument', 'is missing', { field, next: `Give it, or set ${variable}.` })
}

const checkNumber = (field: string, value: number, isFit: boolean, must: string): number => {
  if (isFit) return value
  throw new PromptPostError('invalid-argument', `must be ${must}`, { field, value })
}

/**
 * The client of a service. Every method that asks it gives a promise of the data, which also gives the response
 * (`withResponse()`, `asResponse()`); lists are async iterables; errors are classes, one for each status.
 *
 * @example
 * const client = new PromptPost({ baseUrl: 'http://127.0.0.1:8080', token: process.env.PROMPTPOST_TOKEN! })
 * for await (const student of client.students.list()) console.log(student.id, student.model)
 * @example
 * // With the short-lived tokens of an issuer, kept until half a minute before they expire.
 * let kept = { access_token: '', expires_at: 0 }
 * const client = new PromptPost({
 *   baseUrl: 'http://127.0.0.1:8080',
 *   token: async () => {
 *     if (kept.expires_at < Date.now() + 30_000) {
 *       const response = await fetch('http://127.0.0.1:9090/token', { method: 'POST' })
 *       if (!response.ok) throw new Error(`the issuer answered ${response.status}`)
 *       const { access_token, expires_in } = (await response.json()) as { access_token: string; expires_in: number }
 *       kept = { access_token, expires_at: Date.now() + 1000 * expires_in }
 *     }
 *     return kept.access_token
 *   },
 * })
 * const { data } = await client.students.list()
 */
export class PromptPost {
  readonly models: ReturnType<typeof modelsOf>
  readonly datasets: ReturnType<typeof datasetsOf>
  readonly uploads: ReturnType<typeof uploadsOf>
  readonly students: ReturnType<typeof studentsOf>
  readonly prompts: ReturnType<typeof promptsOf>
  readonly transfers: ReturnType<typeof transfersOf>
  readonly predictions: ReturnType<typeof predictionsOf>
  readonly jobs: ReturnType<typeof jobsOf>
  readonly webhooks: ReturnType<typeof webhooksOf>
  readonly usage: ReturnType<typeof usageOf>
  readonly service: ReturnType<typeof serviceOf>

  /** @throws PromptPostError 'invalid-argument' naming the option that is missing or cannot be used */
  constructor(options: PromptPostOptions = {}) {
    const { timeout = 60_000, maxRetries = 2, allowPlainHttp = false } = options
    const address =
      options.baseUrl ?? readEnvironment('PROMPTPOST_URL') ?? missing('baseUrl', 'PROMPTPOST_URL')
    const token = options.token ?? readEnvironment('PROMPTPOST_TOKEN') ?? missing('token', 'PROMPTPOST_TOKEN')
    const transport = createTransport({
      token: createToken(token),
      timeout: checkNumber(
        'timeout',
        timeout,
        timeout > 0 && timeout < 2 ** 31,
        'from 1 to 2147483647 milliseconds',
      ),
      maxRetries: checkNumber(
        'maxRetries',
        maxRetries,
        Number.isInteger(maxRetries) && maxRetries >= 0,
        'a whole number, 0 or more',
      ),
      log: createLog(options.logger, options.logLevel),
      // Called as a plain function: browsers refuse it as a method of something else.
      fetch: options.fetch ?? ((input, init) => fetch(input, init)),
    })
    const connection = openConnection(checkUrl(address, allowPlainHttp), transport)
    this.models = modelsOf(connection)
    this.datasets = datasetsOf(connection)
    this.uploads = uploadsOf(connection)
    this.students = studentsOf(connection)
    this.prompts = promptsOf(connection)
    this.transfers = transfersOf(connection)
    this.predictions = predictionsOf(connection)
    this.jobs = jobsOf(connection)
    this.webhooks = webhooksOf(connection)
    this.usage = usageOf(connection)
    this.service = serviceOf(connection)
  }
}
