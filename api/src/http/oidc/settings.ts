/**
 * Which issuer's tokens are accepted, for which audience, and which claims say who asks.
 * @module
 */
import { PromptPostError } from '@promptpost/base'

export type OidcSettings = {
  /** The issuer's address, letter for letter as its tokens say it in `iss`. */
  issuer: string
  /** What its tokens must name in `aud`. */
  audience: string
  /** The claim that holds the tenant; default `tenant`. */
  tenantClaim?: string
  /** The claim that holds the role; default `role`. */
  roleClaim?: string
}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/

/** The address, if keys may be fetched from there: https, or plain http to this machine. */
export const readAddress = (text: string): URL | undefined => {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || url.username || url.password || url.hash) return undefined
  if (url.protocol === 'https:') return url
  return url.protocol === 'http:' && LOOPBACK.test(url.hostname) ? url : undefined
}

const requireOf = (isRight: boolean, field: string, value: string, message: string): void => {
  if (!isRight) throw new PromptPostError('invalid-argument', message, { field, value })
}

const isPrintable = (text: string): boolean => /^[!-~]{1,200}$/.test(text)

/** @throws PromptPostError `invalid-argument` naming the setting */
export const checkOidcSettings = (settings: OidcSettings): Required<OidcSettings> => {
  const { issuer, audience, tenantClaim = 'tenant', roleClaim = 'role' } = settings
  const address = readAddress(issuer)
  requireOf(
    address !== undefined && address.search === '',
    'oidc-issuer',
    issuer,
    'must be an https address without query (http only for this machine)',
  )
  requireOf(isPrintable(audience), 'oidc-audience', audience, 'must be 1 to 200 printable characters')
  requireOf(isPrintable(tenantClaim), 'oidc-tenant-claim', tenantClaim, 'must be the name of a claim')
  requireOf(isPrintable(roleClaim), 'oidc-role-claim', roleClaim, 'must be the name of a claim')
  requireOf(tenantClaim !== roleClaim, 'oidc-role-claim', roleClaim, 'must not be the claim of the tenant')
  return { issuer, audience, tenantClaim, roleClaim }
}
