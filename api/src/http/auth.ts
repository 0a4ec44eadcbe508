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
  await next()
}

/** Whether the request changes nothing. */
export const isReading = (c: RequestContext): boolean => c.req.method === 'GET' || c.req.method === 'HEAD'

/** @param only the one role that may ask, if there is one */
export const authorize = (c: RequestContext, only: Role | undefined): void => {
  const { access, role } = c.get('credential')
  if (access === 'read' && !isReading(c)) throw new Problem(403, 'read-only', 'This token may only read.')
  if (only !== undefined && role !== only) throw new Problem(403, 'forbidden', `Only a ${only} may do this.`)
}
