/**
 * Students that were downloaded once are kept: public files, checked against their digests before each use.
 * @module
 */
import { stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { PromptPostError } from '@promptpost/base'
import type { Schemas } from '../client/connection.js'

/** PROMPTPOST_CACHE, else promptpost in XDG_CACHE_HOME, else ~/.cache/promptpost; in it `students`. */
export const studentsFolder = (environment: NodeJS.ProcessEnv = process.env): string => {
  const { PROMPTPOST_CACHE: own, XDG_CACHE_HOME: shared } = environment
  if (own) return resolve(own, 'students')
  return join(shared || join(homedir(), '.cache'), 'promptpost', 'students')
}

/** @throws PromptPostError 'internal' for an identifier that could lead elsewhere */
export const studentPlace = (folder: string, id: string): string => {
  if (/^[a-z]{3}_[0-9a-z]{26}$/.test(id)) return join(resolve(folder), id)
  throw new PromptPostError('internal', 'is no identifier', { field: 'student', value: id })
}

/** Bytes that are not here yet, by name and size alone: what is here is checked when it is used. */
export const bytesMissing = async (place: string, files: readonly Schemas['File'][]): Promise<number> => {
  const sizes = await Promise.all(
    files.map(async ({ name, size }) => {
      const there = await stat(join(place, name)).catch(() => undefined)
      return there?.size === size ? 0 : size
    }),
  )
  return sizes.reduce((sum, size) => sum + size, 0)
}
