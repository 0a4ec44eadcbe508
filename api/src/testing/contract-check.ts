/**
 * Holds every answer that a test sees to the contract: its status is declared, its body is what the contract says.
 * @module
 */
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import { contractDocument } from '../generated/document.js'

type Media = { schema: object }
type DeclaredResponse = { $ref?: string; content?: Record<string, Media> }
type Operation = { operationId: string; responses: Record<string, DeclaredResponse> }
type Contract = {
  paths: Record<string, Record<string, Operation>>
  components: { responses: Record<string, DeclaredResponse> }
}

const contract = contractDocument as Contract
const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true }).addSchema(
  contract,
  'contract',
)

const routes = Object.entries(contract.paths).map(([path, methods]) => ({
  pattern: new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`),
  methods,
}))

/** The contract's operation at a path, and the methods the path has; undefined where the contract has no such path. */
export const operationAt = (method: string, path: string) => {
  const route = routes.find(({ pattern }) => pattern.test(path.split('?')[0] as string))
  return route && { operation: route.methods[method.toLowerCase()], methods: Object.keys(route.methods) }
}

const declared = (operation: Operation, status: number): DeclaredResponse | undefined => {
  const response = operation.responses[status] ?? operation.responses[`${Math.floor(status / 100)}XX`]
  return response?.$ref ? contract.components.responses[response.$ref.split('/').at(-1) as string] : response
}

const memo = new Map<string, ValidateFunction>()

/** A validator of a schema, whose references may be to the contract. */
export const validatorOf = (schema: object): ValidateFunction => {
  const text = JSON.stringify(schema).replaceAll('"#/components/', '"contract#/components/')
  const validate = memo.get(text) ?? ajv.compile(JSON.parse(text) as object)
  memo.set(text, validate)
  return validate
}

export type SeenAnswer = { status: number; headers: Headers; text: string }

/** @returns what the answer has that the contract does not, or undefined */
export const departure = (
  method: string,
  path: string,
  { status, headers, text }: SeenAnswer,
): string | undefined => {
  const at = operationAt(method, path)
  const type = (headers.get('content-type') ?? '').split(';')[0] as string
  const isProblem = type === 'application/problem+json'
  if (status >= 400 && !isProblem && method !== 'HEAD') return `${status} as ${type}, not a problem`
  if (!at) return status === 404 ? undefined : `${status} at a path that the contract does not have`
  if (!at.operation) {
    if (method === 'HEAD') return undefined
    return status === 405 && headers.has('allow')
      ? undefined
      : `${status} for a method that the contract does not have`
  }
  const response = declared(at.operation, status)
  const name = `${at.operation.operationId} ${status}`
  if (!response) return `${name} is not declared`
  if (!response.content) return text === '' ? undefined : `${name} has a body`
  const media = response.content[type]
  if (!media) return `${name} as ${type} is not declared`
  if (!type.includes('json')) return undefined
  const validate = validatorOf(media.schema)
  return validate(JSON.parse(text)) ? undefined : `${name}: ${ajv.errorsText(validate.errors)}`
}
