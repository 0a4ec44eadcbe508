/**
 * One logical call as one or more requests: identity, idempotency key, timeout, retries, errors.
 * @module
 */
import { PromptPostError } from '@promptpost/base/errors'
import { fromElsewhere } from './elsewhere.js'
import { ConnectionError, ConnectionTimeoutError, errorOf, UserAbortError } from './errors.js'
import type { Log, LogEntry } from './logging.js'
import { redact, redactHeaders } from './redact.js'
import { askedDelay, backoff, isRetryable } from './retry.js'
import { eitherSignal, userAgent } from './runtime.js'
import type { Token } from './token.js'

/** What one call may set for itself. */
export type CallOptions = {
  /** Ends the call: its tries, the waits between them, and the reading of the answer. */
  signal?: AbortSignal | undefined
  /**
   * For each try, in milliseconds, until the answer is here (a file or a stream: until it begins); retries and the waits
   * between them come on top, so a call can take longer. Node's own fetch gives up after 300 000 ms without headers, and after
   * as long without a byte of the body, whatever is set here.
   */
  timeout?: number | undefined
  /** Tries after the first. */
  maxRetries?: number | undefined
  /** For a POST; by default each call makes its own and keeps it over its retries. */
  idempotencyKey?: string | undefined
}

/** What the calls of the SDK itself set beside. */
export type InnerOptions = CallOptions & {
  /** A file may stand elsewhere, at an address that needs no token. */
  isFile?: boolean
}

export type TransportOptions = {
  token: Token
  timeout: number
  maxRetries: number
  log: Log
  fetch: typeof fetch
}

export type Send = (request: Request) => Promise<Response>

const messageOf = (error: unknown): string => {
  const cause = error instanceof Error ? error.cause : undefined
  const text = cause instanceof Error ? cause.message : error instanceof Error ? error.message : String(error)
  return redact(text.replace(/\s+/g, ' ').trim())
}

/** @throws UserAbortError when the signal fires meanwhile */
export const pause = (milliseconds: number, signal: AbortSignal | undefined): Promise<void> =>
  new Promise((resolve, reject) => {
    const end = (): void => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', stop)
    }
    const stop = (): void => {
      end()
      reject(new UserAbortError(signal?.reason))
    }
    const timer = setTimeout(() => {
      end()
      resolve()
    }, milliseconds)
    if (signal?.aborted) stop()
    else signal?.addEventListener('abort', stop, { once: true })
  })

/** A redirect is not followed: the token is for the address it was given with. Not every runtime can refuse it by itself. */
const refuseRedirect = (response: Response): void => {
  const isRedirect = response.status >= 300 && response.status < 400 && response.status !== 304
  if (isRedirect || response.type === 'opaqueredirect')
    throw new ConnectionError('the service redirects elsewhere; give the address it has now as baseUrl')
}

type Tried = { response?: Response; error?: Error; entry: LogEntry }

/** An answer in JSON with its body here, so that one cut off on the way counts as no answer; others as they are, since they may be large. */
const arrived = async (response: Response): Promise<Response> => {
  if (!response.headers.get('content-type')?.includes('json')) return response
  const { status, statusText, headers } = response
  return new Response(await response.text(), { status, statusText, headers })
}

/** @returns for each call's options, the function that sends its request and gives a 2xx answer or throws */
export const createTransport = (options: TransportOptions): ((call?: InnerOptions) => Send) => {
  const { log } = options

  const once = async (request: Request, call: InnerOptions, attempt: number): Promise<Tried> => {
    const limit = call.timeout ?? options.timeout
    const timer = new AbortController()
    const timeout = setTimeout(() => timer.abort(), limit)
    const signals = [timer.signal, ...(call.signal ? [call.signal] : [])]
    const started = performance.now()
    const entryOf = (extra: Partial<LogEntry>): LogEntry => ({
      method: request.method,
      path: new URL(request.url).pathname,
      attempt,
      milliseconds: Math.round(performance.now() - started),
      ...(log.isDetailed && { requestHeaders: redactHeaders(request.headers) }),
      ...extra,
    })
    const over = eitherSignal(signals)
    let awaited = 'token'
    try {
      request.headers.set('authorization', `Bearer ${await options.token.read(over)}`)
      awaited = 'answer'
      let response = await options.fetch(request.clone(), { signal: over, redirect: 'manual' })
      const requestId = response.headers.get('x-request-id')
      if (call.isFile && response.status === 307)
        response = await fromElsewhere(response, request, options.fetch, over)
      refuseRedirect(response)
      const entry = entryOf({
        status: response.status,
        ...(requestId && { requestId }),
        ...(log.isDetailed && { responseHeaders: redactHeaders(response.headers) }),
      })
      return { response: await arrived(response), entry }
    } catch (cause) {
      if (call.signal?.aborted) throw new UserAbortError(call.signal.reason)
      if (awaited === 'token' && cause instanceof PromptPostError) {
        // What the caller's own function says of its failure is for the caller alone.
        log.write('error', entryOf({ error: 'there is no token' }))
        throw cause
      }
      const error = timer.signal.aborted
        ? new ConnectionTimeoutError(`no ${awaited} in ${limit} ms`)
        : cause instanceof ConnectionError
          ? cause
          : new ConnectionError(`no connection to ${new URL(request.url).origin}: ${messageOf(cause)}`, cause)
      return { error, entry: entryOf({ error: error.message }) }
    } finally {
      clearTimeout(timeout)
    }
  }

  /** How long to wait before the next try; undefined when there is none. */
  const nextIn = ({ response }: Tried, attempt: number, most: number): number | undefined => {
    if (attempt >= most) return undefined
    if (!response) return backoff(attempt)
    if (!isRetryable(response.status, response.headers)) return undefined
    return askedDelay(response.headers) ?? backoff(attempt)
  }

  return (call = {}) =>
    async request => {
      if (userAgent) request.headers.set('user-agent', userAgent)
      if (request.method === 'POST' && !request.headers.has('idempotency-key'))
        request.headers.set('idempotency-key', call.idempotencyKey ?? crypto.randomUUID())
      const maxRetries = call.maxRetries ?? options.maxRetries
      // A token that is refused may have expired on its way; the next one is tried once.
      let renewals = 0
      for (let attempt = 0; ; attempt++) {
        if (call.signal?.aborted) throw new UserAbortError(call.signal.reason)
        if (attempt > 0) request.headers.set('x-retry-count', String(attempt))
        const tried = await once(request, call, attempt)
        const { response, entry } = tried
        // A first try whose answer was lost may have deleted it.
        const isGone = request.method === 'DELETE' && attempt > renewals && response?.status === 404
        if (response?.ok || isGone) {
          log.write(log.isDetailed ? 'debug' : 'info', entry)
          return isGone ? new Response(null, { status: 204 }) : response!
        }
        const isRenewed = response?.status === 401 && options.token.canChange && renewals === 0
        if (isRenewed) renewals++
        const retryIn = isRenewed ? 0 : nextIn(tried, attempt - renewals, maxRetries)
        if (retryIn === undefined) {
          log.write(!response || response.status >= 500 ? 'error' : 'info', entry)
          throw response ? await errorOf(response) : tried.error
        }
        log.write('warn', { ...entry, retryIn })
        await response?.body?.cancel()
        await pause(retryIn, call.signal)
      }
    }
}

/** The answer is none of the contract's: something else answers there. */
export const foreignAnswer = (): ConnectionError =>
  new ConnectionError('the answer is not what was asked for: is baseUrl the address of a promptpost service?')

/**
 * Reads an answer's body.
 *
 * @throws UserAbortError when the caller aborted; ConnectionError when it broke off or is no JSON
 */
export const readJson = async <T>(response: Response, signal: AbortSignal | undefined): Promise<T> => {
  if (response.status === 204) return undefined as T
  let text: string
  try {
    text = await response.text()
  } catch (cause) {
    if (signal?.aborted) throw new UserAbortError(signal.reason)
    throw new ConnectionError(`the answer broke off: ${messageOf(cause)}`, cause)
  }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new ConnectionError('the answer is not JSON: is baseUrl the address of a promptpost service?')
  }
  // Whatever the service answers is an object.
  if (typeof value === 'object' && value !== null) return value as T
  throw foreignAnswer()
}
