/**
 * The dashboard's page and files. It is no part of the contract: a page over it, which asks with its user's token like any client.
 * @module
 */
import type { Hono } from 'hono'
import { etagOf, isKnown } from './http/conditional.js'
import type { Environment, RequestContext } from './http/environment.js'
import { notFound } from './http/problem.js'

/**
 * Nothing but the page's own files is loaded, run or asked, and it cannot be framed. No text can become markup or code, since
 * no policy of trusted types exists.
 */
const POLICY = [
  "default-src 'none'",
  ...['script', 'style', 'img', 'connect'].map(kind => `${kind}-src 'self'`),
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ')

const HEADERS = {
  'content-security-policy': POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
}

const send = (c: RequestContext, text: string, type: string, caching: string): Response => {
  const etag = etagOf(text)
  const headers = { ...HEADERS, etag, 'cache-control': caching, 'content-type': type }
  return isKnown(c, etag) ? c.body(null, 304, headers) : c.body(text, 200, headers)
}

const files = () => import('./generated/dashboard.js')

export const mountDashboard = (app: Hono<Environment>): void => {
  // Relative, since a gateway may put a stage before the path.
  app.get('/', c => c.body(null, 302, { location: 'dashboard' }))
  app.get('/dashboard', async c =>
    send(c, (await files()).dashboardPage, 'text/html; charset=utf-8', 'no-cache'),
  )
  app.get('/dashboard/:file', async c => {
    const { dashboardFiles } = await files()
    const name = c.req.param('file')
    const file = Object.hasOwn(dashboardFiles, name) ? dashboardFiles[name] : undefined
    if (!file) throw notFound()
    return send(c, file.text, file.type, 'public, max-age=31536000, immutable')
  })
}
