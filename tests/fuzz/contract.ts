/**
 * The contract as the fuzzer needs it: operations with their parameters and JSON bodies, and whether a body fits.
 * @module
 */
import { contractDocument } from '../../api/src/generated/document.js'
import { validatorOf } from '../../api/src/testing/contract-check.js'

export type Parameter = { name: string; in: 'path' | 'query' | 'header'; required?: boolean; schema: object }
export type Operation = {
  operationId: string
  method: string
  path: string
  parameters: Parameter[]
  /** Self-contained schema of the JSON body, if there is one. */
  body?: object
}

type Raw = { parameters?: object[]; requestBody?: { content: Record<string, { schema: object }> } }

const contract = contractDocument as {
  paths: Record<string, Record<string, Raw & { operationId: string }>>
  components: Record<string, Record<string, object>>
}

const follow = (value: object): object =>
  '$ref' in value
    ? (value.$ref as string)
        .slice(2)
        .split('/')
        .reduce((at, part) => (at as Record<string, object>)[part] as object, contract as object)
    : value

/** A schema that carries all it refers to. */
const whole = (schema: object): object => ({
  ...(JSON.parse(JSON.stringify(schema).replaceAll('#/components/schemas/', '#/$defs/')) as object),
  $defs: JSON.parse(
    JSON.stringify(contract.components.schemas).replaceAll('#/components/schemas/', '#/$defs/'),
  ) as object,
})

export const OPERATIONS: readonly Operation[] = Object.entries(contract.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => {
    const schema = operation.requestBody?.content['application/json']?.schema
    const parameters = (operation.parameters ?? []).map(parameter => follow(parameter) as Parameter)
    return {
      operationId: operation.operationId,
      method: method.toUpperCase(),
      path,
      parameters: parameters.map(parameter => ({ ...parameter, schema: whole(parameter.schema) })),
      ...(schema && { body: whole(schema) }),
    }
  }),
)

/** Whether a value fits an operation's body, by a validator that is not the service's. */
export const fitsBody = ({ body }: Operation, value: unknown): boolean => validatorOf(body as object)(value)
