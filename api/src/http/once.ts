/**
 * Idempotency-Key: the key reserves the identifiers of what a request creates, so doing it again makes the same thing.
 *
 * Nothing but the identifiers is kept. Every creating step is "create if absent" under those identifiers, so a request
 * that died half-way is finished by its retry, and two at the same time meet in one result.
 * @module
 */
import { sha256 } from '@promptpost/base'
import { createJson, keyOf, newIdentifier, readJson } from '@promptpost/base/store'
import type { RequestContext } from './environment.js'
import { Problem } from './problem.js'

export type Reservation = { id: string; job: string; createdAt: string }

const KEY = /^[\x20-\x7e]{1,255}$/

/**
 * @param prefix of the identifier of what is created
 * @param digest of the body
 * @throws Problem 422 when the key was used for another request
 */
export const reserve = async (c: RequestContext, prefix: string, digest: string): Promise<Reservation> => {
  const fresh = { id: newIdentifier(prefix), job: newIdentifier('job'), createdAt: new Date().toISOString() }
  const header = c.req.header('idempotency-key')
  if (header === undefined) return fresh
  if (!KEY.test(header))
    throw new Problem(400, 'invalid-parameter', 'The key is 1 to 255 printable ASCII characters.', {
      pointer: 'Idempotency-Key',
    })
  const { store } = c.get('services')
  const url = new URL(c.req.url)
  const request = sha256(
    `${c.req.method} ${url.pathname}${url.search}\n${c.req.header('content-type') ?? ''}\n${digest}`,
  )
  const { tenant } = c.get('credential')
  const key = keyOf({ tenant, collection: 'idempotency', id: sha256(header) })
  if (await createJson(store, key, { request, ...fresh })) return fresh
  const earlier = (await readJson<Reservation & { request: string }>(store, key))?.value
  if (earlier?.request !== request)
    throw new Problem(422, 'idempotency-key-reused', 'This key was used for another request.', {
      pointer: 'Idempotency-Key',
    })
  c.header('idempotent-replayed', 'true')
  return earlier
}
