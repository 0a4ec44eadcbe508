/**
 * What can go wrong with a request: one class per status, with the service's code, field and request id.
 * @module
 */
import type { components } from '../generated/contract.js'
import { redact } from './redact.js'

export type Problem = components['schemas']['Problem']

/** The service answered, and the answer is an error. */
export class ApiError extends Error {
  /** HTTP status. */
  readonly status: number
  /** Stable and machine-readable, as `invalid-prompt`. */
  readonly code: string
  /** The field at fault: a JSON pointer, or a parameter's name. */
  readonly pointer: string | undefined
  /** To be given to the provider when asking for help. */
  readonly requestId: string | undefined
  readonly problem: Partial<Problem>
  readonly headers: Headers

  constructor(status: number, problem: Partial<Problem>, headers = new Headers()) {
    const place = problem.pointer ? ` (${problem.pointer})` : ''
    const id = problem.request_id ?? headers.get('x-request-id') ?? undefined
    const text = problem.detail ?? problem.title ?? 'the service gave no reason'
    super(redact(`${status} ${text}${place}${id ? ` [request ${id}]` : ''}`))
    this.name = new.target.name
    this.status = status
    this.code = problem.code ?? 'unknown'
    this.pointer = problem.pointer
    this.requestId = id
    this.problem = problem
    this.headers = headers
  }
}

/** 400: a field or parameter is missing, unknown or of the wrong kind; `pointer` says which. */
export class BadRequestError extends ApiError {}
/** 401: there is no valid token. */
export class AuthenticationError extends ApiError {}
/** 403: the token's role or access does not allow it. */
export class PermissionDeniedError extends ApiError {}
/** 404: there is no such thing, or it is another tenant's. */
export class NotFoundError extends ApiError {}
/** 409: what is there does not allow it. */
export class ConflictError extends ApiError {}
/** 412: it has changed since the ETag that was named. */
export class PreconditionFailedError extends ApiError {}
/** 413: the body is larger than the service takes. */
export class PayloadTooLargeError extends ApiError {}
/** 415: the body is of another kind. */
export class UnsupportedMediaTypeError extends ApiError {}
/** 416: the file has no such range. */
export class RangeNotSatisfiableError extends ApiError {}
/** 422: it can be read but not carried out, or the idempotency key was used for another request. */
export class UnprocessableEntityError extends ApiError {}
/** 429: too many requests, also after the retries. */
export class RateLimitError extends ApiError {}
/** 5xx: the server failed, also at the retries. */
export class InternalServerError extends ApiError {}

const CLASSES: Record<number, typeof ApiError> = {
  400: BadRequestError,
  401: AuthenticationError,
  403: PermissionDeniedError,
  404: NotFoundError,
  409: ConflictError,
  412: PreconditionFailedError,
  413: PayloadTooLargeError,
  415: UnsupportedMediaTypeError,
  416: RangeNotSatisfiableError,
  422: UnprocessableEntityError,
  429: RateLimitError,
}

/** The error of a response that is not 2xx, of the class its status has. */
export const errorOf = async (response: Response): Promise<ApiError> => {
  let problem: Partial<Problem> = {}
  try {
    const body: unknown = await response.json()
    if (typeof body === 'object' && body !== null) problem = body as Partial<Problem>
  } catch {
    // A proxy's page is no problem document; the status says enough.
  }
  const known = CLASSES[response.status] ?? (response.status >= 500 ? InternalServerError : ApiError)
  return new known(response.status, problem, response.headers)
}

/** No answer came, or it broke off. */
export class ConnectionError extends Error {
  constructor(message: string, cause?: unknown) {
    super(redact(message), { cause })
    this.name = new.target.name
  }
}

/** No answer came in time. */
export class ConnectionTimeoutError extends ConnectionError {}

/** The caller's AbortSignal fired; `cause` is its reason. */
export class UserAbortError extends Error {
  constructor(cause?: unknown) {
    super('the request was aborted', { cause })
    this.name = 'UserAbortError'
  }
}

/** A downloaded file is not what its digest says. */
export class IntegrityError extends Error {
  constructor(
    readonly file: string,
    message: string,
  ) {
    super(`${file}: ${message}`)
    this.name = 'IntegrityError'
  }
}

/** A job ended without success. */
export class JobError extends Error {
  readonly job: components['schemas']['Job']
  constructor(job: components['schemas']['Job']) {
    const next = job.failure?.next ? `. ${job.failure.next}` : ''
    super(job.failure ? `the job failed: ${job.failure.message}${next}` : `the job was ${job.status}`)
    this.name = 'JobError'
    this.job = job
  }
}
