/**
 * Uploads: a large data set in parts, each sent by itself and again where it did not arrive. Only public texts go this way,
 * as by `POST /v1/datasets`.
 * @module
 */
import { createJson } from '@promptpost/base/store'
import { requireMatch } from '../../http/conditional.js'
import type { RequestContext } from '../../http/environment.js'
import { reserve } from '../../http/once.js'
import type { Handlers, Input } from '../../http/operations.js'
import { Problem } from '../../http/problem.js'
import { hasTombstone, putTombstone } from '../deletion/marks.js'
import { listPage } from '../pages.js'
import { deleted, orLeftOut } from '../records.js'
import { completeUpload } from './complete.js'
import { receivePart } from './parts.js'
import {
  countParts,
  findUpload,
  UPLOAD_KEPT,
  type UploadRecord,
  uploadKey,
  viewUpload,
  viewWithParts,
} from './records.js'
import { removeUpload } from './remove.js'

/** Their record must stay small, since every part changes it. */
const MOST_PARTS = 1000

const create = async (c: RequestContext, { body, digest }: Input<'createUpload'>): Promise<UploadRecord> => {
  const { store, limits } = c.get('services')
  const { tenant } = c.get('credential')
  const { bytes, part_bytes = limits.part } = body
  if (bytes > limits.dataset)
    throw new Problem(413, 'too-large', `A data set may have at most ${limits.dataset} bytes.`, {
      pointer: '/bytes',
    })
  if (part_bytes > limits.part)
    throw new Problem(422, 'part-too-large', `A part may have at most ${limits.part} bytes.`, {
      pointer: '/part_bytes',
    })
  if (countParts({ bytes, part_bytes }) > MOST_PARTS)
    throw new Problem(
      422,
      'too-many-parts',
      `At most ${MOST_PARTS} parts may come of it. Make them larger.`,
      {
        pointer: '/part_bytes',
      },
    )
  const { id, createdAt } = await reserve(c, { collection: 'uploads', bytes, startsJob: false }, digest)
  const record: UploadRecord = {
    id,
    ...body,
    part_bytes,
    parts: {},
    created_at: createdAt,
    expires_at: new Date(Date.parse(createdAt) + UPLOAD_KEPT).toISOString(),
  }
  if (!(await createJson(store, uploadKey(tenant, id), record))) return findUpload(c, id)
  if (!(await hasTombstone(store, tenant, id))) return record
  await removeUpload(c.get('services'), tenant, id)
  throw deleted()
}

export const uploads = {
  async createUpload(c, input) {
    const upload = await create(c, input)
    return { status: 201, body: viewWithParts(upload), headers: { location: `/v1/uploads/${upload.id}` } }
  },
  async listUploads(c, { query }) {
    const one = (id: string) => orLeftOut(findUpload(c, id).then(viewUpload))
    return { status: 200, body: await listPage(c, query, 'uploads', one) }
  },
  async getUpload(c, { path }) {
    return { status: 200, body: viewWithParts(await findUpload(c, path.id)) }
  },
  async deleteUpload(c, { path }) {
    const upload = await findUpload(c, path.id)
    requireMatch(c, viewWithParts(upload))
    const { tenant } = c.get('credential')
    await putTombstone(c.get('services').store, tenant, upload.id)
    await removeUpload(c.get('services'), tenant, upload.id)
    return { status: 204 }
  },
  async putUploadPart(c, { path }) {
    await receivePart(c, path.id, String(path.number))
    return { status: 204 }
  },
  async completeUpload(c, { path }) {
    const dataset = await completeUpload(c, path.id)
    return { status: 201, body: dataset, headers: { location: `/v1/datasets/${dataset.id}` } }
  },
} satisfies Partial<Handlers>
