/**
 * Listing a directory tree as keys, in key order, a page at a time, without reading what lies before the cursor.
 * @module
 */
import type { Dirent } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import {
  checkKey,
  checkPrefix,
  type FolderPage,
  type ListOptions,
  type ObjectPage,
  pageLimit,
} from './object-store.js'

const entries = async (path: string): Promise<Dirent[]> => {
  try {
    return await readdir(path, { withFileTypes: true })
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return []
    throw error
  }
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** A folder sorts as its name with a slash, so that walking gives the order of whole keys (`a-b` before `a/b`). */
const sortName = (entry: Dirent): string => (entry.isDirectory() ? `${entry.name}/` : entry.name)

/** Keys with the prefix and after the cursor, in order. A folder that cannot hold one is not opened. */
async function* walk(root: string, folder: string, prefix: string, cursor: string): AsyncGenerator<string> {
  const sorted = (await entries(join(root, folder))).map(entry => ({ entry, name: sortName(entry) }))
  sorted.sort((a, b) => byText(a.name, b.name))
  for (const { entry, name } of sorted) {
    const key = folder + name
    if (entry.isDirectory()) {
      const mayMatch = key.startsWith(prefix) || prefix.startsWith(key)
      const mayFollow = key > cursor || cursor.startsWith(key)
      if (mayMatch && mayFollow) yield* walk(root, key, prefix, cursor)
    } else if (key.startsWith(prefix) && key > cursor) yield key
  }
}

export const listObjects = async (
  root: string,
  prefix: string,
  options: ListOptions = {},
): Promise<ObjectPage> => {
  const limit = pageLimit(options.limit)
  const start = checkPrefix(prefix).slice(0, prefix.lastIndexOf('/') + 1)
  const objects: { key: string; size: number }[] = []
  for await (const key of walk(root, start, prefix, checkPrefix(options.cursor ?? ''))) {
    if (objects.length === limit) return { objects, cursor: objects.at(-1)?.key }
    const facts = await stat(join(root, key)).catch(() => undefined)
    if (facts) objects.push({ key, size: facts.size })
  }
  return { objects, cursor: undefined }
}

export const listSubfolders = async (
  root: string,
  folder: string,
  options: ListOptions = {},
): Promise<FolderPage> => {
  const limit = pageLimit(options.limit)
  const cursor = options.cursor ?? ''
  const found = await entries(join(root, folder === '' ? '' : checkKey(folder)))
  const names = found.filter(entry => entry.isDirectory() && entry.name > cursor).map(entry => entry.name)
  names.sort(byText)
  const page = names.slice(0, limit)
  return { names: page, cursor: names.length > limit ? page.at(-1) : undefined }
}
