/**
 * Files of settings held to their schemas: the first wrong field, with its value and what it takes.
 * @module
 */
import { PromptPostError } from '@promptpost/base'
import type { components } from '../../generated/settings.js'
import * as validators from '../../generated/settings-validators.js'
import { didYouMean } from './suggest.js'

export type ProjectFile = components['schemas']['ProjectFile']
export type UserFile = components['schemas']['UserFile']
export type SettingsFiles = { ProjectFile: ProjectFile; UserFile: UserFile }

type Problem = {
  keyword: string
  instancePath: string
  message: string
  params: {
    additionalProperty?: string
    missingProperty?: string
    allowedValues?: readonly string[]
    type?: string
  }
  parentSchema: { properties?: object; description?: string }
  data: unknown
}
type Validator = ((value: unknown) => boolean) & { errors?: Problem[] | null }

const TYPES: Record<string, string> = {
  string: 'a string',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  array: 'a list',
}

/** What a field takes, in words. */
const wanted = ({ keyword, message, params }: Problem): string => {
  if (keyword === 'type') return `must be ${TYPES[params.type ?? ''] ?? params.type}`
  if (keyword === 'enum') return `must be ${params.allowedValues?.join(' or ')}`
  if (keyword === 'pattern') return 'must be an identifier'
  if (keyword === 'minLength') return 'must not be empty'
  if (keyword === 'minItems') return 'must have one word or more'
  return message.replace(/ NOT /g, ' not ').replace(/properties/g, 'fields')
}

/** `privacy.epsilon` of `/privacy/epsilon`. */
const dotted = (pointer: string): string =>
  pointer
    .slice(1)
    .split('/')
    .map(part => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .join('.')

const unknownField = (file: string, place: string, name: string, problem: Problem): PromptPostError => {
  const isSecret = /token|secret|password|api_?key/i.test(name)
  const known = Object.keys(problem.parentSchema.properties ?? {})
  return new PromptPostError('invalid-config', 'is not a field of this file', {
    field: `${file}: ${place}`,
    next: isSecret
      ? 'A token never stands in this file: take it out, and name a file that holds it with "tokenFile".'
      : `${didYouMean(name, known).trim()} There are: ${known.filter(key => key !== '$schema').join(', ')}.`.trim(),
  })
}

const refusalOf = (file: string, problem: Problem): PromptPostError => {
  const { instancePath, params, keyword, data, parentSchema } = problem
  const field = params.additionalProperty ?? params.missingProperty
  const place = dotted(field === undefined ? instancePath : `${instancePath}/${field}`)
  if (params.additionalProperty !== undefined)
    return unknownField(file, place, params.additionalProperty, problem)
  const next = parentSchema.description ?? 'Correct it, or begin again with: promptpost init --force'
  if (params.missingProperty !== undefined)
    return new PromptPostError('invalid-config', 'is missing', {
      field: `${file}: ${place}`,
      next: 'Add it, or begin again with: promptpost init --force',
    })
  const isShown = typeof data !== 'object' && keyword !== 'additionalProperties'
  return new PromptPostError('invalid-config', wanted(problem), {
    field: place === '' ? file : `${file}: ${place}`,
    ...(isShown ? { value: data } : {}),
    next,
  })
}

/**
 * @param text of the file
 * @param file its name, for errors
 * @throws PromptPostError `invalid-config` naming the field; never the value of a field that is not known
 */
export const checkSettings = <Kind extends keyof SettingsFiles>(
  kind: Kind,
  text: string,
  file: string,
): SettingsFiles[Kind] => {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    // The parser's own words quote what it read.
    throw new PromptPostError('invalid-config', 'is not JSON', {
      field: file,
      next: 'Correct it: names and texts in double quotes, no comments, no comma after the last field.',
    })
  }
  const validate = (validators as unknown as Record<Kind, Validator>)[kind]
  if (validate(value)) return value as SettingsFiles[Kind]
  const problems = validate.errors ?? []
  // A misspelt name first: what is then missing is the right one.
  const unknown = problems.find(({ params }) => params.additionalProperty !== undefined)
  throw refusalOf(file, (unknown ?? problems[0]) as Problem)
}
