/**
 * Errors as application/problem+json (RFC 9457): a stable code, the field at fault, the request id.
 * @module
 */
import { PromptPostError } from '@promptpost/base'
import { HTTPException } from 'hono/http-exception'
import type { RequestContext } from './environment.js'

export type ProblemDetails = {
  /** JSON pointer into the body, or the name of a parameter. */
  pointer?: string
  headers?: Record<string, string>
  /** When it is not one of ours. */
  type?: string
  /** Further members of the body. */
  members?: Record<string, unknown>
}

const TITLES: Record<number, string> = {
  400: 'The request cannot be read',
  401: 'No valid token',
  403: 'This role may not do that',
  404: 'Not found',
  405: 'Method not allowed',
  409: 'In conflict with what is there',
  411: 'Length required',
  412: 'Changed since',
  413: 'Too large',
  415: 'Unsupported media type',
  416: 'No such range',
  422: 'The request cannot be carried out',
  429: 'Too many requests',
  500: 'The server failed',
  503: 'Not available now',
  504: 'No answer in time',
}

/** A JSON pointer (RFC 6901) to the field under these names. */
export const pointerTo = (names: readonly string[]): string =>
  names.map(name => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')

/** A request that ends in an error response. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
    readonly details: ProblemDetails = {},
  ) {
    super(detail)
    this.name = 'Problem'
  }
}

export const notFound = (pointer?: string): Problem =>
  new Problem(
    404,
    'not-found',
    'There is no such thing, or it is not yours.',
    pointer === undefined ? {} : { pointer },
  )

/** For an address that no operation has. */
export const noOperation = (): Problem =>
  new Problem(404, 'not-found', 'No operation has this address; /openapi.yaml tells which there are.')

const STATUS_OF: Partial<Record<PromptPostError['code'], number>> = {
  'not-found': 404,
  conflict: 409,
  unavailable: 503,
  'compute-crashed': 500,
  internal: 500,
}

const asProblem = (error: unknown): Problem => {
  if (error instanceof Problem) return error
  if (error instanceof PromptPostError)
    return new Problem(STATUS_OF[error.code] ?? 422, error.code, error.message)
  if (error instanceof HTTPException && error.status < 500)
    return new Problem(error.status, 'bad-request', error.message)
  return new Problem(500, 'internal', 'Something broke on our side. Report the request id.')
}

/** Where in the code an unforeseen error came from, without its message, which could quote a body. */
const traceOf = (error: unknown): string =>
  error instanceof Error
    ? [error.name, ...(error.stack ?? '').split('\n').filter(line => /^\s+at /.test(line))].join('\n')
    : typeof error

export const problemResponse = (c: RequestContext, error: unknown): Response => {
  const problem = asProblem(error)
  const requestId = c.get('requestId')
  if (problem.status >= 500)
    c.get('services').log({
      level: 'error',
      request_id: requestId,
      code: problem.code,
      trace: traceOf(error),
    })
  const body = {
    type: problem.details.type ?? `https://promptpost.dev/problems/${problem.code}`,
    title: TITLES[problem.status] ?? 'Error',
    status: problem.status,
    detail: problem.message,
    instance: c.req.path,
    code: problem.code,
    ...(problem.details.pointer === undefined ? {} : { pointer: problem.details.pointer }),
    ...problem.details.members,
    request_id: requestId,
  }
  return new Response(JSON.stringify(body), {
    status: problem.status,
    headers: {
      ...problem.details.headers,
      'content-type': 'application/problem+json',
      'x-request-id': requestId,
    },
  })
}
