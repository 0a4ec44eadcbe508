/**
 * Tokens of an OpenID Connect issuer (JWTs, RFC 7519), beside the service's own.
 * @module
 */
import type { Credential } from '@promptpost/base/store'
import { errors, jwtVerify } from 'jose'
import { invalidToken } from '../challenge.js'
import { Problem } from '../problem.js'
import { credentialOf } from './claims.js'
import { createKeys, type KeyOptions } from './keys.js'
import { checkOidcSettings, type OidcSettings } from './settings.js'

export type { OidcSettings } from './settings.js'

/** Signatures with a public key, so that who can check a token cannot make one. */
const ALGORITHMS = ['RS256', 'PS256', 'ES256', 'EdDSA', 'Ed25519']

/** Kinds of token that may stand for who asks; none is as good as JWT. Others (of a logout, of a proof) must not. */
const TYPES = new Set(['jwt', 'at+jwt'])

/** Of a token, in characters. */
const LONGEST = 8192

/** What clocks may differ, in seconds. */
const TOLERANCE = 60

export type Oidc = {
  readonly issuer: string
  /** Whether a text is for {@link verify}, not one of the service's own tokens. */
  isToken: (text: string) => boolean
  /** @throws Problem 401, or 503 while there is no key to check the token with */
  verify: (token: string) => Promise<Credential>
}

/** Whether a text has a JWT's three parts. The service's own tokens have no dot. */
export const isJwt = (text: string): boolean => /^[\w-]*\.[\w-]*\.[\w-]*$/.test(text)

/** What is told of a token that does not hold. Claims are looked at only once the signature is found right. */
const refusal = (error: unknown): Problem => {
  if (error instanceof errors.JWTExpired) return invalidToken('The token has expired.')
  if (!(error instanceof errors.JWTClaimValidationFailed))
    return invalidToken('The token is not signed by the issuer with a key and algorithm that are accepted.')
  if (error.reason !== 'check_failed')
    return invalidToken(`The token's claim ${error.claim} is missing or malformed.`)
  if (error.claim === 'aud') return invalidToken('The token is for another audience.')
  if (error.claim === 'iss') return invalidToken('The token is of another issuer.')
  return invalidToken('The token does not hold yet.')
}

/** @throws PromptPostError `invalid-argument` naming the setting */
export const openOidc = (options: OidcSettings & Pick<KeyOptions, 'log' | 'now'>): Oidc => {
  const { log, now = Date.now } = options
  const settings = checkOidcSettings(options)
  const { issuer, audience } = settings
  const keys = createKeys({ issuer, log, now })
  return {
    issuer,
    isToken: isJwt,
    async verify(token) {
      if (token.length > LONGEST) throw invalidToken(`The token is longer than ${LONGEST} characters.`)
      const { payload, protectedHeader } = await jwtVerify(token, keys, {
        issuer,
        audience,
        algorithms: ALGORITHMS,
        requiredClaims: ['exp', 'sub'],
        clockTolerance: TOLERANCE,
        currentDate: new Date(now()),
      }).catch((error: unknown) => {
        throw error instanceof Problem ? error : refusal(error)
      })
      const { typ = 'JWT' } = protectedHeader
      if (typeof typ !== 'string' || !TYPES.has(typ.toLowerCase().replace(/^application\//, '')))
        throw invalidToken('The token is of another kind than a JWT that says who asks.')
      return credentialOf(payload, settings)
    },
  }
}
