/**
 * What the store keeps of each resource, and finding it: first among the tenant's own, then, for clients, among what
 * providers issued to all of them.
 * @module
 */
import { createJson, keyOf, readJson } from '@promptpost/base/store'
import type { RequestContext } from '../http/environment.js'
import { notFound } from '../http/problem.js'
import type { Schemas } from '../http/validate.js'

export type ModelRecord = Schemas['Model']
export type DatasetRecord = Schemas['Dataset']
export type PromptRecord = Schemas['Prompt']
export type StudentRecord = {
  id: string
  model: string
  dataset: string
  layers: number
  job: string
  created_at: string
}
/** Keeps the prompt's task, since the prompt may be deleted after. */
export type TransferRecord = Omit<Schemas['Transfer'], 'status' | 'facts'> & { task: Schemas['Task'] }
export type PredictionRecord = Omit<Schemas['Prediction'], 'status' | 'results'>

export type Records = {
  models: ModelRecord
  datasets: DatasetRecord
  prompts: PromptRecord
  students: StudentRecord
  transfers: TransferRecord
  predictions: PredictionRecord
}
export type ResourceName = keyof Records

const PREFIX: Record<ResourceName | 'jobs', string> = {
  models: 'mod',
  datasets: 'dst',
  prompts: 'pmt',
  students: 'stu',
  transfers: 'trf',
  predictions: 'prd',
  jobs: 'job',
}

/** The identifier prefix of a collection. */
export const prefixOf = (collection: ResourceName | 'jobs'): string => PREFIX[collection]

/** Whether a string could be an identifier of the collection; anything else is not found without a look. */
export const isIdentifier = (collection: ResourceName | 'jobs', id: string): boolean =>
  new RegExp(`^${PREFIX[collection]}_[0-9a-z]{26}$`).test(id)

/** A record and the tenant that owns it. */
export type Owned<N extends ResourceName> = { tenant: string; record: Records[N] }

const mayBorrow = (c: RequestContext): boolean => c.get('credential').role === 'client'

/**
 * @param pointer where the identifier came from, when that was a body
 * @throws Problem 404 for what is absent and for what is another's, alike
 */
export const find = async <N extends ResourceName>(
  c: RequestContext,
  collection: N,
  id: string,
  pointer?: string,
): Promise<Owned<N>> => {
  const { store } = c.get('services')
  const { tenant } = c.get('credential')
  if (!isIdentifier(collection, id)) throw notFound(pointer)
  const own = await readJson<Records[N]>(store, keyOf({ tenant, collection, id }))
  if (own) return { tenant, record: own.value }
  const issued = mayBorrow(c)
    ? await readJson<{ tenant: string }>(store, keyOf({ shared: 'catalogue', collection, id }))
    : undefined
  const record =
    issued && (await readJson<Records[N]>(store, keyOf({ tenant: issued.value.tenant, collection, id })))
  if (!issued || !record) throw notFound(pointer)
  return { tenant: issued.value.tenant, record: record.value }
}

/** Writes a record once; a second time gives what is there. */
export const save = async <N extends ResourceName>(
  c: RequestContext,
  collection: N,
  record: Records[N],
): Promise<Records[N]> => {
  const { store } = c.get('services')
  const key = keyOf({ tenant: c.get('credential').tenant, collection, id: record.id })
  if (await createJson(store, key, record)) return record
  return (await readJson<Records[N]>(store, key))?.value ?? record
}

/** Makes a record of this tenant readable for every client. */
export const issue = async (c: RequestContext, collection: ResourceName, id: string): Promise<void> => {
  const { tenant } = c.get('credential')
  await createJson(c.get('services').store, keyOf({ shared: 'catalogue', collection, id }), { tenant })
}

/** Up to `limit` identifiers after the cursor that this request may see, in order. */
const visibleIds = async (
  c: RequestContext,
  collection: ResourceName | 'jobs',
  after: string,
  limit: number,
): Promise<string[]> => {
  const { store } = c.get('services')
  const { tenant } = c.get('credential')
  const own = await store.listFolders(keyOf({ tenant, collection }), { cursor: after, limit })
  const ids = new Set(own.names)
  if (collection !== 'jobs' && mayBorrow(c)) {
    const cursor = after === '' ? '' : keyOf({ shared: 'catalogue', collection, id: after })
    const issued = await store.list(`${keyOf({ shared: 'catalogue', collection })}/`, { cursor, limit })
    for (const { key } of issued.objects) ids.add(key.slice(key.lastIndexOf('/') + 1, -'.json'.length))
  }
  return [...ids].sort().slice(0, limit)
}

/** The contract fills the limit in. */
export type PageQuery = { cursor?: string; limit?: number }

/** A page of a collection, oldest first. What `view` gives undefined for is left out. */
export const listPage = async <V>(
  c: RequestContext,
  { cursor = '', limit = 20 }: PageQuery,
  collection: ResourceName | 'jobs',
  view: (id: string) => Promise<V | undefined>,
): Promise<{ data: V[]; next_cursor: string | null }> => {
  const data: V[] = []
  let last = cursor
  for (;;) {
    const ids = await visibleIds(c, collection, last, limit + 1)
    for (const id of ids) {
      if (data.length === limit) return { data, next_cursor: last }
      const value = await view(id)
      if (value !== undefined) data.push(value)
      last = id
    }
    if (ids.length <= limit) return { data, next_cursor: null }
  }
}

/** The value, or undefined when the record went away or may not be seen: for lists. */
export const orLeftOut = async <V>(value: Promise<V>): Promise<V | undefined> => {
  try {
    return await value
  } catch (error) {
    if (error instanceof Error && 'status' in error && error.status === 404) return undefined
    throw error
  }
}
