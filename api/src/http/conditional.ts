/**
 * Conditional requests on resources (RFC 9110, section 13): an ETag is the digest of what would be sent.
 * @module
 */
import { sha256 } from '@promptpost/base'
import type { RequestContext } from './environment.js'
import { Problem } from './problem.js'

/** @param text the JSON that would be sent */
export const etagOf = (text: string): string => `"${sha256(text).slice(0, 32)}"`

/** Whether a list of ETags names this one; weak ones count, since a representation has one form only. */
const names = (header: string, etag: string): boolean =>
  header.trim() === '*' ||
  header
    .split(',')
    .map(part => part.trim().replace(/^W\//, ''))
    .includes(etag)

/** Whether the client has it already. */
export const isKnown = (c: RequestContext, etag: string): boolean => {
  const header = c.req.header('if-none-match')
  return header !== undefined && names(header, etag)
}

/** @throws Problem 412 when If-Match names other states of the resource than this one */
export const requireMatch = (c: RequestContext, body: unknown): void => {
  const header = c.req.header('if-match')
  if (header === undefined || names(header, etagOf(JSON.stringify(body)))) return
  throw new Problem(412, 'changed', 'It is not what If-Match names. Get it again and decide anew.', {
    pointer: 'If-Match',
  })
}
