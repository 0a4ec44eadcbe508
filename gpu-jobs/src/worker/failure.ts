/**
 * An error as the failure its job shows. Only messages written for users are shown; they never hold private text.
 * @module
 */
import { PromptPostError } from '@promptpost/base'
import type { Failure } from '@promptpost/base/jobs'

/** What the machine ran out of, by the system's code: the provider can help, and the client need not know where. */
const EXHAUSTED: Record<string, string> = {
  ENOSPC: 'no space left on the disk',
  EDQUOT: 'no space left in the quota of the disk',
  EFBIG: 'a file would be larger than the service may write',
  EMFILE: 'too many files are open',
  ENOMEM: 'no memory left',
}

const exhausted = (error: unknown): string | undefined =>
  error instanceof Error
    ? (EXHAUSTED[(error as NodeJS.ErrnoException).code ?? ''] ?? exhausted(error.cause))
    : undefined

export const failureOf = (error: unknown): Failure => {
  const missing = exhausted(error)
  if (missing)
    return {
      code: 'unavailable',
      message: `The service could not finish the job: ${missing}`,
      next: 'Start it again when the provider has made room.',
    }
  if (error instanceof PromptPostError)
    return { code: error.code, message: error.reason, ...(error.next ? { next: error.next } : {}) }
  return {
    code: 'internal',
    message: 'The job failed for a reason it did not foresee',
    next: 'The server log names the error; report it with the job id.',
  }
}

/** For the log: the kind of error and where, without its message, which could quote a text. */
export const traceOf = (error: unknown): string => {
  if (error instanceof PromptPostError) return `${error.code}: ${error.message}`
  if (!(error instanceof Error)) return typeof error
  const frames = (error.stack ?? '').split('\n').filter(line => /^\s+at /.test(line))
  return [error.name, ...frames].join('\n')
}
