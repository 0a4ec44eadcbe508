/**
 * The service as its contract has it, asked with the user's token. The token travels in one header and nowhere else.
 * @module
 */
import createClient, { type Client } from 'openapi-fetch'
import type { Paths } from 'promptpost/client'
import { RefusedError, refusalOf, UnreachableError } from './errors.js'

export type Api = {
  /** Typed calls; each throws RefusedError or UnreachableError unless it gives data. */
  client: Client<Paths>
  /** A GET whose body is read as it comes. */
  open: (path: string, headers: Record<string, string>, signal: AbortSignal) => Promise<Response>
}

/** Where the service is: beside the page, whatever stands before both in the path. */
export const serviceUrl = (): string => new URL('.', document.baseURI).href.replace(/\/$/, '')

/**
 * @param refused is told when the service does not know the token, or no longer
 */
export const createApi = (token: string, refused: (error: RefusedError) => void): Api => {
  const send = async (request: Request): Promise<Response> => {
    request.headers.set('authorization', `Bearer ${token}`)
    const response = await fetch(request, {
      cache: 'no-store',
      credentials: 'omit',
      redirect: 'error',
      referrerPolicy: 'no-referrer',
    }).catch((cause: unknown) => {
      if (request.signal.aborted) throw cause
      throw new UnreachableError(cause)
    })
    if (response.ok) return response
    const error = await refusalOf(response)
    if (error.status === 401) refused(error)
    throw error
  }
  const baseUrl = serviceUrl()
  return {
    client: createClient<Paths>({ baseUrl, fetch: send }),
    open: (path, headers, signal) => send(new Request(baseUrl + path, { headers, signal })),
  }
}

/** The data of a call, which has thrown for everything but 2xx. */
export const dataOf = async <T>(call: Promise<{ data?: T }>): Promise<T> => (await call).data as T

/** Whether asking again may help. */
export const isPassing = (error: unknown): boolean =>
  error instanceof UnreachableError ||
  (error instanceof RefusedError && (error.status >= 500 || error.status === 429 || error.status === 408))
