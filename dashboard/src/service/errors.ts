/**
 * What went wrong with a request, and what to do about it.
 * @module
 */
import type { Schemas } from 'promptpost/client'

/** The service answered with a problem. */
export class RefusedError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
    readonly requestId: string | undefined,
  ) {
    super(detail)
    this.name = 'RefusedError'
  }
}

/** No answer came: the service or the way to it is down. */
export class UnreachableError extends Error {
  constructor(cause: unknown) {
    super('The service does not answer.', { cause })
    this.name = 'UnreachableError'
  }
}

const isRecord = (value: unknown): value is Partial<Schemas['Problem']> =>
  typeof value === 'object' && value !== null

/** Whatever stands between may answer without a problem document; then the status has to do. */
export const refusalOf = async (response: Response): Promise<RefusedError> => {
  const body: unknown = await response.json().catch(() => undefined)
  const problem = isRecord(body) ? body : {}
  return new RefusedError(
    response.status,
    problem.code ?? `http-${response.status}`,
    problem.detail ?? problem.title ?? `The service answered with status ${response.status}.`,
    problem.request_id ?? response.headers.get('x-request-id') ?? undefined,
  )
}

/** What to do now, where the answer's own sentence does not say it. */
export const nextStep = (error: unknown): string => {
  if (!(error instanceof RefusedError)) return 'Look whether the service runs: promptpost serve.'
  if (error.status === 401)
    return 'Log in with a token that is valid here. Its tenant’s administrator makes one with: promptpost tokens create.'
  if (error.code === 'not-offered')
    return 'This service classifies by jobs only: promptpost predict --transfer TRANSFER --text TEXT.'
  if (error.code === 'busy' || error.code === 'timed-out') return 'Wait a little, then try again.'
  if (error.status === 403) return 'Log in with a token whose role and access allow this.'
  if (error.status === 404) return 'Go back to the list; it may have been deleted.'
  if (error.status === 429) return 'Wait a little, then load it again.'
  if (error.status >= 500) return 'Load it again. If it stays, tell the administrator the request id.'
  return 'Load the page again.'
}
