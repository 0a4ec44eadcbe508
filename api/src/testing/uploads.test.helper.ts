/**
 * Uploads in parts as a plain HTTP client makes them.
 * @module
 */
import { sha256 } from '@promptpost/base'
import type { Answer, Call } from './server.test.helper.js'

export const PART = 65_536

/** Texts of about so many bytes, one a line, no two alike. */
export const linesOf = (bytes: number): Buffer => {
  let text = ''
  for (let i = 0; text.length < bytes; i++) text += `text ${i} ${'word '.repeat(i % 40)}\n`
  return Buffer.from(text)
}

export const announce = (contents: Uint8Array, more: object = {}) => ({
  kind: 'dataset',
  name: 'large',
  purpose: 'public',
  content_type: 'text/plain',
  bytes: contents.length,
  sha256: sha256(contents),
  part_bytes: PART,
  ...more,
})

export const contentDigest = (bytes: Uint8Array): string =>
  `sha-256=:${Buffer.from(sha256(bytes), 'hex').toString('base64')}:`

export const partsOf = (contents: Uint8Array): Uint8Array[] =>
  Array.from({ length: Math.ceil(contents.length / PART) }, (_, i) =>
    contents.subarray(i * PART, (i + 1) * PART),
  )

/** Sends one part, by its number from 1. */
export const putPart = (
  call: Call,
  id: string,
  number: number,
  bytes: Uint8Array,
  headers: Record<string, string> = {},
): Promise<Answer> =>
  call('PUT', `/v1/uploads/${id}/parts/${number}`, bytes, {
    'content-type': 'application/octet-stream',
    'content-digest': contentDigest(bytes),
    ...headers,
  })

/** Begins an upload. @returns its identifier */
export const begin = async (call: Call, contents: Uint8Array, more: object = {}): Promise<string> => {
  const { status, body } = await call('POST', '/v1/uploads', announce(contents, more))
  if (status !== 201) throw new Error(`no upload: ${JSON.stringify(body)}`)
  return body.id
}

export const sendAll = async (call: Call, id: string, contents: Uint8Array): Promise<void> => {
  for (const [i, part] of partsOf(contents).entries()) {
    const { status, body } = await putPart(call, id, i + 1, part)
    if (status !== 204) throw new Error(`part ${i + 1}: ${JSON.stringify(body)}`)
  }
}

export const complete = (call: Call, id: string): Promise<Answer> =>
  call('POST', `/v1/uploads/${id}/complete`)
