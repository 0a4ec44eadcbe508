/**
 * The part file of a download that is under way. It carries the name of the process that writes it, so that two that
 * bring down the same file at once never write into one; what a process left behind is taken over by renaming, which
 * one alone can do.
 * @module
 */
import { randomUUID } from 'node:crypto'
import { readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { isOfTheDead, ownerTag } from '@promptpost/base/store'
import type { Schemas } from '../connection.js'

/** Bytes of a file; 0 where there is none. */
export const sizeOf = async (path: string): Promise<number> =>
  (await stat(path).catch(() => undefined))?.size ?? 0

/** What all part files of these contents begin with. */
const stemOf = ({ name, sha256 }: Schemas['File']): string => `.${name}.${sha256.slice(0, 16)}.`

/** Whether a part file is nobody's: its writer gave it back, or is gone. */
const isLeft = (name: string, stem: string): boolean =>
  name === `${stem}part` ||
  (name.startsWith(stem) && name.endsWith('.part') && isOfTheDead(name.slice(stem.length)))

/** True unless the file was not there any more. */
const renamed = (from: string, to: string): Promise<boolean> =>
  rename(from, to).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return false
      throw error
    },
  )

/**
 * A part file that only this call writes: the longest that others left, or a new name.
 *
 * @returns its path; there need be no file yet
 */
export const takePart = async (directory: string, file: Schemas['File']): Promise<string> => {
  const stem = stemOf(file)
  const own = join(directory, `${stem}${ownerTag()}.${randomUUID()}.part`)
  for (const name of (await readdir(directory)).filter(name => isLeft(name, stem))) {
    const taken = join(directory, `${stem}${ownerTag()}.${randomUUID()}.part`)
    if (!(await renamed(join(directory, name), taken))) continue
    if ((await sizeOf(taken)) > (await sizeOf(own))) await rename(taken, own)
    else await rm(taken, { force: true })
  }
  return own
}

/** Leaves a part file to whoever asks for the same contents next. */
export const leavePart = async (directory: string, file: Schemas['File'], part: string): Promise<void> => {
  await renamed(part, join(directory, `${stemOf(file)}part`))
}
