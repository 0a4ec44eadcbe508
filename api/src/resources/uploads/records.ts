/**
 * What the store keeps of an upload in parts.
 *
 *     tenants/TENANT/uploads/ID/record.json            what it is to become, and which parts are here: changed by compare-and-swap
 *     tenants/TENANT/uploads/ID/parts/NUMBER-SHA256    the bytes of a part, an object of its own
 *     tenants/TENANT/uploads/ID/staged/…               texts of the data set that is being made, in no measure of what is kept
 *
 * A part is here when the record says so; its bytes are written before, under a name that they alone can have. So an object
 * that the record does not name is nobody's.
 * @module
 */
import { keyOf, newIdentifier, type ObjectStore, objectsUnder, readJson } from '@promptpost/base/store'
import type { RequestContext } from '../../http/environment.js'
import { notFound } from '../../http/problem.js'
import type { Schemas } from '../../http/validate.js'
import { isIdentifier, prefixOf } from '../identifiers.js'
import { compact } from '../job-view.js'

export type UploadRecord = Omit<Schemas['Upload'], 'part_count' | 'parts_received' | 'status' | 'dataset'> & {
  /** SHA-256 of those that are here, by number. */
  parts: Record<string, string>
  /** Reserved for the data set, from when it is first made. */
  made?: { id: string; createdAt: string }
  completed_at?: string
}

export const uploadKey = (tenant: string, id: string): string => keyOf({ tenant, collection: 'uploads', id })

export const partKey = (tenant: string, id: string, number: number, sha256: string): string =>
  keyOf({ tenant, collection: 'uploads', id, path: ['parts', `${number}-${sha256}`] })

/** A new place for texts on their way into a data set. */
export const stagingKey = (tenant: string, id: string): string =>
  keyOf({ tenant, collection: 'uploads', id, path: ['staged', newIdentifier(prefixOf('datasets'))] })

/** When uploads expire, in milliseconds after they were begun: one that broke off before a weekend goes on after it. */
export const UPLOAD_KEPT = 7 * 24 * 3_600_000

export const hasExpired = ({ expires_at }: Pick<UploadRecord, 'expires_at'>, now = Date.now()): boolean =>
  Date.parse(expires_at) <= now

/** @throws Problem 404 for what is absent, expired or another's, alike */
export const findUpload = async (c: RequestContext, id: string): Promise<UploadRecord> => {
  if (!isIdentifier('uploads', id)) throw notFound()
  const { tenant } = c.get('credential')
  const found = await readJson<UploadRecord>(c.get('services').store, uploadKey(tenant, id))
  if (!found || hasExpired(found.value)) throw notFound()
  return found.value
}

export const countParts = ({ bytes, part_bytes }: Pick<UploadRecord, 'bytes' | 'part_bytes'>): number =>
  Math.ceil(bytes / part_bytes)

/** Bytes that a part must have. */
export const sizeOfPart = (upload: UploadRecord, number: number): number =>
  Math.min(upload.part_bytes, upload.bytes - (number - 1) * upload.part_bytes)

export const viewUpload = ({ parts, made, completed_at, ...upload }: UploadRecord): Schemas['Upload'] =>
  compact({
    ...upload,
    part_count: countParts(upload),
    parts_received: Object.keys(parts).length,
    status: completed_at === undefined ? ('open' as const) : ('completed' as const),
    dataset: completed_at === undefined ? undefined : made?.id,
  })

export const viewWithParts = (upload: UploadRecord): Schemas['UploadWithParts'] => ({
  ...viewUpload(upload),
  // Keys that are whole numbers come in their order.
  parts: Object.entries(upload.parts).map(([number, sha256]) => ({
    number: Number(number),
    bytes: sizeOfPart(upload, Number(number)),
    sha256,
  })),
})

/** Removes all but the record. */
export const removeParts = async (store: ObjectStore, tenant: string, id: string): Promise<void> => {
  const record = uploadKey(tenant, id)
  for await (const { key } of objectsUnder(store, `${keyOf({ tenant, collection: 'uploads' })}/${id}/`))
    if (key !== record) await store.delete(key)
}
