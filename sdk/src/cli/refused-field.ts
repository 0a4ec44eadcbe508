/**
 * A field that the service refused, as the flag that gave it: the service knows it by its place in the request.
 * @module
 */
import { PromptPostError } from '@promptpost/base'
import type { Command, Option } from 'commander'
import type { ApiError } from '../client/errors.js'

/** Fields whose flags have another name. */
const OTHER_NAMES: Readonly<Record<string, string>> = { url: 'endpoint' }

const optionOf = ({ options }: Command, field: string): Option | undefined => {
  const flag = `--${(OTHER_NAMES[field] ?? field).replaceAll('_', '-')}`
  return options.find(({ long }) => long === flag)
}

/** The service's sentence as what is said of a flag. */
const saidOf = (sentence: string): string =>
  sentence
    .replace(/^(The (field|parameter)|It) /, '')
    .replace(/^[A-Z](?=[a-z])/, letter => letter.toLowerCase())
    .replace(/ NOT /g, ' not ')
    .replace(/\.$/, '')

/** What is refused, with flag and value; undefined where no flag of the command stands for the field. */
export const refusedFlag = (error: ApiError, command: Command): string | undefined => {
  const { pointer = '', problem, requestId } = error
  const names = pointer.replace(/^\//, '').split('/')
  const at = names.findIndex(name => optionOf(command, name))
  const option = at < 0 ? undefined : optionOf(command, names[at]!)
  if (!option) return undefined
  const inside = names.slice(at + 1).join('/')
  const value: unknown = command.getOptionValue(option.attributeName())
  const { reason } = new PromptPostError('invalid-argument', saidOf(problem.detail ?? 'is refused'), {
    field: inside === '' ? option.long! : `${option.long} ${inside}`,
    // A list may hold texts.
    ...(['string', 'number'].includes(typeof value) && { value }),
  })
  return requestId === undefined ? reason : `${reason} [request ${requestId}]`
}
