/**
 * Who asks, from the claims of a token that was verified.
 * @module
 */
import { sha256 } from '@promptpost/base'
import { type Access, type Credential, type Role, TENANT } from '@promptpost/base/store'
import type { JWTPayload } from 'jose'
import { invalidToken } from '../challenge.js'
import type { OidcSettings } from './settings.js'

const wrongClaim = (claim: string, must: string) =>
  invalidToken(`The token's claim ${claim} must be ${must}.`, 'wrong-claim')

const ROLES = 'provider or client, or a list of one of these and read-only'

/**
 * `provider`, `client`, or a list of one of them and `read-only`. Other words are refused, not passed over: one that was
 * meant to restrict, and was misspelt, would else not.
 */
const readRole = (claim: string, value: unknown): { role: Role; access: Access } => {
  const words: unknown[] = Array.isArray(value) ? value : [value]
  const [role, ...others] = words.filter(word => word !== 'read-only')
  const restrictions = words.length - 1 - others.length
  if ((role !== 'provider' && role !== 'client') || others.length > 0 || restrictions > 1)
    throw wrongClaim(claim, ROLES)
  return { role, access: restrictions === 1 ? 'read' : 'full' }
}

/** The same for every token of a subject, and no name: subjects may be addresses of people. */
const identifierOf = (issuer: string, subject: string): string =>
  `sub_${sha256(JSON.stringify([issuer, subject])).slice(0, 32)}`

/** @throws Problem 401 (`wrong-claim`) naming the claim that is missing or malformed, without its value */
export const credentialOf = (
  payload: JWTPayload,
  { issuer, tenantClaim, roleClaim }: Required<OidcSettings>,
): Credential => {
  const claim = (name: string): unknown => (Object.hasOwn(payload, name) ? payload[name] : undefined)
  const subject = claim('sub')
  if (typeof subject !== 'string' || subject === '') throw wrongClaim('sub', 'a text')
  const tenant = claim(tenantClaim)
  if (typeof tenant !== 'string' || !TENANT.test(tenant))
    throw wrongClaim(tenantClaim, 'a text of lower-case letters, digits and dashes, at most 63')
  return { tenant, ...readRole(roleClaim, claim(roleClaim)), token: identifierOf(issuer, subject) }
}
