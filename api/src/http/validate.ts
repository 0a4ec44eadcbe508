/**
 * Bodies and query strings checked against the contract's own schemas, by code that is generated from them.
 * @module
 */
import type { components } from '../generated/contract.js'
import * as validators from '../generated/validators.js'
import type { RequestContext } from './environment.js'
import type { OperationName } from './operations.js'
import { Problem, pointerTo } from './problem.js'

export type Schemas = components['schemas']

type ValidationError = {
  keyword: string
  instancePath: string
  message?: string
  params: Record<string, string | undefined>
}
type Validator = ((value: unknown) => boolean) & { errors?: ValidationError[] | null }

const validatorOf = (kind: 'body' | 'query', operation: OperationName): Validator | undefined =>
  (validators as unknown as Record<string, Validator | undefined>)[`${kind}_${operation}`]

/** The field at fault: for a missing or unknown property, that property. */
const pointerOf = ({ params, instancePath }: ValidationError): string => {
  const property = params.missingProperty ?? params.additionalProperty
  return property === undefined ? instancePath : instancePath + pointerTo([property])
}

/** Whether the operation takes a JSON body. */
export const hasBodySchema = (operation: OperationName): boolean =>
  validatorOf('body', operation) !== undefined

/** What to say of a body that has none, or several, of the forms it may have: the validator speaks of one of them only. */
const FORMS: Partial<Record<OperationName, string>> = {
  createPrediction: 'Name exactly one of transfer, prompt, model; a model alone needs a task.',
}

/** @throws Problem 400 with a pointer to the first field that is wrong; the value itself is never repeated */
export const validateBody = (operation: OperationName, value: unknown): void => {
  const validate = validatorOf('body', operation) as Validator
  if (validate(value)) return
  const forms = FORMS[operation]
  if (
    forms !== undefined &&
    validate.errors?.some(({ keyword, instancePath }) => keyword === 'oneOf' && instancePath === '')
  )
    throw new Problem(400, 'invalid-body', forms, { pointer: '' })
  const error = validate.errors?.[0] as ValidationError
  throw new Problem(400, 'invalid-body', `The field ${error.message ?? 'is wrong'}.`, {
    pointer: pointerOf(error),
  })
}

/** The operation's query parameters, converted and with defaults. Unknown ones are refused, so that a typo is seen. */
export const readQuery = (c: RequestContext, operation: OperationName): Record<string, unknown> => {
  const validate = validatorOf('query', operation) as Validator
  const query: Record<string, unknown> = { ...c.req.query() }
  if (validate(query)) return query
  const error = validate.errors?.[0] as ValidationError
  throw new Problem(400, 'invalid-parameter', `The parameter ${error.message ?? 'is wrong'}.`, {
    pointer: pointerOf(error).slice(1),
  })
}
