/**
 * Fuzzes a running service: no answer is a server failure or undeclared, and what is invalid never succeeds.
 * @module
 */
import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { text } from 'node:stream/consumers'
import fc from 'fast-check'
import { departure, type SeenAnswer } from '../../api/src/testing/contract-check.js'
import { OPERATIONS } from './contract.js'
import { CHOICES, type Choice, type FuzzedRequest, type Known, requestOf } from './requests.js'

export type Tally = {
  requests: number
  /** Answers by operation and status, such as `getJob 404`. */
  answers: Map<string, number>
  bodies: { valid: number; invalid: number }
}

const send = async (url: string, { method, path, headers, body }: FuzzedRequest): Promise<SeenAnswer> => {
  // A connection each: on one that is kept alive a server may hang up between two requests, and that is no failure.
  const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }
  const call = request(url + path, { method, headers: { ...headers, ...length }, agent: false })
  const answered = once(call, 'response') as Promise<[IncomingMessage]>
  call.end(body)
  const [response] = await answered
  const seen = Object.entries(response.headersDistinct).map(([name, values]) => [name, values!.join(', ')])
  return {
    status: response.statusCode!,
    headers: new Headers(seen as [string, string][]),
    text: await text(response),
  }
}

export type FuzzOptions = {
  requests: number
  seed: number
  /** Given every exchange. */
  onAnswer?: (asked: FuzzedRequest, answer: SeenAnswer) => void
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
  { requests, seed, onAnswer }: FuzzOptions,
): Promise<Tally> => {
  const tally: Tally = { requests: 0, answers: new Map(), bodies: { valid: 0, invalid: 0 } }
  const property = fc.asyncProperty(CHOICES, async choice => {
    const asked = requestOf(choice, known, tokens)
    const answer = await send(url, asked)
    onAnswer?.(asked, answer)
    const { status } = answer
    const line = `${asked.method} ${asked.path.slice(0, 200)} ${(asked.body ?? '').slice(0, 300)} -> ${status} ${answer.text.slice(0, 300)}`
    if (status >= 500) throw new Error(`a server failure: ${line}`)
    const found = departure(asked.method, asked.path, answer)
    if (found) throw new Error(`${found}: ${line}`)
    if (asked.isValidBody === false && status < 300) throw new Error(`an invalid body succeeded: ${line}`)
    tally.requests++
    if (asked.isValidBody !== undefined) tally.bodies[asked.isValidBody ? 'valid' : 'invalid']++
    if (asked.method === asked.operation.method) {
      const name = `${asked.operation.operationId} ${status}`
      tally.answers.set(name, (tally.answers.get(name) ?? 0) + 1)
    }
  })
  // Each operation once with nothing wrong, so that none goes without success by chance.
  const drawn = fc.sample(CHOICES, { numRuns: OPERATIONS.length, seed })
  const examples = OPERATIONS.map(({ operationId }, i): [Choice] => [
    { ...drawn[i]!, operation: operationId, isClean: true, at: 0 },
  ])
  await fc.assert(property, { numRuns: requests, seed, examples, endOnFailure: false })
  return tally
}

/** Operations that never answered with success. */
export const neverSucceeded = ({ answers }: Tally): string[] => {
  const good = new Set(
    [...answers.keys()].filter(name => / [23]\d\d$/.test(name)).map(name => name.split(' ')[0]),
  )
  return OPERATIONS.map(({ operationId }) => operationId).filter(name => !good.has(name))
}
