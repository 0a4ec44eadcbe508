/**
 * Fuzzes a running service: no answer is a server failure or undeclared, and what is invalid never succeeds.
 * @module
 */
import fc from 'fast-check'
import { departure } from '../../api/src/testing/contract-check.js'
import { OPERATIONS } from './contract.js'
import { CHOICES, type FuzzedRequest, type Known, requestOf } from './requests.js'

export type Tally = {
  requests: number
  /** Answers by operation and status, such as `getJob 404`. */
  answers: Map<string, number>
  bodies: { valid: number; invalid: number }
}

const send = async (url: string, { method, path, headers, body }: FuzzedRequest) => {
  const hasBody = body !== undefined && method !== 'GET' && method !== 'HEAD'
  const response = await fetch(url + path, { method, headers, ...(hasBody ? { body } : {}) })
  return { status: response.status, headers: response.headers, text: await response.text() }
}

/**
 * @param known identifiers of what the service holds
 * @param tokens by caller: client, provider, stranger, junk
 * @throws Error of fast-check with the smallest request that goes wrong and the seed to see it again
 */
export const fuzz = async (
  url: string,
  known: Known,
  tokens: Record<string, string>,
  { requests, seed }: { requests: number; seed: number },
): Promise<Tally> => {
  const tally: Tally = { requests: 0, answers: new Map(), bodies: { valid: 0, invalid: 0 } }
  const property = fc.asyncProperty(CHOICES, async choice => {
    const request = requestOf(choice, known, tokens)
    const answer = await send(url, request)
    const { status } = answer
    const line = `${request.method} ${request.path.slice(0, 200)} ${(request.body ?? '').slice(0, 300)} -> ${status} ${answer.text.slice(0, 300)}`
    if (status >= 500) throw new Error(`a server failure: ${line}`)
    const found = departure(request.method, request.path, answer)
    if (found) throw new Error(`${found}: ${line}`)
    if (request.isValidBody === false && status < 300) throw new Error(`an invalid body succeeded: ${line}`)
    tally.requests++
    if (request.isValidBody !== undefined) tally.bodies[request.isValidBody ? 'valid' : 'invalid']++
    if (request.method === request.operation.method) {
      const name = `${request.operation.operationId} ${status}`
      tally.answers.set(name, (tally.answers.get(name) ?? 0) + 1)
    }
  })
  await fc.assert(property, { numRuns: requests, seed, endOnFailure: false })
  return tally
}

/** Operations that never answered with success. */
export const neverSucceeded = ({ answers }: Tally): string[] => {
  const good = new Set(
    [...answers.keys()].filter(name => / [23]\d\d$/.test(name)).map(name => name.split(' ')[0]),
  )
  return OPERATIONS.map(({ operationId }) => operationId).filter(name => !good.has(name))
}
