/**
 * What the disk refuses, in words: which folder, why, and what to do.
 * @module
 */
import { PromptPostError } from '@promptpost/base/errors'
import { storageFailure } from '@promptpost/base/store'

/** An error of the file system; those of a connection come as the cause of another. */
export const isDiskError = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error &&
  'syscall' in error &&
  /^(open|write|close|mkdir|rename|unlink|stat|scandir|rm)$/.test(String(error.syscall))

/** The error of the file system as one that names the folder and the next step; others as they are. */
export const explained = (error: unknown, directory: string): unknown => {
  if (!isDiskError(error)) return error
  if (error.code !== 'EEXIST' && error.code !== 'ENOTDIR') return storageFailure(error, directory)
  const next = 'Name a folder, or a path where there is nothing.'
  return new PromptPostError('invalid-argument', 'is no folder', { field: directory, next, cause: error })
}
