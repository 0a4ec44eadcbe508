/**
 * Where a prompt is put: its name is free and held before a run is charged, and what was made is lost in no case.
 *
 * A name is held by the folder in which the prompt is made, beside its place and named after the process. It is made before others are
 * looked for, so of two runs that begin at once none misses the other, though both may be refused.
 * @module
 */
import { randomUUID } from 'node:crypto'
import { lstat, mkdir, readdir, rename, rm, rmdir } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { makeFolder, PromptPostError } from '@promptpost/base'
import { isOfTheDead, ownerTag } from '@promptpost/base/store'

/** As {@link ownerTag} makes it, before the ending of these folders. */
const MADE_BY = /^[0-9a-f]{12}-\d+-\w*\.made$/

const stemOf = (out: string): string => `.${basename(out)}.`
const ownFolder = (out: string): string => join(dirname(out), `${stemOf(out)}${ownerTag()}.made`)

const isThere = (path: string): Promise<boolean> =>
  lstat(path).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return false
      throw error
    },
  )

/**
 * @throws PromptPostError 'invalid-argument' for a name that no folder can have; 'conflict' when something is at the place of the
 *   prompt's folder
 */
export const requireFree = async (out: string): Promise<void> => {
  const refuse = (code: 'invalid-argument' | 'conflict', problem: string, next: string): never => {
    throw new PromptPostError(code, problem, { field: 'out', value: out, next })
  }
  if (out === '') refuse('invalid-argument', 'is empty', 'Name a new folder.')
  try {
    if (await isThere(out)) refuse('conflict', 'exists already', 'Name a new folder.')
    // Its name is longer.
    await isThere(ownFolder(out))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENAMETOOLONG') throw error
    refuse('invalid-argument', 'is too long a name', 'Name a shorter one.')
  }
}

export type HeldPlace = {
  /** The folder to make the prompt in, empty. */
  readonly folder: string
  /** Moves the finished prompt to its place. @returns where it is: beside its place where that was taken by others */
  settle(): Promise<string>
  /** Gives the name back, with what is unfinished. */
  release(): Promise<void>
}

/** Folders of other processes under the name; those that died before they made anything are removed. */
const othersAt = async (out: string): Promise<string[]> => {
  const stem = stemOf(out)
  const held: string[] = []
  for (const name of await readdir(dirname(out))) {
    const owner = name.slice(stem.length)
    const path = join(dirname(out), name)
    if (!name.startsWith(stem) || !MADE_BY.test(owner) || path === ownFolder(out)) continue
    if (isOfTheDead(owner)) await rmdir(path).catch(() => {})
    else held.push(path)
  }
  return held
}

/**
 * Holds the name of a prompt's folder for this process.
 * @throws PromptPostError 'conflict' when something is there, or another process makes a prompt of this name; see `requireFree`
 */
export const holdPlace = async (out: string): Promise<HeldPlace> => {
  const folder = ownFolder(out)
  let isSettled = false
  const release = async (): Promise<void> => {
    if (!isSettled) await rm(folder, { recursive: true, force: true })
  }
  await makeFolder(dirname(out))
  await mkdir(folder)
  try {
    const [other] = await othersAt(out)
    if (other !== undefined)
      throw new PromptPostError('conflict', 'is being worked on by another call', {
        field: 'out',
        value: out,
        next: `Wait for it, or name another folder. If no process is at it any more, remove ${other}`,
      })
    await requireFree(out)
  } catch (error) {
    await release()
    throw error
  }
  return {
    folder,
    release,
    async settle() {
      isSettled = true
      const beside = join(dirname(out), `${basename(out)}-${randomUUID().slice(0, 8)}`)
      for (const place of [out, beside])
        try {
          await rename(folder, place)
          return place
        } catch {
          // Taken since, or not to be written: a prompt that is paid for is kept all the same.
        }
      return folder
    },
  }
}
