/**
 * Names of the folders in a folder, in order. They are remembered until the folder changes: a list of a few things out of many
 * thousands should not read all names each time.
 * @module
 */
import { readdir, stat } from 'node:fs/promises'
import { byFolder } from './object-store.js'

/** Folders whose content is remembered. */
const MOST_KEPT = 256

/**
 * A folder's time goes by a coarse clock: two changes within its tick leave the same time. So only what has been left alone
 * for so long, in nanoseconds, is remembered.
 */
const SETTLED = 50_000_000n

export type FolderNames = (path: string) => Promise<readonly string[]>

const orNone = <T>(operation: Promise<T>, none: T): Promise<T> =>
  operation.catch(error => {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return none
    throw error
  })

export const createFolderNames = (): FolderNames => {
  const kept = new Map<string, { changed: bigint; names: readonly string[] }>()
  return async path => {
    const now = BigInt(Date.now()) * 1_000_000n
    const changed = (await orNone(stat(path, { bigint: true }), undefined))?.mtimeNs
    if (changed === undefined) return []
    const known = kept.get(path)
    if (known?.changed === changed) return known.names
    const found = await orNone(readdir(path, { withFileTypes: true }), [])
    const names = found.filter(entry => entry.isDirectory()).map(entry => entry.name)
    names.sort(byFolder)
    kept.delete(path)
    if (now - changed > SETTLED) {
      if (kept.size >= MOST_KEPT) kept.delete(kept.keys().next().value as string)
      kept.set(path, { changed, names })
    }
    return names
  }
}
