/**
 * What stays of a deletion: a mark while it goes on, by which it can be finished, and a tombstone for good, so that a retry of the
 * request that made a thing cannot bring it back. Both hold identifiers and nothing else.
 * @module
 */
import { createJson, keyOf, type ObjectStore, readJson } from '@promptpost/base/store'
import type { ResourceName } from '../identifiers.js'

export type Mark = {
  collection: ResourceName
  job?: string
  /** With what it is deleted. */
  of?: string
}

const markKey = (tenant: string, id: string): string => keyOf({ tenant, collection: 'deletions', id })
const tombstoneKey = (tenant: string, id: string): string =>
  keyOf({ tenant, collection: 'idempotency', id: 'deleted', path: [`${id}.json`] })

/** From now on nothing new may name it. */
export const putMark = async (store: ObjectStore, tenant: string, id: string, mark: Mark): Promise<void> =>
  void (await createJson(store, markKey(tenant, id), mark))

export const readMark = async (store: ObjectStore, tenant: string, id: string): Promise<Mark | undefined> =>
  (await readJson<Mark>(store, markKey(tenant, id)))?.value

export const removeMark = async (store: ObjectStore, tenant: string, id: string): Promise<void> =>
  void (await store.delete(markKey(tenant, id)))

export const putTombstone = async (store: ObjectStore, tenant: string, id: string): Promise<void> =>
  void (await createJson(store, tombstoneKey(tenant, id), {}))

/** Whether it is gone for good, or certainly will be. */
export const hasTombstone = async (store: ObjectStore, tenant: string, id: string): Promise<boolean> =>
  (await store.head(tombstoneKey(tenant, id))) !== undefined

/** Whether something may be named by what is new: it is there and is not being deleted. */
export const isNameable = async (
  store: ObjectStore,
  tenant: string,
  collection: ResourceName,
  id: string,
): Promise<boolean> =>
  (await store.head(keyOf({ tenant, collection, id }))) !== undefined &&
  (await store.head(markKey(tenant, id))) === undefined
