/**
 * `--dry-run` of commands that change something on the service: the request is made as ever, and caught where it would be
 * sent. Requests that only read are sent, since what is to be changed may have to be looked up.
 * @module
 */
import { sha256 } from '@promptpost/base'
import type { Command } from 'commander'
import { ConnectionError } from '../client/errors.js'
import { leaves } from './help/tree.js'

/** What would have been sent; of the body its size and its digest, as texts in it may be private. */
export type PlannedRequest = {
  method: string
  url: string
  body: { type: string | null; bytes: number; sha256: string }
}

class NotSent extends Error {
  constructor(readonly request: PlannedRequest) {
    super('not sent: --dry-run')
  }
}

/** Commands whose work is one request that changes something, beside every `delete`. */
const WRITERS: readonly string[] = [
  'models register',
  'models update',
  'datasets create',
  'students create',
  'prompts upload',
  'transfers create',
  'predict',
  'jobs cancel',
  'webhooks create',
  'webhooks rotate-secret',
  'webhooks enable',
  'webhooks test',
]

/** Whether a command changes something on the service. */
export const isWriter = (path: string): boolean =>
  WRITERS.includes(path) || (path.endsWith(' delete') && path !== 'tenants delete')

/** Gives them the flag. */
export const offerDryRun = (program: Command): void => {
  // Tenants have one of their own: it asks no service, so there is no request to show.
  for (const { path, command } of leaves(program))
    if (isWriter(path)) command.option('--dry-run', 'show the request, send nothing')
}

/** A fetch that sends nothing but requests that read. */
export const fetchToRead: typeof fetch = async (input, init) => {
  const request = new Request(input, init)
  if (request.method === 'GET' || request.method === 'HEAD') return fetch(input, init)
  const bytes = Buffer.from(await request.arrayBuffer())
  throw new NotSent({
    method: request.method,
    url: request.url,
    body: { type: request.headers.get('content-type'), bytes: bytes.length, sha256: sha256(bytes) },
  })
}

/** The request that an error stands for; undefined for any other error. */
export const plannedRequest = (error: unknown): PlannedRequest | undefined =>
  error instanceof ConnectionError && error.cause instanceof NotSent ? error.cause.request : undefined

export const renderRequest = ({ method, url, body }: PlannedRequest): string =>
  [
    `${method} ${url}`,
    body.bytes === 0
      ? 'no body'
      : `a body of ${body.bytes} bytes${body.type ? ` (${body.type})` : ''}, sha256 ${body.sha256}`,
  ].join('\n')
