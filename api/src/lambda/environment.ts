/**
 * What a function is told by its environment.
 * @module
 */
import { PromptPostError } from '@promptpost/base'
import type { Price } from '../estimate/rates.js'
import type { OidcSettings } from '../http/oidc/index.js'
import type { Retention } from '../retention/sweep.js'
import { readOidc, readPrice, readRetention, type Source, variableOf } from '../settings.js'

export type LambdaSettings = {
  bucket: string
  jobQueue: string
  jobDefinition: string
  oidc: OidcSettings | undefined
  price: Price | undefined
  retention: Retention
}

const wrong = (name: string, message: string, value?: string): PromptPostError =>
  new PromptPostError('invalid-argument', message, {
    field: variableOf(name),
    next: 'Deploy again: the stack sets it.',
    ...(value === undefined ? {} : { value }),
  })

/** @throws PromptPostError naming the variable */
export const readLambdaSettings = (environment: NodeJS.ProcessEnv): LambdaSettings => {
  const given = (name: string): string | undefined => environment[variableOf(name)] || undefined
  const needed = (name: string): string => {
    const value = given(name)
    if (value === undefined) throw wrong(name, 'is missing')
    return value
  }
  const source: Source = { given, wrong, nameOf: variableOf }
  return {
    bucket: needed('bucket'),
    jobQueue: needed('job-queue'),
    jobDefinition: needed('job-definition'),
    oidc: readOidc(source),
    price: readPrice(source),
    retention: readRetention(source) ?? {},
  }
}
