/**
 * What S3 refuses, as an error a person can act on. It names no address and no signature: it may reach those who ask over HTTP.
 * @module
 */
import { PromptPostError } from '@promptpost/base'

type Failure = { name?: string; $metadata?: { httpStatusCode?: number; attempts?: number } }

/** Status of the answer, if one came. */
export const statusOf = (error: unknown): number | undefined => (error as Failure).$metadata?.httpStatusCode

/** Whether the request was sent more than once, so that an earlier try may have done what the last one reports on. */
export const wasRetried = (error: unknown): boolean => ((error as Failure).$metadata?.attempts ?? 1) > 1

export const isMissing = (error: unknown): boolean =>
  statusOf(error) === 404 && nameOf(error) !== 'NoSuchBucket'

export const nameOf = (error: unknown): string => (error as Failure).name ?? ''

const NEXT: Record<string, string> = {
  AccessDenied: 'Give the role of this process the right to do it.',
  InvalidAccessKeyId: 'Look at the credentials of this process.',
  SignatureDoesNotMatch: 'Look at the credentials of this process.',
  ExpiredToken: 'The credentials have expired: get new ones.',
  CredentialsProviderError: 'Give this process a role or credentials.',
  NoSuchBucket: 'Look at the name and the region of the bucket.',
  RequestTimeTooSkewed: 'Set the clock of this machine.',
}

/** The error of a failed call, of code `unavailable`: the storage is at fault, not the caller. */
export const s3Failure = (error: unknown): unknown => {
  if (error instanceof PromptPostError || !(error instanceof Error)) return error
  // An error of our own code, or of the stream that was to be stored.
  if (!('$metadata' in error) && !/^(CredentialsProvider|Timeout|Abort)Error$/.test(error.name)) {
    const { code } = error as NodeJS.ErrnoException
    if (!/^(ECONN|EPIPE|ENOTFOUND|EAI_|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH)/.test(code ?? '')) return error
  }
  return new PromptPostError('unavailable', `cannot be used now (${nameOf(error)})`, {
    field: 'the object storage',
    next: NEXT[nameOf(error)] ?? 'Try again in a moment.',
    cause: error,
  })
}

/** Runs calls and explains their failure. */
export const explained = async <T>(operation: () => Promise<T>): Promise<T> => {
  try {
    return await operation()
  } catch (error) {
    throw s3Failure(error)
  }
}
