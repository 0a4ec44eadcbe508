/**
 * One logical call as one or more requests: identity, idempotency key, timeout, retries, errors.
 * @module
 */
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { ConnectionError, ConnectionTimeoutError, errorOf, UserAbortError } from './errors.js'
import { redact } from './redact.js'
import { backoff, isRetryable, retryAfter } from './retry.js'

/** What one call may set for itself. */
export type CallOptions = {
  signal?: AbortSignal | undefined
  /** For each try, in milliseconds, until the answer begins; retries and waits come on top. */
  timeout?: number | undefined
  /** Tries after the first. */
  maxRetries?: number | undefined
  /** For a POST; by default each call makes its own and keeps it over its retries. */
  idempotencyKey?: string | undefined
}

/** One line about a request. Holds no header and no body. */
export type LogEntry = {
  method: string
  path: string
  attempt: number
  status?: number
  requestId?: string
  milliseconds: number
  error?: string
}

export type TransportOptions = {
  token: string
  timeout: number
  maxRetries: number
  log: ((entry: LogEntry) => void) | undefined
  fetch: typeof fetch
}

export type Send = (request: Request) => Promise<Response>

const AGENT = `promptpost/0.1.0 (node/${process.versions.node}; ${process.platform}-${process.arch})`

const messageOf = (error: unknown): string => {
  const cause = error instanceof Error ? error.cause : undefined
  return redact(
    cause instanceof Error ? cause.message : error instanceof Error ? error.message : String(error),
  )
}

/** @returns for each call's options, the function that sends its request and gives a 2xx answer or throws */
export const createTransport = (options: TransportOptions): ((call?: CallOptions) => Send) => {
  const once = async (request: Request, call: CallOptions, attempt: number): Promise<Response> => {
    const timer = new AbortController()
    const timeout = setTimeout(() => timer.abort(), call.timeout ?? options.timeout)
    const signals = [timer.signal, ...(call.signal ? [call.signal] : [])]
    const started = performance.now()
    const note = (extra: Partial<LogEntry>): void =>
      options.log?.({
        method: request.method,
        path: new URL(request.url).pathname,
        attempt,
        milliseconds: Math.round(performance.now() - started),
        ...extra,
      })
    try {
      const response = await options.fetch(request.clone(), {
        signal: AbortSignal.any(signals),
        redirect: 'error',
      })
      const requestId = response.headers.get('x-request-id')
      note({ status: response.status, ...(requestId ? { requestId } : {}) })
      return response
    } catch (error) {
      note({ error: messageOf(error) })
      if (call.signal?.aborted) throw new UserAbortError(call.signal.reason)
      if (timer.signal.aborted)
        throw new ConnectionTimeoutError(`no answer in ${call.timeout ?? options.timeout} ms`)
      throw new ConnectionError(`no connection to the service: ${messageOf(error)}`, error)
    } finally {
      clearTimeout(timeout)
    }
  }

  const pause = async (milliseconds: number, signal: AbortSignal | undefined): Promise<void> => {
    try {
      await sleep(milliseconds, undefined, signal ? { signal } : {})
    } catch {
      throw new UserAbortError(signal?.reason)
    }
  }

  return (call = {}) =>
    async request => {
      request.headers.set('authorization', `Bearer ${options.token}`)
      request.headers.set('user-agent', AGENT)
      if (request.method === 'POST' && !request.headers.has('idempotency-key'))
        request.headers.set('idempotency-key', call.idempotencyKey ?? randomUUID())
      const maxRetries = call.maxRetries ?? options.maxRetries
      for (let attempt = 0; ; attempt++) {
        if (call.signal?.aborted) throw new UserAbortError(call.signal.reason)
        if (attempt > 0) request.headers.set('x-retry-count', String(attempt))
        try {
          const response = await once(request, call, attempt)
          if (response.ok) return response
          if (attempt >= maxRetries || !isRetryable(response)) throw await errorOf(response)
          await response.body?.cancel()
          await pause(retryAfter(response.headers.get('retry-after')) ?? backoff(attempt), call.signal)
        } catch (error) {
          if (!(error instanceof ConnectionError) || attempt >= maxRetries) throw error
          await pause(backoff(attempt), call.signal)
        }
      }
    }
}
