/**
 * What an upload would send: the upload itself, run to where the request would go out and caught there. So the bytes
 * that are shown are those that would be sent, made by the same code.
 * @module
 */
import { lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { PromptPostError, sha256 } from '@promptpost/base'
import { catchRequest } from '../../client/caught-request.js'
import { PromptPost } from '../../client/client.js'
import { type PromptPart, readPromptFolder } from '../../client/disk/prompt-folder.js'
import { holdingsOf } from './holdings.js'

type Place = { start: number; end: number; sha256: string }

export type SentFile = {
  name: string
  size: number
  sha256: string
  holds: { title: string; values: string[] }
  /** Where it is in the request's body: bytes [start, end), and the digest of those. */
  body: Place & Pick<PromptPart, 'field' | 'encoding'>
}

export type SentHeader = {
  name: string
  /** null where it is secret or only known when it is sent; `varies` says why. */
  value: string | null
  varies?: string
}

export type UploadContents = {
  /** Where it would go; null when no service is named. */
  destination: string | null
  files: SentFile[]
  request: {
    method: string
    path: string
    headers: SentHeader[]
    /** `bytes` and `sha256` are null when no student is named, as the body names it; `fields` in their order. */
    body: { bytes: number | null; sha256: string | null; fields: string[] }
  }
  /** Without one, nothing keeps the prompt from revealing some of its data. */
  hasPrivacyReport: boolean
  /** What lies in the folder and stays. */
  stays: string[]
  uploaded: false
}

export type ExplainOptions = {
  student?: string | undefined
  url?: string | undefined
  allowPlainHttp?: boolean | undefined
}

/** Stands where the real token would, and is never shown. */
const NO_TOKEN = 'pp_not-a-token'
const NO_SERVICE = 'https://no-service.invalid'

const headersOf = (
  caught: [name: string, value: string][],
  host: string | undefined,
  hasStudent: boolean,
): SentHeader[] => [
  host === undefined ? { name: 'host', value: null, varies: 'the service' } : { name: 'host', value: host },
  { name: 'connection', value: 'keep-alive' },
  ...caught.map(([name, value]): SentHeader => {
    if (name === 'authorization') return { name, value: null, varies: 'Bearer and your token, never shown' }
    if (name === 'idempotency-key')
      return { name, value: null, varies: 'a random UUID, another for each upload' }
    if (name === 'content-length' && !hasStudent)
      return { name, value: null, varies: "with the student's name" }
    if (name === 'accept-encoding' && host === undefined)
      return { name, value: null, varies: 'with http or https' }
    return { name, value }
  }),
  { name: 'x-retry-count', value: null, varies: 'only when a request is tried again: the number of the try' },
]

const sentFile = (part: PromptPart, body: Buffer): SentFile => {
  const { name, bytes, field, encoding, start, end } = part
  return {
    name,
    size: bytes.length,
    sha256: sha256(bytes),
    holds: holdingsOf(part),
    body: { field, encoding, start, end, sha256: sha256(body.subarray(start, end)) },
  }
}

const staysIn = async (folder: string, sent: readonly PromptPart[]): Promise<string[]> => {
  const names = (await readdir(folder)).filter(name => !sent.some(part => part.name === name)).sort()
  return Promise.all(
    names.map(async name => ((await lstat(join(folder, name))).isDirectory() ? `${name}/` : name)),
  )
}

/**
 * Explains the upload of a prompt's folder. Opens no connection and needs no token.
 *
 * @returns the contents, and the body they are about: complete only when a student is named
 * @throws PromptPostError as the upload would before it sends anything
 */
export const explainUpload = async (
  folder: string,
  options: ExplainOptions,
): Promise<{ contents: UploadContents; body: Buffer }> => {
  const student = options.student ?? ''
  const upload = await readPromptFolder(folder, student)
  const { method, url, headers, body } = await catchRequest(fetchNothing => {
    const { url: baseUrl = NO_SERVICE, allowPlainHttp = false } = options
    const settings = { baseUrl, token: NO_TOKEN, allowPlainHttp, maxRetries: 0, fetch: fetchNothing }
    return new PromptPost(settings).prompts.upload(folder, { student })
  })
  // Both read the folder; the places are those of the first reading, the bytes those of the second.
  if (!body.equals(Buffer.from(upload.body)))
    throw new PromptPostError('conflict', 'changed while it was read', {
      field: folder,
      next: 'Run the command again.',
    })
  const hasService = options.url !== undefined
  const hasStudent = options.student !== undefined
  const contents: UploadContents = {
    destination: hasService ? url.href : null,
    files: upload.parts.map(part => sentFile(part, body)),
    request: {
      method,
      path: `${url.pathname}${url.search}`,
      headers: headersOf(headers, hasService ? url.host : undefined, hasStudent),
      body: {
        bytes: hasStudent ? body.length : null,
        sha256: hasStudent ? sha256(body) : null,
        fields: Object.keys(upload.value),
      },
    },
    hasPrivacyReport: upload.value.privacy_report !== undefined,
    stays: await staysIn(folder, upload.parts),
    uploaded: false,
  }
  return { contents, body }
}
