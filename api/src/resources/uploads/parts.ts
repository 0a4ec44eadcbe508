/**
 * Parts on their way in: what they must be is known before a byte is read, and what they are before they are kept.
 * @module
 */
import { createHash } from 'node:crypto'
import { updateJson } from '@promptpost/base/store'
import { streamBody } from '../../http/body.js'
import type { RequestContext } from '../../http/environment.js'
import { notFound, Problem } from '../../http/problem.js'
import { countParts, findUpload, partKey, sizeOfPart, type UploadRecord, uploadKey } from './records.js'

/** The body has not been read, and is not going to be. */
const UNREAD = { connection: 'close' }

const numberOf = (upload: UploadRecord, text: string): number => {
  const number = /^[1-9]\d{0,3}$/.test(text) ? Number(text) : 0
  if (number >= 1 && number <= countParts(upload)) return number
  throw new Problem(404, 'not-found', `It has the parts 1 to ${countParts(upload)}.`, {
    pointer: 'number',
    headers: UNREAD,
  })
}

/** The length is told beforehand, so that what does not fit costs nothing. */
const checkLength = (c: RequestContext, number: number, wanted: number): void => {
  const header = c.req.header('content-length')
  const details = { pointer: 'Content-Length', headers: UNREAD }
  if (header === undefined)
    throw new Problem(411, 'length-required', `Say how long the part is: ${wanted} bytes.`, details)
  if (Number(header) > wanted)
    throw new Problem(413, 'too-large', `Part ${number} has ${wanted} bytes, not more.`, details)
  if (Number(header) !== wanted)
    throw new Problem(422, 'wrong-length', `Part ${number} has ${wanted} bytes.`, details)
}

/** SHA-256 in hexadecimal out of a Content-Digest (RFC 9530), which may name other algorithms too. */
const digestOf = (c: RequestContext): string => {
  const members = (c.req.header('content-digest') ?? '').split(',')
  for (const member of members) {
    const [, base64] = /^\s*sha-256=:([A-Za-z0-9+/]{43}=):\s*$/.exec(member) ?? []
    if (base64 !== undefined) return Buffer.from(base64, 'base64').toString('hex')
  }
  const detail = 'Give the digest of the part, as sha-256=:BASE64:'
  throw new Problem(400, 'invalid-digest', detail, { pointer: 'Content-Digest', headers: UNREAD })
}

/** The bytes as they come, ending in a Problem where they are not those that were announced. */
async function* checked(
  chunks: AsyncIterable<Uint8Array>,
  bytes: number,
  sha256: string,
): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256')
  let size = 0
  for await (const chunk of chunks) {
    hash.update(chunk)
    size += chunk.length
    yield chunk
  }
  if (size === bytes && hash.digest('hex') === sha256) return
  const detail = 'What arrived does not have this digest. Send the part again.'
  // Something on the way changed it, most likely.
  const headers = { 'x-should-retry': 'true' }
  throw new Problem(422, 'digest-mismatch', detail, { pointer: 'Content-Digest', headers })
}

const refuse = (upload: UploadRecord, number: number, headers = {}): never => {
  const [code, detail] =
    upload.completed_at === undefined
      ? ['part-differs', `Part ${number} is here with other bytes. Delete the upload and begin anew.`]
      : ['completed', 'The upload is completed and takes no other parts.']
  throw new Problem(409, code, detail, { pointer: 'number', headers })
}

/** Keeps one part. @throws Problem naming what is wrong with it; then it is not kept */
export const receivePart = async (c: RequestContext, id: string, numberText: string): Promise<void> => {
  const { store } = c.get('services')
  const { tenant } = c.get('credential')
  const upload = await findUpload(c, id)
  const number = numberOf(upload, numberText)
  const size = sizeOfPart(upload, number)
  const sha256 = digestOf(c)
  checkLength(c, number, size)
  const here = upload.parts[number]
  if (here === undefined ? upload.completed_at !== undefined : here !== sha256) refuse(upload, number, UNREAD)
  const bytes = checked(streamBody(c, size), size, sha256)
  if (here !== undefined) {
    for await (const _ of bytes);
    return
  }
  const key = partKey(tenant, id, number, sha256)
  await store.put(key, bytes)
  const isTaken = (record: UploadRecord): boolean =>
    record.completed_at !== undefined || record.parts[number] !== undefined
  const added = await updateJson<UploadRecord>(store, uploadKey(tenant, id), record =>
    isTaken(record) ? undefined : { ...record, parts: { ...record.parts, [number]: sha256 } },
  )
  if (added) return
  // Another was first with this part, or the upload has gone or been completed meanwhile.
  const now = await findUpload(c, id).catch(() => undefined)
  const isSame = now?.parts[number] === sha256
  if (!isSame || now?.completed_at !== undefined) await store.delete(key)
  if (!now) throw notFound()
  if (!isSame) refuse(now, number)
}
