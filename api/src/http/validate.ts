/**
 * Bodies and query strings checked against the contract's own schemas, by code that is generated from them.
 * @module
 */
import type { components } from '../generated/contract.js'
import { VALIDATORS } from '../generated/validators.js'
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

type Validators = { query: Validator; body?: Validator }

/** An import of what is loaded still asks the loader each time, and this is asked with every request. */
const loaded = new Map<OperationName, Validators>()

const validatorsOf = async (operation: OperationName): Promise<Validators> => {
  let validators = loaded.get(operation)
  if (!validators) {
    validators = (await VALIDATORS[operation]()) as unknown as Validators
    loaded.set(operation, validators)
  }
  return validators
}

/** The field at fault: for a missing or unknown property, that property. */
const pointerOf = ({ params, instancePath }: ValidationError): string => {
  const property = params.missingProperty ?? params.additionalProperty
  return property === undefined ? instancePath : instancePath + pointerTo([property])
}

/** What to say of a body that has none, or several, of the forms it may have: the validator speaks of one of them only. */
const FORMS: Partial<Record<OperationName, string>> = {
  createPrediction: 'Name exactly one of transfer, prompt, model; a model alone needs a task.',
}

/** @throws Problem 400 with a pointer to the first field that is wrong; the value itself is never repeated */
export const validateBody = async (operation: OperationName, value: unknown): Promise<void> => {
  const validate = (await validatorsOf(operation)).body as Validator
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
export const readQuery = async (
  c: RequestContext,
  operation: OperationName,
): Promise<Record<string, unknown>> => {
  const { query: validate } = await validatorsOf(operation)
  const query: Record<string, unknown> = { ...c.req.query() }
  if (validate(query)) return query
  const error = validate.errors?.[0] as ValidationError
  throw new Problem(400, 'invalid-parameter', `The parameter ${error.message ?? 'is wrong'}.`, {
    pointer: pointerOf(error).slice(1),
  })
}
