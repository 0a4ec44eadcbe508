/**
 * From parts to a data set. It may break off anywhere: asked again, it makes the same one.
 * @module
 */
import { createHash } from 'node:crypto'
import { keyOf, newIdentifier, readJson, updateJson } from '@promptpost/base/store'
import type { RequestContext } from '../../http/environment.js'
import { notFound, Problem } from '../../http/problem.js'
import { hasTombstone } from '../deletion/marks.js'
import { prefixOf } from '../identifiers.js'
import { type DatasetRecord, deleted, issue } from '../records.js'
import { storeDataset } from '../store-dataset.js'
import { refuseLine, TEXT_LIMIT, toJsonLines } from '../text-lines.js'
import { createTextStatistics } from '../text-statistics.js'
import {
  countParts,
  findUpload,
  partKey,
  removeParts,
  sizeOfPart,
  stagingKey,
  type UploadRecord,
  uploadKey,
} from './records.js'

const FORMAT = { 'text/plain': 'plain', 'application/x-ndjson': 'ndjson' } as const

const numbersOf = (upload: UploadRecord): number[] =>
  Array.from({ length: countParts(upload) }, (_, i) => i + 1)

const checkComplete = (upload: UploadRecord): void => {
  const missing = numbersOf(upload).filter(number => upload.parts[number] === undefined)
  if (missing.length === 0) return
  const detail = `${missing.length} of ${countParts(upload)} parts are not here, the first of them part ${missing[0]}. Send them.`
  throw new Problem(409, 'parts-missing', detail)
}

/** A part whose bytes are gone although the record names it, as a disk may lose them, can be sent again. */
const forgetPart = async (c: RequestContext, id: string, number: number): Promise<never> => {
  const { tenant } = c.get('credential')
  await updateJson<UploadRecord>(c.get('services').store, uploadKey(tenant, id), record => {
    const { [number]: _lost, ...parts } = record.parts
    return record.completed_at === undefined ? { ...record, parts } : undefined
  })
  throw new Problem(409, 'parts-missing', `Part ${number} is not here any more. Send it again.`)
}

/** All bytes in their order, ending in a Problem where they are not those that were announced. */
async function* bytesOf(c: RequestContext, upload: UploadRecord): AsyncGenerator<Uint8Array> {
  const { tenant } = c.get('credential')
  const hash = createHash('sha256')
  for (const number of numbersOf(upload)) {
    const key = partKey(tenant, upload.id, number, upload.parts[number] as string)
    const chunks = await c.get('services').store.getRange(key, 0, sizeOfPart(upload, number))
    if (!chunks) return forgetPart(c, upload.id, number)
    for await (const chunk of chunks) {
      hash.update(chunk)
      yield chunk
    }
  }
  if (hash.digest('hex') === upload.sha256) return
  const detail = 'The parts together do not have this digest. Delete the upload and begin anew.'
  throw new Problem(422, 'digest-mismatch', detail, { pointer: '/sha256' })
}

/** The identifier of the data set, the same for all who complete this upload, and its place in the tenant's allowance. */
const reserve = async (c: RequestContext, upload: UploadRecord, bytes: number) => {
  const { store, allowances } = c.get('services')
  const { tenant } = c.get('credential')
  const fresh = { id: newIdentifier(prefixOf('datasets')), createdAt: new Date().toISOString() }
  await updateJson<UploadRecord>(store, uploadKey(tenant, upload.id), record =>
    record.made ? undefined : { ...record, made: fresh },
  )
  const { made } = await findUpload(c, upload.id)
  if (!made) throw notFound()
  const { id } = made
  if (await hasTombstone(store, tenant, id)) throw deleted()
  if (!(await store.head(keyOf({ tenant, collection: 'datasets', id }))))
    await allowances.admit(tenant, { collection: 'datasets', id, bytes, replaces: upload.bytes })
  return made
}

const finish = async (c: RequestContext, { id }: UploadRecord): Promise<void> => {
  const { store, allowances } = c.get('services')
  const { tenant } = c.get('credential')
  await updateJson<UploadRecord>(store, uploadKey(tenant, id), record =>
    record.completed_at === undefined ? { ...record, completed_at: new Date().toISOString() } : undefined,
  )
  await removeParts(store, tenant, id)
  await allowances.release(tenant, { id })
}

/** What an earlier request made, of which this one may not know. */
const madeBefore = async (c: RequestContext, upload: UploadRecord): Promise<DatasetRecord | undefined> => {
  if (!upload.made) return undefined
  const { store } = c.get('services')
  const { tenant, role } = c.get('credential')
  const { id } = upload.made
  const found = (await readJson<DatasetRecord>(store, keyOf({ tenant, collection: 'datasets', id })))?.value
  if (found && found.purpose === 'public' && role === 'provider') await issue(c, 'datasets', id)
  if (!found && upload.completed_at !== undefined) throw deleted()
  return found
}

const make = async (c: RequestContext, upload: UploadRecord): Promise<DatasetRecord> => {
  const { allowances } = c.get('services')
  const { tenant } = c.get('credential')
  checkComplete(upload)
  const statistics = createTextStatistics(TEXT_LIMIT)
  const events = { onText: statistics.add, onProblem: refuseLine }
  const lines = toJsonLines(bytesOf(c, upload), FORMAT[upload.content_type], events)
  return storeDataset(c, upload, lines, statistics, {
    staging: stagingKey(tenant, upload.id),
    room: async () => (await allowances.room(tenant, 0)) + upload.bytes,
    reserve: bytes => reserve(c, upload, bytes),
  })
}

/** @throws Problem where parts are missing, or what `POST /v1/datasets` would throw */
export const completeUpload = async (c: RequestContext, id: string): Promise<DatasetRecord> => {
  const upload = await findUpload(c, id)
  const before = await madeBefore(c, upload)
  const dataset =
    before ??
    (await make(c, upload).catch(async error => {
      // Another may have completed it meanwhile, and taken the parts away.
      const now = await findUpload(c, id)
      const made = now.completed_at === undefined ? undefined : await madeBefore(c, now)
      if (!made) throw error
      return made
    }))
  await finish(c, upload)
  return dataset
}
