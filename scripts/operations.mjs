/**
 * What the service goes by of the contract, so that it need not load the whole of it at each start: its operations, and bounds
 * it applies by itself.
 */

/** In the order of the service's answers to a method that a path does not have. */
export const METHODS = ['get', 'put', 'post', 'delete', 'patch']

const factsOf = ({ operationId, security, requestBody, responses, 'x-role': role }) => ({
  name: operationId,
  isOpen: security?.length === 0,
  ...(role && { role }),
  contentTypes: Object.keys(requestBody?.content ?? {}),
  isConditional: '304' in responses,
})

/** @returns source text */
export const operationsCode = ({ paths, components }) => {
  const facts = Object.fromEntries(
    Object.entries(paths).map(([path, item]) => [
      path,
      Object.fromEntries(METHODS.flatMap(method => (item[method] ? [[method, factsOf(item[method])]] : []))),
    ]),
  )
  return `import type { Method, OperationFacts } from '../http/operations.js'

/** By path and method. */
export const OPERATIONS: Readonly<Record<string, Partial<Record<Method, OperationFacts>>>> = ${JSON.stringify(facts, null, 2)}

/** Texts of one prediction. */
export const MOST_TEXTS = ${components.schemas.PredictionCreate.properties.texts.maxItems}
`
}
