/**
 * Folders made with those above them.
 * @module
 */
import { mkdir, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'

/**
 * Makes a folder and what is missing above it; one that is there stays as it is. Node's own recursive `mkdir` never comes back where a
 * file system says of a new folder that its parent is missing when it is not, as /proc does.
 *
 * @param mode permissions of what is made; those of the process's umask by default
 * @throws the system's error, for the folder that could not be made
 */
export const makeFolder = async (path: string, { mode }: { mode?: number } = {}): Promise<void> => {
  const missing: string[] = []
  for (let next = resolve(path); await lacksParent(next, mode); next = dirname(next)) missing.push(next)
  for (const folder of missing.reverse()) {
    const lack = await lacksParent(folder, mode)
    if (lack) throw lack
  }
}

/** Makes one folder where it is not there. @returns the error where what is above it is missing */
const lacksParent = async (path: string, mode: number | undefined): Promise<Error | undefined> => {
  try {
    await mkdir(path, { mode })
    return undefined
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST' && (await stat(path)).isDirectory()) return undefined
    if (code === 'ENOENT' && dirname(path) !== path) return error as Error
    throw error
  }
}
