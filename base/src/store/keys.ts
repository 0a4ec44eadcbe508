/**
 * Where everything stands in the store: one function builds every key, so a tenant's objects cannot be reached with
 * another tenant's name.
 *
 *     tenants/TENANT/COLLECTION/ID/…       what a tenant owns
 *     catalogue/COLLECTION/ID.json         which tenant issued what to all clients
 *     tokens/SHA256.json                   credentials, by the hash of their secret
 *     queue/JOB.json                       jobs not yet finished, oldest first
 *     ended/JOB.json                       jobs whose end has not been told yet
 *     rates/KIND.json                      how long the last jobs of a kind took
 *     weights/MODEL/FILE                   the provider's models, where they do not lie in a folder
 *     deliveries/TIME.WEBHOOK.MESSAGE.json what is to be sent when, soonest first
 * @module
 */
import { PromptPostError } from '../errors.js'
import { checkKey } from './object-store.js'

export type Collection =
  | 'models'
  | 'revisions'
  | 'datasets'
  | 'uploads'
  | 'students'
  | 'prompts'
  | 'transfers'
  | 'predictions'
  | 'jobs'
  | 'idempotency'
  | 'tokens'
  | 'audit'
  | 'allowance'
  | 'webhooks'
  | 'deletions'
  | 'usage'

/** Places outside tenants' folders; each entry says whose it is. */
export const SHARED_PLACES = ['catalogue', 'tokens', 'queue', 'ended', 'deliveries'] as const

export type Place =
  | { tenant: string; collection: Collection; id?: string; path?: readonly string[] }
  | { shared: 'catalogue'; collection: Collection; id?: string }
  | { shared: Exclude<(typeof SHARED_PLACES)[number], 'catalogue'> | 'rates'; id?: string }

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/

/** Tenant names: lower case, so that no two differ only where a file system sees no difference. */
export const TENANT = /^[a-z0-9][a-z0-9-]{0,62}$/

const checked = (pattern: RegExp, field: string, value: string): string => {
  if (!pattern.test(value))
    throw new PromptPostError('invalid-argument', 'is not a valid name', { field, value })
  return value
}

/** The key of a place. Without `id` (and `path`) it is the folder that holds the collection. */
export const keyOf = (place: Place): string => {
  if ('shared' in place) {
    const folder = place.shared === 'catalogue' ? `catalogue/${place.collection}` : place.shared
    return checkKey(place.id === undefined ? folder : `${folder}/${checked(NAME, 'id', place.id)}.json`)
  }
  const folder = `tenants/${checked(TENANT, 'tenant', place.tenant)}/${place.collection}`
  if (place.id === undefined) return checkKey(folder)
  const path = (place.path ?? ['record.json']).map(part => checked(NAME, 'path', part))
  return checkKey([folder, checked(NAME, 'id', place.id), ...path].join('/'))
}

/** The key of a file of a model, in a store that holds the models too. */
export const modelFileKey = (model: string, file: string): string =>
  checkKey(`${modelFolderKey(model)}/${checked(NAME, 'file', file)}`)

/** The folder of a model's files. */
export const modelFolderKey = (model: string): string => checkKey(`weights/${checked(NAME, 'model', model)}`)
