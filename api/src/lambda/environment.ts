/**
 * What a function is told by its environment.
 * @module
 */
import { PromptPostError } from '@promptpost/base'
import type { Price } from '../estimate/rates.js'
import type { OidcSettings } from '../http/oidc/index.js'
import type { Retention } from '../retention/sweep.js'

export type LambdaSettings = {
  bucket: string
  jobQueue: string
  jobDefinition: string
  oidc: OidcSettings | undefined
  price: Price | undefined
  retention: Retention
}

const HOUR = 3_600_000

const wrong = (name: string, message: string): PromptPostError =>
  new PromptPostError('invalid-argument', message, { field: name, next: 'Deploy again: the stack sets it.' })

/** @throws PromptPostError naming the variable */
export const readLambdaSettings = (environment: NodeJS.ProcessEnv): LambdaSettings => {
  const given = (name: string): string | undefined => environment[`PROMPTPOST_${name}`] || undefined
  const needed = (name: string): string => {
    const value = given(name)
    if (value === undefined) throw wrong(`PROMPTPOST_${name}`, 'is missing')
    return value
  }
  const [issuer, audience] = [given('OIDC_ISSUER'), given('OIDC_AUDIENCE')]
  if ((issuer === undefined) !== (audience === undefined))
    throw wrong('PROMPTPOST_OIDC_ISSUER', 'needs PROMPTPOST_OIDC_AUDIENCE beside it, and the other way round')
  const tenantClaim = given('OIDC_TENANT_CLAIM')
  const roleClaim = given('OIDC_ROLE_CLAIM')
  const [perHour, currency] = [given('PRICE_PER_HOUR'), given('CURRENCY')]
  if (perHour !== undefined && !(Number(perHour) > 0))
    throw wrong('PROMPTPOST_PRICE_PER_HOUR', 'must be a number above 0')
  if (perHour !== undefined && !/^[A-Z]{3}$/.test(currency ?? ''))
    throw wrong('PROMPTPOST_CURRENCY', 'must be three capital letters, as USD')
  const kept = given('RETENTION')
  const [, count, unit] = /^([1-9]\d{0,4})([hd])$/.exec(kept ?? '') ?? []
  if (kept !== undefined && count === undefined)
    throw wrong('PROMPTPOST_RETENTION', 'must be hours or days, as 12h or 30d')
  return {
    bucket: needed('BUCKET'),
    jobQueue: needed('JOB_QUEUE'),
    jobDefinition: needed('JOB_DEFINITION'),
    oidc:
      issuer && audience
        ? { issuer, audience, ...(tenantClaim && { tenantClaim }), ...(roleClaim && { roleClaim }) }
        : undefined,
    price: perHour && currency ? { perHour: Number(perHour), currency } : undefined,
    retention: count === undefined ? {} : { predictions: Number(count) * (unit === 'd' ? 24 : 1) * HOUR },
  }
}
