/**
 * Who asks: the bearer token's credential, and what its role may do.
 * @module
 */
import { type Role, verifyToken } from '@promptpost/base/store'
import type { MiddlewareHandler } from 'hono'
import type { Environment, RequestContext } from './environment.js'
import { Problem } from './problem.js'

const unauthorized = (detail: string): Problem =>
  new Problem(401, 'unauthorized', detail, { headers: { 'www-authenticate': 'Bearer realm="promptpost"' } })

/** Sets the credential; refuses requests without a valid token before anything of them is read. */
export const authenticate: MiddlewareHandler<Environment> = async (c, next) => {
  const match = /^Bearer +(\S+)$/i.exec(c.req.header('authorization') ?? '')
  if (!match) throw unauthorized('Send the header Authorization: Bearer TOKEN.')
  const credential = await verifyToken(c.get('services').store, match[1] as string)
  if (!credential) throw unauthorized('The token is not known here, or no longer.')
  c.set('credential', credential)
  if (credential.access === 'read' && c.req.method !== 'GET' && c.req.method !== 'HEAD')
    throw new Problem(403, 'read-only', 'This token may only read.')
  await next()
}

export const requireRole = (c: RequestContext, role: Role): void => {
  if (c.get('credential').role !== role) throw new Problem(403, 'forbidden', `Only a ${role} may do this.`)
}
