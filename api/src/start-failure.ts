/**
 * Why a server could not start, in words that say what to do.
 * @module
 */
import { PromptPostError } from '@promptpost/base'

type System = { code?: string; syscall?: string; path?: string; address?: string; port?: number }

const ANOTHER_PLACE = 'Name another place, or mend this one.'

/** What is wrong with the address, by the system's code. */
const ADDRESS: Record<string, readonly [flag: string, message: string, next: string]> = {
  EADDRINUSE: [
    '--port',
    'is taken by another program',
    'Give another one, or 0 for any that is free; a service that still runs there is stopped with Ctrl-C.',
  ],
  EACCES: ['--port', 'may not be used by this user', 'Give one above 1023, or 0 for any that is free.'],
  EADDRNOTAVAIL: [
    '--host',
    'is no address of this machine',
    'Give one that it has, as 127.0.0.1 or 0.0.0.0.',
  ],
  ENOTFOUND: ['--host', 'was not found', 'Give an address of this machine, as 127.0.0.1 or 0.0.0.0.'],
  EAI_AGAIN: ['--host', 'was not found', 'Give an address of this machine, as 127.0.0.1 or 0.0.0.0.'],
}

/** What is wrong with the data folder, by the system's code. What a store explains itself is not among them. */
const FOLDER: Record<string, readonly [message: string, next: string]> = {
  ENOTDIR: ['is not a folder, or a part of its path is not', ANOTHER_PLACE],
  EEXIST: ['is not a folder, or something in it that should be one', ANOTHER_PLACE],
  ENOENT: ['cannot be made', 'Check the path.'],
  ELOOP: ['is a link that leads back to itself', ANOTHER_PLACE],
  ENAMETOOLONG: ['has a name that is too long', 'Name another place.'],
}

export type StartOptions = { data: string; host?: string; port?: number }

/** The error in words, where it is one of the system's; any other as it is. */
export const startFailure = (error: unknown, { host, port, data }: StartOptions): unknown => {
  if (!(error instanceof Error) || error instanceof PromptPostError) return error
  const { code = '', syscall } = error as System
  if (syscall === 'listen' || syscall === 'getaddrinfo') {
    const [flag, message, next] = ADDRESS[code] ?? []
    if (flag === undefined || message === undefined || next === undefined) return error
    const value = flag === '--port' ? port : host
    return new PromptPostError('unavailable', message, { field: flag, value, next, cause: error })
  }
  const [message, next] = FOLDER[code] ?? []
  if (message === undefined || next === undefined) return error
  return new PromptPostError('unavailable', message, { field: '--data', value: data, next, cause: error })
}
