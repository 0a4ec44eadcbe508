/**
 * An ObjectStore in memory, for tests: what it holds goes with the process. Every call takes a turn of its own, so that callers
 * at the same time interleave as they would on a disk or a network.
 * @module
 */
import { readFile } from 'node:fs/promises'
import { setImmediate as turn } from 'node:timers/promises'
import { sha256 } from '../files.js'
import {
  byFolder,
  checkKey,
  checkPrefix,
  checkRange,
  conflict,
  type ObjectData,
  type ObjectHead,
  type ObjectStore,
  pageLimit,
  type StoredObject,
  type WriteCondition,
} from './object-store.js'

const collect = async (data: ObjectData): Promise<Buffer> => {
  if (typeof data === 'string') return Buffer.from(data)
  const parts: Uint8Array[] = []
  // Copies: whoever gave a buffer may use it again.
  for await (const part of data instanceof Uint8Array ? [data] : data) parts.push(Uint8Array.from(part))
  return Buffer.concat(parts)
}

const headOf = ({ key, size, etag }: StoredObject): ObjectHead => ({ key, size, etag })

/** Up to `limit` of sorted names after a cursor. */
const page = (
  sorted: readonly string[],
  cursor: string,
  limit: number,
  order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0),
) => {
  const rest = sorted.filter(name => cursor === '' || order(name, cursor) > 0)
  const taken = rest.slice(0, limit)
  return { taken, cursor: rest.length > limit ? taken.at(-1) : undefined }
}

/** @param pause what each call waits for before it acts; a test may decide there who goes first */
export const openMemoryStore = (pause: () => Promise<unknown> = turn): ObjectStore => {
  const objects = new Map<string, StoredObject>()

  const check = (key: string, { ifAbsent, ifMatch }: WriteCondition): void => {
    const present = objects.get(key)
    if (ifAbsent && present) throw conflict(key)
    if (ifMatch !== undefined && present?.etag !== ifMatch) throw conflict(key)
  }

  const write = async (key: string, data: ObjectData, condition: WriteCondition): Promise<ObjectHead> => {
    const bytes = await collect(data)
    await pause()
    check(key, condition)
    const object = { key, size: bytes.length, etag: sha256(bytes), bytes }
    objects.set(key, object)
    return headOf(object)
  }

  const read = async (key: string): Promise<StoredObject | undefined> => {
    checkKey(key)
    await pause()
    return objects.get(key)
  }

  return {
    async head(key) {
      const object = await read(key)
      return object && headOf(object)
    },
    async get(key) {
      const object = await read(key)
      return object && { ...object, bytes: Uint8Array.from(object.bytes) }
    },
    async getRange(key, start, end) {
      checkRange(start, end)
      const object = await read(key)
      return (
        object &&
        (async function* () {
          if (start < Math.min(end, object.size)) yield Uint8Array.from(object.bytes.subarray(start, end))
        })()
      )
    },
    async put(key, data, condition = {}) {
      return write(checkKey(key), data, condition)
    },
    async putFile(key, path, condition = {}) {
      return write(checkKey(key), await readFile(path), condition)
    },
    async delete(key, { ifMatch } = {}) {
      await read(key)
      check(key, ifMatch === undefined ? {} : { ifMatch })
      return objects.delete(key)
    },
    async list(prefix, options = {}) {
      const limit = pageLimit(options.limit)
      checkPrefix(prefix)
      const from = checkPrefix(options.cursor ?? '')
      await pause()
      const sorted = [...objects.keys()].filter(key => key.startsWith(prefix)).sort()
      const { taken, cursor } = page(sorted, from, limit)
      return { objects: taken.map(key => ({ key, size: objects.get(key)!.size })), cursor }
    },
    async listFolders(folder, options = {}) {
      const limit = pageLimit(options.limit)
      const start = folder === '' ? '' : `${checkKey(folder)}/`
      await pause()
      const below = [...objects.keys()]
        .filter(key => key.startsWith(start))
        .map(key => key.slice(start.length))
      const names = new Set(below.filter(key => key.includes('/')).map(key => key.slice(0, key.indexOf('/'))))
      const { taken, cursor } = page([...names].sort(byFolder), options.cursor ?? '', limit, byFolder)
      return { names: taken, cursor }
    },
  }
}
