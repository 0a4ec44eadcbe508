/**
 * Listing a directory tree as keys, in key order, a page at a time, without reading what lies before the cursor.
 * @module
 */
import type { Dirent } from 'node:fs'
import { join } from 'node:path'
import {
  byFolder,
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

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** A folder sorts as its name with a slash, so that walking gives the order of whole keys (`a-b` before `a/b`). */
const sortName = (entry: Dirent): string => (entry.isDirectory() ? `${entry.name}/` : entry.name)

/** Keys with the prefix and after the cursor, in order. A folder that cannot hold one is not opened. */
async function* walk(root: string, folder: string, prefix: string, cursor: string): AsyncGenerator<string> {
  const sorted = (await readFolder(join(root, folder))).map(entry => ({ entry, name: sortName(entry) }))
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
  const keys: string[] = []
  for await (const key of walk(root, start, prefix, checkPrefix(options.cursor ?? ''))) {
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

/** A page of the names of folders. */
export const listSubfolders = (names: readonly string[], options: ListOptions = {}): FolderPage => {
  const limit = pageLimit(options.limit)
  const start = firstAfter(names, options.cursor ?? '')
  const page = names.slice(start, start + limit)
  return { names: page, cursor: names.length > start + limit ? page.at(-1) : undefined }
}
