/**
 * Settings that the service has wherever it runs: on Node they come from flags or the environment, in a function from the environment.
 * @module
 */
import type { PromptPostError } from '@promptpost/base'
import type { Price } from './estimate/rates.js'
import type { OidcSettings } from './http/oidc/index.js'
import type { Retention } from './retention/sweep.js'

export const OIDC = ['oidc-issuer', 'oidc-audience', 'oidc-tenant-claim', 'oidc-role-claim'] as const
export const PRICE = ['price-per-hour', 'currency'] as const
export type SharedName = (typeof OIDC)[number] | (typeof PRICE)[number] | 'retention'

/** Where the settings come from, and how a wrong one is told. */
export type Source = {
  given: (name: SharedName) => string | undefined
  wrong: (name: SharedName, message: string, value?: string) => PromptPostError
  /** A setting by the name that its author knows. */
  nameOf: (name: SharedName) => string
}

const HOUR = 3_600_000

export const readRetention = ({ given, wrong }: Source): Retention | undefined => {
  const text = given('retention')
  if (text === undefined) return undefined
  const [, count, unit] = /^([1-9]\d{0,4})([hd])$/.exec(text) ?? []
  if (count === undefined) throw wrong('retention', 'must be hours or days, as 12h or 30d', text)
  return { predictions: Number(count) * (unit === 'd' ? 24 : 1) * HOUR }
}

export const readOidc = ({ given, wrong, nameOf }: Source): OidcSettings | undefined => {
  const [issuer, audience, tenantClaim, roleClaim] = OIDC.map(given)
  if (issuer !== undefined && audience !== undefined)
    return {
      issuer,
      audience,
      ...(tenantClaim === undefined ? {} : { tenantClaim }),
      ...(roleClaim === undefined ? {} : { roleClaim }),
    }
  const alone = OIDC.find(name => given(name) !== undefined)
  if (alone === undefined) return undefined
  throw wrong(issuer === undefined ? 'oidc-issuer' : 'oidc-audience', `is missing beside ${nameOf(alone)}`)
}

export const readPrice = ({ given, wrong }: Source): Price | undefined => {
  const [perHour, currency] = PRICE.map(given)
  if (perHour === undefined && currency === undefined) return undefined
  if (perHour === undefined || !(Number(perHour) > 0))
    throw wrong('price-per-hour', 'must be a number above 0', perHour)
  if (currency === undefined || !/^[A-Z]{3}$/.test(currency))
    throw wrong('currency', 'must be three capital letters, as USD', currency)
  return { perHour: Number(perHour), currency }
}

/** The variable of a setting: PROMPTPOST_MAX_JOBS of max-jobs. */
export const variableOf = (name: string): string => `PROMPTPOST_${name.toUpperCase().replaceAll('-', '_')}`
