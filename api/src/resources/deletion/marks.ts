/**
 * What stays of a deletion: a mark while it goes on, by which it can be finished, and a tombstone for good, so that a retry of the
 * request that made a thing cannot bring it back. Both hold identifiers and times and nothing else.
 * @module
 */
import { createJson, keyOf, markKey, type ObjectStore } from '@promptpost/base/store'
import type { ResourceName } from '../identifiers.js'

const tombstoneKey = (tenant: string, id: string): string =>
  keyOf({ tenant, collection: 'idempotency', id: 'deleted', path: [`${id}.json`] })

export const removeMark = async (store: ObjectStore, tenant: string, id: string): Promise<void> =>
  void (await store.delete(markKey(tenant, id)))

export const putTombstone = async (store: ObjectStore, tenant: string, id: string): Promise<void> =>
  void (await createJson(store, tombstoneKey(tenant, id), {}))

/** Whether it is gone for good, or certainly will be. */
export const hasTombstone = async (store: ObjectStore, tenant: string, id: string): Promise<boolean> =>
  (await store.head(tombstoneKey(tenant, id))) !== undefined

/**
 * Whether something may be named by what is new: it is not being deleted and is there. Looked at in this order, since a mark goes last:
 * where it is gone because all is, so is the record.
 */
export const isNameable = async (
  store: ObjectStore,
  tenant: string,
  collection: ResourceName,
  id: string,
): Promise<boolean> =>
  (await store.head(markKey(tenant, id))) === undefined &&
  (await store.head(keyOf({ tenant, collection, id }))) !== undefined
