/**
 * An error as the failure its job shows. Only messages written for users are shown; they never hold private text.
 * @module
 */
import { PromptPostError } from '@promptpost/base'
import type { Failure } from '@promptpost/base/jobs'

export const failureOf = (error: unknown): Failure => {
  if (error instanceof PromptPostError)
    return { code: error.code, message: error.message, ...(error.next ? { next: error.next } : {}) }
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
