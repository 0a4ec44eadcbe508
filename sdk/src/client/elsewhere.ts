/**
 * Files that a service has its storage send: it gives an address that is good for some minutes, and needs no token.
 * @module
 */
import { ConnectionError } from './errors.js'

/** This machine, however it is written. */
export const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/

/**
 * Fetches what stands at the address that an answer gives. The token stays with the service, and the address, which opens the file
 * to everyone, out of every log and error.
 *
 * @throws ConnectionError where the address is not encrypted, or the storage refuses it: it may have expired, and a new one is asked for
 */
export const fromElsewhere = async (
  answer: Response,
  asked: Request,
  fetcher: typeof fetch,
  signal: AbortSignal,
): Promise<Response> => {
  await answer.body?.cancel()
  const address =
    URL.canParse(answer.headers.get('location') ?? '') && new URL(answer.headers.get('location')!)
  if (!address) throw new ConnectionError('the service gives no address for the file')
  if (address.protocol !== 'https:' && !(address.protocol === 'http:' && LOOPBACK.test(address.hostname)))
    throw new ConnectionError('the service gives an address for the file that is not encrypted')
  const range = asked.headers.get('range')
  const request = new Request(address, range === null ? {} : { headers: { range } })
  const found = await fetcher(request, { signal, redirect: 'manual' })
  if (found.ok) return found
  await found.body?.cancel()
  throw new ConnectionError(`the storage of the service answered ${found.status}`)
}
