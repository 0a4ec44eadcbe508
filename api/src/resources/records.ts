/**
 * What the store keeps of each resource, and finding it: first among the tenant's own, then, for clients, among what
 * providers issued to all of them.
 * @module
 */
import {
  createGroups,
  createJson,
  keyOf,
  type NewObject,
  objectsUnder,
  readJson,
} from '@promptpost/base/store'
import type { RequestContext } from '../http/environment.js'
import { notFound, Problem } from '../http/problem.js'
import type { Schemas } from '../http/validate.js'
import { hasTombstone, isNameable } from './deletion/marks.js'
import { type CollectionName, isIdentifier, type ResourceName } from './identifiers.js'

/** Without what follows from it. */
export type ModelRecord = Omit<Schemas['Model'], 'capabilities' | 'limits'>
export type DatasetRecord = Schemas['Dataset']
export type PromptRecord = Schemas['Prompt']
export type StudentRecord = {
  id: string
  model: string
  teacher: Schemas['Teacher']
  dataset: string
  layers: number
  license: string
  job: string
  created_at: string
}
/** Keeps the prompt's task, since the prompt may be deleted after. */
export type TransferRecord = Omit<Schemas['Transfer'], 'status' | 'files' | 'facts'> & {
  task: Schemas['Task']
}
export type PredictionRecord = Omit<Schemas['Prediction'], 'status' | 'results' | 'files'>

export type Records = {
  models: ModelRecord
  datasets: DatasetRecord
  prompts: PromptRecord
  students: StudentRecord
  transfers: TransferRecord
  predictions: PredictionRecord
}

/** A record and the tenant that owns it. */
export type Owned<N extends ResourceName> = { tenant: string; record: Records[N] }

const mayBorrow = (c: RequestContext): boolean => c.get('credential').role === 'client'

/** Whether the request also sees what others issued of the collection. */
export const isBorrowed = (c: RequestContext, collection: CollectionName): collection is ResourceName =>
  mayBorrow(c) && collection !== 'jobs' && collection !== 'webhooks' && collection !== 'uploads'

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

/** Something that a record names: whose it is, and where the request named it. */
export type Named = { collection: ResourceName; tenant: string; id: string; pointer: string }

/** Takes back a record that was just written, with its files. */
const takeBack = async (c: RequestContext, collection: ResourceName, id: string): Promise<void> => {
  const { store, allowances } = c.get('services')
  const { tenant } = c.get('credential')
  await store.delete(keyOf({ tenant, collection, id }))
  for await (const { key } of objectsUnder(store, `${keyOf({ tenant, collection })}/${id}/`))
    await store.delete(key)
  await allowances.release(tenant, { id })
}

/** What a request made has been deleted. */
export const deleted = (): Problem =>
  new Problem(409, 'deleted', 'What this request made has been deleted since.', {
    pointer: 'Idempotency-Key',
  })

/**
 * Writes a record once, after its files; a second time gives what is there. After it is written it is looked whether it, or what it names, is
 * being deleted: a deletion that begins later finds the record.
 *
 * @throws Problem 409 or 404 when that is so; then nothing is written
 */
export const save = async <N extends ResourceName>(
  c: RequestContext,
  collection: N,
  record: Records[N],
  named: readonly Named[] = [],
  files: readonly NewObject[] = [],
): Promise<Records[N]> => {
  const { store } = c.get('services')
  const { tenant } = c.get('credential')
  const key = keyOf({ tenant, collection, id: record.id })
  const made = await createGroups(store, [files, [{ key, data: JSON.stringify(record) }]])
  if (!made.at(-1)) return (await readJson<Records[N]>(store, key))?.value ?? record
  if (await hasTombstone(store, tenant, record.id)) {
    await takeBack(c, collection, record.id)
    throw deleted()
  }
  for (const { tenant: owner, collection: where, id, pointer } of named)
    if (!(await isNameable(store, owner, where, id))) {
      await takeBack(c, collection, record.id)
      throw notFound(pointer)
    }
  return record
}

/** Makes a record of this tenant readable for every client. */
export const issue = async (c: RequestContext, collection: ResourceName, id: string): Promise<void> => {
  const { store } = c.get('services')
  const { tenant } = c.get('credential')
  const entry = keyOf({ shared: 'catalogue', collection, id })
  await createJson(store, entry, { tenant })
  // It may have been deleted meanwhile.
  if (!(await store.head(keyOf({ tenant, collection, id })))) await store.delete(entry)
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
