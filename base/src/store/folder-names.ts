/**
 * Names of the folders in a folder, in order. They are remembered until the folder changes: a list of a few things out of many
 * thousands should not read all names each time.
 *
 * Where a folder changes many times a second even that is too much. A caller who can do with names of a while ago says so; then what
 * this process made or took away since the last look is added to them, and what others did comes in with the next.
 * @module
 */
import { statSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { firstAfter } from './directory-list.js'
import { readFolder } from './small-file.js'

/** Folders whose content is remembered. */
const MOST_KEPT = 256

/**
 * A folder's time goes by a coarse clock: two changes within its tick leave the same time. So only of what has been left alone
 * for so long, in nanoseconds, is the time a sign that nothing changed.
 */
const SETTLED = 50_000_000n

export type FolderNames = {
  /** @param age how old the names may be but for what this process did, in milliseconds */
  in(path: string, age?: number): Promise<readonly string[]>
  /** Says that this process put something under the path, and so made the folders above it, up to a root. */
  made(path: string, root: string): void
  /** Says that this process took a folder away. */
  gone(path: string): void
}

type Kept = {
  names: string[]
  /** Time of the folder when they were read, if it had settled. */
  changed?: bigint
  /** When they were read, by this process's clock. */
  readAt: number
}
type Change = { name: string; isThere: boolean }

const isAbsence = (error: unknown): boolean =>
  ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')

const changeOf = (path: string): bigint | undefined => {
  try {
    return statSync(path, { bigint: true, throwIfNoEntry: false })?.mtimeNs
  } catch (error) {
    if (isAbsence(error)) return undefined
    throw error
  }
}

const apply = (names: string[], { name, isThere }: Change): void => {
  const after = firstAfter(names, name)
  if ((names[after - 1] === name) === isThere) return
  if (isThere) names.splice(after, 0, name)
  else names.splice(after - 1, 1)
}

export const createFolderNames = (): FolderNames => {
  const kept = new Map<string, Kept>()
  /** Folders that are being read, and what this process did there meanwhile. */
  const reading = new Map<string, { done: Promise<Kept>; meanwhile: Change[] }>()

  const read = async (path: string, changed: bigint, meanwhile: readonly Change[]): Promise<Kept> => {
    const readAt = performance.now()
    const isSettled = BigInt(Date.now()) * 1_000_000n - changed > SETTLED
    const entries = await readFolder(path)
    // In the order of byFolder, without a text made for each comparison.
    const keys = entries.filter(entry => entry.isDirectory()).map(entry => `${entry.name}/`)
    const names = keys.sort().map(key => key.slice(0, -1))
    for (const change of meanwhile) apply(names, change)
    return { names, readAt, ...(isSettled ? { changed } : {}) }
  }

  const keep = (path: string, found: Kept): void => {
    kept.delete(path)
    if (kept.size >= MOST_KEPT) kept.delete(kept.keys().next().value as string)
    kept.set(path, found)
  }

  const tell = (path: string, isThere: boolean): void => {
    const folder = dirname(path)
    const change = { name: basename(path), isThere }
    const known = kept.get(folder)
    if (known) apply(known.names, change)
    reading.get(folder)?.meanwhile.push(change)
  }

  return {
    async in(path, age = 0) {
      const changed = changeOf(path)
      if (changed === undefined) {
        kept.delete(path)
        return []
      }
      const known = kept.get(path)
      if (known && (known.changed === changed || performance.now() - known.readAt < age)) return known.names
      // Only names that were not being read before they were asked for are certainly of now.
      const running = age > 0 ? reading.get(path) : undefined
      if (running) return (await running.done).names
      const meanwhile: Change[] = []
      const one = { done: read(path, changed, meanwhile), meanwhile }
      reading.set(path, one)
      try {
        const found = await one.done
        // Another that began later knows more.
        if (reading.get(path) === one) keep(path, found)
        return found.names
      } finally {
        if (reading.get(path) === one) reading.delete(path)
      }
    },
    made(path, root) {
      for (let folder = dirname(path); folder !== root; folder = dirname(folder)) tell(folder, true)
    },
    gone: path => tell(path, false),
  }
}
