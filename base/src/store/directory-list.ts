/**
 * Listing a directory tree as keys, in key order, a page at a time, without reading what lies before the cursor.
 * @module
 */
import type { Dirent } from 'node:fs'
import { join } from 'node:path'
import {
  byFolder,
  checkKey,
  checkPrefix,
  type FolderPage,
  type ListOptions,
  type ObjectPage,
  pageLimit,
} from './object-store.js'
import { readFacts, readFolder } from './small-file.js'

/** Index of the first of sorted names of folders that comes after one. */
export const firstAfter = (names: readonly string[], name: string): number => {
  let low = 0
  for (let high = names.length; low < high; ) {
    const middle = (low + high) >> 1
    if (name === '' || byFolder(names[middle] as string, name) > 0) high = middle
    else low = middle + 1
  }
  return low
}

/** A folder sorts as its name with a slash, so that walking gives the order of whole keys (`a-b` before `a/b`). */
const sortName = (entry: Dirent): string => (entry.isDirectory() ? `${entry.name}/` : entry.name)

type Wanted = (key: string) => boolean

/** Keys that are wanted, in order. A folder is asked about by its name with a slash, and opened if it is wanted. */
async function* walk(root: string, folder: string, isWanted: Wanted): AsyncGenerator<string> {
  // Without a text made for each comparison: there may be many thousands.
  const names = (await readFolder(join(root, folder))).map(sortName).sort()
  for (const name of names) {
    const key = folder + name
    if (!isWanted(key)) continue
    if (key.endsWith('/')) yield* walk(root, key, isWanted)
    else yield key
  }
}

export const listObjects = async (
  root: string,
  prefix: string,
  options: ListOptions = {},
): Promise<ObjectPage> => {
  const limit = pageLimit(options.limit)
  const start = checkPrefix(prefix).slice(0, prefix.lastIndexOf('/') + 1)
  const cursor = checkPrefix(options.cursor ?? '')
  const isWanted: Wanted = key => {
    if (!key.endsWith('/')) return key.startsWith(prefix) && key > cursor
    const mayMatch = key.startsWith(prefix) || prefix.startsWith(key)
    return mayMatch && (key > cursor || cursor.startsWith(key))
  }
  const keys: string[] = []
  for await (const key of walk(root, start, isWanted)) {
    keys.push(key)
    if (keys.length > limit) break
  }
  const page = keys.slice(0, limit)
  const sized = await Promise.all(
    page.map(async key => ({ key, size: (await readFacts(join(root, key)))?.size })),
  )
  // What went away since its name was read has no size.
  const objects = sized.flatMap(({ key, size }) => (size === undefined ? [] : [{ key, size }]))
  return { objects, cursor: keys.length > limit ? page.at(-1) : undefined }
}

/** Objects one after another: each folder is read once, where every page reads anew those above its beginning. */
export async function* walkObjects(
  root: string,
  folder: string,
  isWanted: Wanted,
): AsyncGenerator<{ key: string; size: number }> {
  for await (const key of walk(root, `${checkKey(folder)}/`, isWanted)) {
    const facts = await readFacts(join(root, key))
    if (facts) yield { key, size: facts.size }
  }
}

/** A page of the names of folders. */
export const listSubfolders = (names: readonly string[], options: ListOptions = {}): FolderPage => {
  const limit = pageLimit(options.limit)
  const start = firstAfter(names, options.cursor ?? '')
  const page = names.slice(start, start + limit)
  return { names: page, cursor: names.length > start + limit ? page.at(-1) : undefined }
}
