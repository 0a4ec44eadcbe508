/**
 * Where settings stand: `promptpost.json` in the folder one works in, and a file of the user's own for all folders.
 * @module
 */
import { stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, isAbsolute, join, relative, resolve } from 'node:path'
import { PromptPostError } from '@promptpost/base'
import { readUserFileText } from '../user-file.js'
import { checkSettings, type ProjectFile, type UserFile } from './check-settings.js'

export const PROJECT_FILE = 'promptpost.json'

/** Largest file of settings, in bytes. */
const MOST_BYTES = 2 ** 20

/** `$XDG_CONFIG_HOME/promptpost/config.json`; a relative XDG_CONFIG_HOME counts as unset, as its specification says. */
export const userFilePath = (environment: NodeJS.ProcessEnv = process.env): string => {
  const base = environment.XDG_CONFIG_HOME
  return join(base && isAbsolute(base) ? base : join(homedir(), '.config'), 'promptpost', 'config.json')
}

const readIfThere = async (path: string): Promise<string | undefined> => {
  try {
    if ((await stat(path)).size > MOST_BYTES)
      throw new PromptPostError('invalid-config', `is larger than ${MOST_BYTES} bytes`, { field: path })
    return await readUserFileText(path)
  } catch (cause) {
    if (cause instanceof PromptPostError) throw cause
    const { code } = cause as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    throw new PromptPostError('invalid-config', `cannot be read (${code})`, { field: path, cause })
  }
}

/** A file of settings, and where it was found. */
export type Found<File> = { path: string; settings: File }

/** A student's folder has a `promptpost.json` too, which says where the student comes from. */
const isStudentCard = (text: string): boolean => {
  try {
    return (JSON.parse(text) as { kind?: unknown } | null)?.kind === 'student'
  } catch {
    return false
  }
}

/**
 * @param path as given; default `promptpost.json` in the current folder, and in no other
 * @returns undefined when none was named and none is there
 * @throws PromptPostError when it is wrong, or the one that was named is absent
 */
export const readProjectFile = async (path: string | undefined): Promise<Found<ProjectFile> | undefined> => {
  const name = path ?? PROJECT_FILE
  const text = await readIfThere(name)
  if (text !== undefined && path === undefined && isStudentCard(text)) return undefined
  if (text !== undefined) return { path: name, settings: checkSettings('ProjectFile', text, name) }
  if (path === undefined) return undefined
  throw new PromptPostError('not-found', 'was not found', {
    field: path,
    next: 'Make one with: promptpost init',
  })
}

/** @throws PromptPostError when it is wrong */
export const readUserFile = async (): Promise<Found<UserFile> | undefined> => {
  const path = userFilePath()
  const text = await readIfThere(path)
  return text === undefined ? undefined : { path, settings: checkSettings('UserFile', text, path) }
}

/** A path as a file of settings means it: beside that file, not where the program was started. */
export const besideFile = (file: string, path: string): string => {
  const place = resolve(dirname(file), path)
  const here = relative(process.cwd(), place)
  return isAbsolute(path) || here.startsWith('..') || here === '' ? place : here
}
