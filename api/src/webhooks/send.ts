/**
 * One attempt to deliver: a POST that follows nowhere, waits a bounded time and reads a bounded answer.
 * @module
 */
import { type ClientRequest, request as overHttp } from 'node:http'
import { request as overHttps } from 'node:https'
import { guardedLookup, type Reach, RefusedAddress, readTarget } from './addresses.js'

export type Outcome =
  | { status: number; retryAfter?: string }
  /** A stable word for why there was no answer. */
  | { error: string }

export type Sending = {
  url: string
  headers: Record<string, string>
  body: string
  reach: Reach
  /** Time for all of it, in milliseconds. */
  timeout: number
  /** Gives up at once. */
  signal: AbortSignal
}

/** How much of an answer's body is read, in bytes, before the connection is cut; none of it is kept. */
const MOST_READ = 1 << 16

const errorWord = (error: unknown, timer: AbortSignal): string => {
  if (timer.aborted) return 'timeout'
  if (error instanceof RefusedAddress) return 'address-refused'
  const code = (error as NodeJS.ErrnoException).code
  if (code === undefined || !/^[A-Z0-9_]{1,64}$/.test(code)) return 'connection-failed'
  return code.toLowerCase().replaceAll('_', '-')
}

const answerOf = (call: ClientRequest, body: string): Promise<Outcome> =>
  new Promise((resolve, reject) => {
    let outcome: Outcome | undefined
    // The status is the answer: what becomes of the rest of it does not matter.
    const end = (): void => {
      if (outcome) resolve(outcome)
      else reject(new Error('the connection was closed'))
      call.destroy()
    }
    call.on('error', error => (outcome ? end() : reject(error)))
    call.on('close', end)
    call.on('response', response => {
      const retryAfter = response.headers['retry-after']
      outcome = {
        status: response.statusCode as number,
        ...(retryAfter === undefined ? {} : { retryAfter }),
      }
      let size = 0
      response.on('data', (chunk: Buffer) => {
        size += chunk.length
        if (size > MOST_READ) end()
      })
      response.on('end', end)
      response.on('error', end)
    })
    call.end(body)
  })

/** Never rejects: whatever goes wrong is an outcome. */
export const send = async ({ url, headers, body, reach, timeout, signal }: Sending): Promise<Outcome> => {
  const target = readTarget(url, reach)
  if ('problem' in target) return { error: 'address-refused' }
  const timer = AbortSignal.timeout(timeout)
  try {
    const request = target.url.protocol === 'https:' ? overHttps : overHttp
    const call = request(target.url, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
      // A connection each: none is taken over from a name that stood for another address.
      agent: false,
      lookup: guardedLookup(target.url, reach),
      signal: AbortSignal.any([timer, signal]),
    })
    return await answerOf(call, body)
  } catch (error) {
    return { error: errorWord(error, timer) }
  }
}
