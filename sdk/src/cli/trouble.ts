/**
 * Errors of the system and of the runtime, in words that say what to do.
 * @module
 */
import { PromptPostError } from '@promptpost/base'
import { ApiError, ConnectionError, IntegrityError, JobError, UserAbortError } from '../client/errors.js'

const MEANINGS: Readonly<Record<string, readonly [message: string, next: string]>> = {
  ENOSPC: ['there is no space left on the disk', 'Make room and run the same command again.'],
  EDQUOT: ['your share of the disk is used up', 'Make room and run the same command again.'],
  EROFS: ['the file system is read-only', 'Name another place.'],
  EACCES: ['permission denied', 'Mend its permissions, or name another place.'],
  EPERM: ['not permitted', 'Mend its permissions, or name another place.'],
  ENOTDIR: ['a part of its path is a file, not a folder', 'Name another place.'],
  EISDIR: ['is a folder, not a file', 'Name a file.'],
  ENOENT: ['was not found', 'Check the path.'],
  EFBIG: ['is larger than a file may be here', 'Raise the limit, as with: ulimit -f unlimited'],
  EMFILE: ['too many files are open', 'Raise the limit with: ulimit -n 4096'],
}

/** What a failed file operation means; undefined for any other error. */
export const fileTrouble = (error: unknown): { message: string; next: string } | undefined => {
  if (!(error instanceof Error) || error instanceof PromptPostError) return undefined
  const { code, path, syscall } = error as NodeJS.ErrnoException
  // On a read-only file system a folder that cannot be made is called not found.
  const meaning = code === 'ENOENT' && syscall === 'mkdir' ? MEANINGS.EROFS : MEANINGS[`${code}`]
  const [message, next] = meaning ?? []
  if (message === undefined || next === undefined) return undefined
  return { message: path === undefined ? message : `${path}: ${message}`, next }
}

const FORESEEN = [PromptPostError, ApiError, ConnectionError, IntegrityError, JobError, UserAbortError]

/** Neither one of ours nor one of the system: a fault in the program, or an answer that no service gives. */
export const isUnforeseen = (error: unknown): boolean =>
  !FORESEEN.some(kind => error instanceof kind) &&
  typeof (error as NodeJS.ErrnoException | undefined)?.code !== 'string'
