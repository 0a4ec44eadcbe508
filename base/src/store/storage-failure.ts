/**
 * What a file system refuses, as an error a person can act on. It names no path: it may reach those who ask over HTTP.
 * @module
 */
import { PromptPostError } from '../errors.js'

/** What is wrong and what to do, by the system's code. */
const MEANING: Record<string, readonly [message: string, next: string]> = {
  ENOSPC: ['has no space left', 'Make room on the disk and try again.'],
  EDQUOT: ['has no space left in its quota', 'Make room or raise the quota, and try again.'],
  EFBIG: ['may not hold a file this large', 'Raise the limit of file sizes (ulimit -f) and try again.'],
  EROFS: ['is on a file system that is read-only', 'Mount it for writing.'],
  EACCES: ['may not be written by this process', 'Give its user the right to write there.'],
  EPERM: ['may not be written by this process', 'Give its user the right to write there.'],
  EMFILE: ['cannot be opened: too many files are open', 'Raise the limit of open files (ulimit -n).'],
  ENFILE: ['cannot be opened: too many files are open', 'Raise the limit of open files of the machine.'],
  EIO: ['cannot be read or written: the disk fails', 'Look at the system log; restore from a backup.'],
}

/**
 * The error of a failed file operation, of code `unavailable` where the machine is at fault.
 *
 * @param place what could not be written, as whoever reads it may know it
 */
export const storageFailure = (error: unknown, place = 'the data folder'): unknown => {
  const meaning = MEANING[(error as NodeJS.ErrnoException).code ?? '']
  if (meaning === undefined || error instanceof PromptPostError) return error
  const [message, next] = meaning
  return new PromptPostError('unavailable', message, { field: place, next, cause: error })
}

/** Runs a file operation and explains its failure. */
export const explained = async <T>(operation: () => Promise<T>): Promise<T> => {
  try {
    return await operation()
  } catch (error) {
    throw storageFailure(error)
  }
}
