/**
 * The contract as a page to read: one file, made when the contract was, that loads and runs nothing.
 * @module
 */
import type { Hono } from 'hono'
import { etagOf, isKnown } from './http/conditional.js'
import type { Environment } from './http/environment.js'

/** Read when it is first asked for. */
const read = async () => {
  const { referencePage, styleDigest } = await import('./generated/reference.js')
  const headers = {
    'content-security-policy': `default-src 'none'; style-src '${styleDigest}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'no-cache',
    'content-type': 'text/html; charset=utf-8',
    etag: etagOf(referencePage),
  }
  return { referencePage, headers }
}

export const mountReference = (app: Hono<Environment>): void => {
  let kept: ReturnType<typeof read> | undefined
  app.get('/docs', async c => {
    kept ??= read()
    const { referencePage, headers } = await kept
    return isKnown(c, headers.etag) ? c.body(null, 304, headers) : c.body(referencePage, 200, headers)
  })
}
