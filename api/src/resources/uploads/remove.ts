/**
 * The end of uploads that were given up or have expired.
 * @module
 */
import { foldersUnder, keyOf, readJson } from '@promptpost/base/store'
import type { Services } from '../../http/environment.js'
import { hasExpired, removeParts, type UploadRecord, uploadKey } from './records.js'

type Remover = Pick<Services, 'store' | 'allowances'>

/** The record first: a part that comes at this moment finds none, and takes itself back. */
export const removeUpload = async (
  { store, allowances }: Remover,
  tenant: string,
  id: string,
): Promise<void> => {
  await store.delete(uploadKey(tenant, id))
  await removeParts(store, tenant, id)
  await allowances.release(tenant, { id })
}

/**
 * Removes what has expired, and bytes of parts that no record names any more.
 *
 * @param now milliseconds since 1970
 * @returns how many uploads were removed, and identifiers reserved for data sets of those that stay
 */
export const removeExpiredUploads = async (
  services: Remover,
  tenant: string,
  now: number,
  isStopped: () => boolean,
): Promise<{ removed: number; reserved: Set<string> }> => {
  const { store } = services
  const reserved = new Set<string>()
  let removed = 0
  for await (const id of foldersUnder(store, keyOf({ tenant, collection: 'uploads' }))) {
    if (isStopped()) break
    const upload = (await readJson<UploadRecord>(store, uploadKey(tenant, id)))?.value
    if (!upload || hasExpired(upload, now)) {
      await removeUpload(services, tenant, id)
      removed++
      continue
    }
    if (upload.made) reserved.add(upload.made.id)
    // A kill may have come between the end of an upload and that of its parts.
    if (upload.completed_at !== undefined) await removeParts(store, tenant, id)
  }
  return { removed, reserved }
}
