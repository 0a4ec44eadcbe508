/**
 * Puts handlers under the contract's paths: who may ask, parameters and body are checked before one is called.
 * @module
 */
import type { Hono } from 'hono'
import { OPERATIONS } from '../generated/operations.js'
import { authenticate, authorize } from './auth.js'
import { readJsonBody } from './body.js'
import { etagOf, isKnown } from './conditional.js'
import type { Environment, Limits, RequestContext } from './environment.js'
import { checkKeyHeader } from './once.js'
import type { Handlers, Input, OperationFacts, OperationName } from './operations.js'
import { Problem, problemResponse } from './problem.js'
import { rateLimit } from './rate-limit.js'
import { createRecorder } from './record.js'
import { readQuery } from './validate.js'

/** Operations whose bodies may be larger than a few fields. */
const BODY_LIMITS: Partial<Record<OperationName, keyof Limits>> = {
  createPrompt: 'prompt',
  createPrediction: 'texts',
}

type AnyReply = Response | { status: number; body?: unknown; headers?: Record<string, string> }
type AnyHandler = (c: RequestContext, input: Input<OperationName>) => Promise<AnyReply> | AnyReply

const readBody = async (c: RequestContext, { name, contentTypes }: OperationFacts) => {
  if (contentTypes.length !== 1 || contentTypes[0] !== 'application/json')
    return { body: undefined, digest: '' }
  return readJsonBody(c, name, c.get('services').limits[BODY_LIMITS[name] ?? 'body'])
}

const respond = (c: RequestContext, reply: AnyReply, { isOpen, isConditional }: OperationFacts): Response => {
  if (reply instanceof Response) return reply
  const { status, body, headers } = reply
  if (body === undefined) return c.body(null, 204)
  const text = JSON.stringify(body)
  if (isConditional || c.req.method === 'PATCH') {
    const etag = etagOf(text)
    c.header('etag', etag)
    c.header('cache-control', `${isOpen ? 'public' : 'private'}, no-cache`)
    if (isConditional && isKnown(c, etag)) return c.body(null, 304)
  }
  return c.body(text, status as 200, { 'content-type': 'application/json', ...headers })
}

export const mount = (app: Hono<Environment>, handlers: Handlers): void => {
  const record = createRecorder()
  for (const [path, methods] of Object.entries(OPERATIONS)) {
    const route = path.replaceAll(/\{(\w+)\}/g, ':$1')
    for (const [method, operation] of Object.entries(methods)) {
      const { name, isOpen, role } = operation
      const handler = handlers[name] as AnyHandler
      const carryOut = async (c: RequestContext): Promise<Response> => {
        if (!isOpen) authorize(c, role)
        checkKeyHeader(c)
        const query = await readQuery(c, name)
        const input = { path: c.req.param(), query, ...(await readBody(c, operation)) }
        return respond(c, await handler(c, input as Input<OperationName>), operation)
      }
      const answer = async (c: RequestContext): Promise<Response> => {
        const response = await carryOut(c).catch((error: unknown) => problemResponse(c, error))
        if (!isOpen) await record(c, name, response.status)
        return response
      }
      if (isOpen) app.on(method, route, answer)
      else app.on(method, route, authenticate, rateLimit, answer)
    }
    app.all(route, () => {
      const methods_ = Object.keys(methods).map(method => method.toUpperCase())
      throw new Problem(405, 'method-not-allowed', `Here one may ${methods_.join(', ')}.`, {
        headers: { allow: methods_.join(', ') },
      })
    })
  }
}
