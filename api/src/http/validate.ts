/**
 * Bodies and query strings checked against the contract's own schemas.
 * @module
 */
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js'
import type { components } from '../generated/contract.js'
import { contractDocument } from '../generated/document.js'
import type { RequestContext } from './environment.js'
import { Problem } from './problem.js'

export type Schemas = components['schemas']

type Parameter = { name: string; in: string; required?: boolean; schema: object }
type Operation = { operationId?: string; parameters?: (Parameter | { $ref: string })[] }
type Document = {
  paths: Record<string, Record<string, Operation>>
  components: { parameters: Record<string, Parameter> }
}

const contract = contractDocument as Document
const options = { strict: false, validateFormats: false, allErrors: false } as const
const bodies = new Ajv2020(options).addSchema(contract, 'contract')
const queries = new Ajv2020({ ...options, coerceTypes: true, useDefaults: true }).addSchema(
  contract,
  'contract',
)

const escapePart = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1')

/** The field at fault: for a missing or unknown property, that property. */
const pointerOf = (error: ErrorObject): string => {
  const { missingProperty, additionalProperty } = error.params as Record<string, string | undefined>
  const property = missingProperty ?? additionalProperty
  return property === undefined ? error.instancePath : `${error.instancePath}/${escapePart(property)}`
}

const memo = new Map<string, ValidateFunction>()
const remember = (key: string, make: () => ValidateFunction): ValidateFunction => {
  const validate = memo.get(key) ?? make()
  memo.set(key, validate)
  return validate
}

/** @throws Problem 400 with a pointer to the first field that is wrong; the value itself is never repeated */
export const validateBody = <N extends keyof Schemas>(name: N, value: unknown): Schemas[N] => {
  const validate = remember(`body ${name}`, () =>
    bodies.compile({ $ref: `contract#/components/schemas/${name}` }),
  )
  if (validate(value)) return value as Schemas[N]
  const error = validate.errors?.[0] as ErrorObject
  throw new Problem(400, 'invalid-body', `The field ${error.message ?? 'is wrong'}.`, {
    pointer: pointerOf(error),
  })
}

const queryParameters = (operationId: string): Parameter[] => {
  const operations = Object.values(contract.paths).flatMap(path => Object.values(path))
  const found = operations.find(operation => operation.operationId === operationId)?.parameters ?? []
  const resolved = found.map(parameter =>
    '$ref' in parameter
      ? (contract.components.parameters[parameter.$ref.split('/').at(-1) as string] as Parameter)
      : parameter,
  )
  return resolved.filter(parameter => parameter.in === 'query')
}

/** References inside a parameter's schema are to the contract, wherever the schema is put. */
const rebase = (schema: object): object =>
  JSON.parse(JSON.stringify(schema).replaceAll('"#/components/', '"contract#/components/')) as object

/** The operation's query parameters, converted and with defaults. Unknown ones are refused, so that a typo is seen. */
export const readQuery = <T extends object>(c: RequestContext, operationId: string): T => {
  const validate = remember(`query ${operationId}`, () => {
    const properties = Object.fromEntries(
      queryParameters(operationId).map(({ name, schema }) => [name, rebase(schema)]),
    )
    return queries.compile({ type: 'object', properties, additionalProperties: false })
  })
  const query: Record<string, string> = { ...c.req.query() }
  if (validate(query)) return query as T
  const error = validate.errors?.[0] as ErrorObject
  throw new Problem(400, 'invalid-parameter', `The parameter ${error.message ?? 'is wrong'}.`, {
    pointer: pointerOf(error).slice(1),
  })
}
