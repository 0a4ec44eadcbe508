/**
 * Idempotency-Key: the key reserves the identifiers of what a request creates, so doing it again makes the same thing.
 *
 * Nothing but the identifiers is kept. Every creating step is "create if absent" under those identifiers, so a request
 * that died half-way is finished by its retry, and two at the same time meet in one result.
 * @module
 */
import { sha256 } from '@promptpost/base'
import { createJson, keyOf, newIdentifier, readJson } from '@promptpost/base/store'
import { hasTombstone } from '../resources/deletion/marks.js'
import { type CountedName, prefixOf } from '../resources/identifiers.js'
import { deleted } from '../resources/records.js'
import { authenticateAgain } from './auth.js'
import type { RequestContext } from './environment.js'
import { Problem } from './problem.js'

export type Reservation = { id: string; job: string; createdAt: string }

const KEY = /^[\x20-\x7e]{1,255}$/

type Earlier = Reservation & { request: string }

/** What a request makes: where, how many bytes of it are kept, and whether a job makes the rest. */
export type Making = { collection: CountedName; bytes: number; startsJob: boolean }

/** Lets it into the tenant's allowance, unless it is there already: doing it again adds nothing. */
const admit = async (
  c: RequestContext,
  { id, job }: Reservation,
  { collection, bytes, startsJob }: Making,
): Promise<void> => {
  const { store, allowances } = c.get('services')
  const { tenant } = c.get('credential')
  // What is written last stands for the whole.
  const last = startsJob ? keyOf({ tenant, collection: 'jobs', id: job }) : keyOf({ tenant, collection, id })
  if (await store.head(last)) return
  await allowances.admit(tenant, { collection, id, bytes, ...(startsJob ? { job } : {}) })
}

/** @throws Problem 400 for a key that cannot be one, also where nothing comes under it */
export const checkKeyHeader = (c: RequestContext): void => {
  const header = c.req.header('idempotency-key')
  if (header !== undefined && !KEY.test(header))
    throw new Problem(400, 'invalid-parameter', 'The key is 1 to 255 printable ASCII characters.', {
      pointer: 'Idempotency-Key',
    })
}

const keyFor = (c: RequestContext, header: string): string =>
  keyOf({ tenant: c.get('credential').tenant, collection: 'idempotency', id: sha256(header) })

/** Whether the request comes under a key that has been used. */
export const isRepeated = async (c: RequestContext): Promise<boolean> => {
  const header = c.req.header('idempotency-key')
  return header !== undefined && (await c.get('services').store.head(keyFor(c, header))) !== undefined
}

/** What is done with the identifiers before they are handed out. */
export type Guard = {
  /** Lets what they stand for in; a second time nothing changes. */
  admit: (reservation: Reservation) => Promise<void>
  /** Says that it will not come. */
  release: (reservation: Reservation) => Promise<void>
}

const hold = async (
  c: RequestContext,
  prefix: string,
  digest: string,
  guard: Guard,
): Promise<Reservation> => {
  await authenticateAgain(c)
  const id = newIdentifier(prefix)
  const fresh = { id, job: newIdentifier('job'), createdAt: new Date().toISOString() }
  const header = c.req.header('idempotency-key')
  if (header === undefined) {
    await guard.admit(fresh)
    return fresh
  }
  const { store } = c.get('services')
  const url = new URL(c.req.url)
  const request = sha256(
    `${c.req.method} ${url.pathname}${url.search}\n${c.req.header('content-type') ?? ''}\n${digest}`,
  )
  const key = keyFor(c, header)
  if (!(await store.head(key))) {
    await guard.admit(fresh)
    if (await createJson(store, key, { request, ...fresh })) return fresh
    // The same request was first, under its own identifiers.
    await guard.release(fresh)
  }
  const earlier = (await readJson<Earlier>(store, key))?.value
  if (earlier?.request !== request)
    throw new Problem(422, 'idempotency-key-reused', 'This key was used for another request.', {
      pointer: 'Idempotency-Key',
    })
  if (await hasTombstone(store, c.get('credential').tenant, earlier.id)) throw deleted()
  await guard.admit(earlier)
  c.header('idempotent-replayed', 'true')
  return earlier
}

/**
 * @param digest of the body
 * @throws Problem 409 when what the request made was deleted, 422 when the key was used for another request, 429 when the tenant may not have more; then nothing is written
 */
export const reserve = (c: RequestContext, making: Making, digest: string): Promise<Reservation> =>
  hold(c, prefixOf(making.collection), digest, {
    admit: reservation => admit(c, reservation, making),
    release: reservation => c.get('services').allowances.release(c.get('credential').tenant, reservation),
  })

const NO_GUARD: Guard = { admit: async () => {}, release: async () => {} }

/**
 * The same for what does not count against the tenant's allowance.
 *
 * @param guard of what has a limit of its own
 */
export const reserveIdentifiers = (
  c: RequestContext,
  prefix: string,
  digest: string,
  guard = NO_GUARD,
): Promise<Reservation> => hold(c, prefix, digest, guard)
