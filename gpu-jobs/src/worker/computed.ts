/**
 * What jobs compute of data sets, kept on this machine for the jobs that come after: where it lies, how large it may be, what goes.
 *
 * It lies under the data set's owner and name, so tenants share what is computed of the provider's texts and nothing of their own.
 * @module
 */
import { PromptPostError } from '@promptpost/base'
import {
  type ComputedCache,
  defaultCacheBytes,
  forgetGone,
  openComputedCache,
  readCacheBytes,
  type Thing,
} from '@promptpost/base/cache'
import { keyOf, type ObjectStore } from '@promptpost/base/store'

export type ComputedPlace = {
  /** Shared by all workers of the machine. */
  directory: string
  /** Most that it may hold; 0 for nothing. */
  bytes: number
}

/** Of a key in the store, whose and what it is. @throws PromptPostError 'internal' for a key of nobody */
const thingAt = (key: string): Thing => {
  const [, tenant, id] = /^tenants\/([^/]+)\/[a-z]+\/([^/]+)\//.exec(key) ?? []
  if (tenant !== undefined && id !== undefined) return { tenant, id }
  throw new PromptPostError('internal', 'is no tenant’s', { field: 'key', value: key })
}

/**
 * @param from key of the data set
 * @param owner key of what it is computed for, where that has a part in how the texts are read
 */
export const openComputed = (
  { directory, bytes }: ComputedPlace,
  from: string,
  owner?: string,
): ComputedCache | undefined =>
  bytes > 0
    ? openComputedCache({
        directory,
        bytes,
        of: thingAt(from),
        ...(owner === undefined ? {} : { owner: thingAt(owner) }),
      })
    : undefined

/** Where a thing stands that something was computed from or for, as far as a worker may look. */
const keyIn = ({ tenant, id }: Thing): string | undefined => {
  if (id.startsWith('dst_')) return keyOf({ tenant, collection: 'datasets', id, path: ['texts.jsonl'] })
  if (id.startsWith('pmt_')) return keyOf({ tenant, collection: 'prompts', id })
  if (id.startsWith('job_')) return keyOf({ tenant, collection: 'jobs', id })
  return undefined
}

/** Whether it is in the store; what cannot be named is not. */
export const isThere =
  (store: ObjectStore) =>
  async (thing: Thing): Promise<boolean> => {
    const key = keyIn(thing)
    return key !== undefined && (await store.head(key)) !== undefined
  }

/** On a machine that nobody tells of deletions: removes what is of things that are gone. Where that cannot be found out, nothing is used. */
const upToDate = async (place: ComputedPlace, store: ObjectStore): Promise<ComputedPlace> =>
  forgetGone(place.directory, isThere(store)).then(
    () => place,
    () => ({ ...place, bytes: 0 }),
  )

/**
 * @param size as it was told
 * @param isRemote whether the store is elsewhere, and with it those who delete
 */
export const placeComputed = async (
  { directory, size, isRemote }: { directory: string; size: string | undefined; isRemote: boolean },
  store: ObjectStore,
): Promise<ComputedPlace> => {
  const bytes = size === undefined ? await defaultCacheBytes(directory) : readCacheBytes(size)
  return isRemote ? upToDate({ directory, bytes }, store) : { directory, bytes }
}
