/**
 * Who asks: the bearer token's credential, and what its role may do.
 * @module
 */
import { type Credential, type Role, verifyToken } from '@promptpost/base/store'
import type { MiddlewareHandler } from 'hono'
import { invalidToken, noToken, notAllowed } from './challenge.js'
import type { Environment, RequestContext } from './environment.js'

/** A token is looked at again before anything is written, once that was so many milliseconds ago. */
const TRUSTED = 1_000

const credentialOf = async (c: RequestContext): Promise<Credential> => {
  const [, token] = /^Bearer +(\S+)$/i.exec(c.req.header('authorization') ?? '') ?? []
  if (token === undefined) throw noToken()
  const { store, oidc } = c.get('services')
  const credential = oidc?.isToken(token) ? await oidc.verify(token) : await verifyToken(store, token)
  if (!credential) throw invalidToken('The token is not known here, or no longer.')
  return credential
}

/** Sets the credential; refuses requests without a valid token before anything of them is read. */
export const authenticate: MiddlewareHandler<Environment> = async (c, next) => {
  c.set('credential', await credentialOf(c))
  c.set('authenticatedAt', performance.now())
  await next()
}

/**
 * Looks at the token again if some time has passed: an upload may outlive it, and its tenant. Whoever deletes a tenant ends its
 * tokens first, and relies on this.
 *
 * @throws Problem 401 when it has ended meanwhile
 */
export const authenticateAgain = async (c: RequestContext): Promise<void> => {
  if (performance.now() - c.get('authenticatedAt') < TRUSTED) return
  await credentialOf(c)
  c.set('authenticatedAt', performance.now())
}

/** Whether the request changes nothing. */
export const isReading = (c: RequestContext): boolean => c.req.method === 'GET' || c.req.method === 'HEAD'

/** @param only the one role that may ask, if there is one */
export const authorize = (c: RequestContext, only: Role | undefined): void => {
  const { access, role } = c.get('credential')
  if (access === 'read' && !isReading(c)) throw notAllowed('This token may only read.', 'read-only')
  if (only !== undefined && role !== only) throw notAllowed(`Only a ${only} may do this.`, 'forbidden')
}
