/**
 * An ObjectStore in a directory: one file per object, conditional writes that hold between processes of one machine.
 *
 *     objects/KEY     the object's bytes, replaced only by rename, so a reader sees one version whole
 *     drafts/         content on its way in, flushed before it is renamed or linked to its key
 *     locks/          one file per key being replaced (lock.ts)
 * @module
 */
import { createHash, randomUUID } from 'node:crypto'
import { constants, createReadStream } from 'node:fs'
import { copyFile, link, mkdir, open, readFile, rename, rm, stat, unlink } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { PromptPostError } from '../errors.js'
import { digestFile, sha256 } from '../files.js'
import { listObjects, listSubfolders } from './directory-list.js'
import { withLock } from './lock.js'
import {
  checkKey,
  conflict,
  type ObjectData,
  type ObjectHead,
  type ObjectStore,
  type WriteCondition,
} from './object-store.js'

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code

/** Undefined where nothing stands under the path. */
const orAbsent = <T>(operation: Promise<T>): Promise<T | undefined> =>
  operation.catch(error => {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR' || codeOf(error) === 'EISDIR')
      return undefined
    throw error
  })

type Draft = { path: string; size: number; etag: string }

/** How many digests of unchanged files are remembered. */
const DIGESTS_KEPT = 1000

export const openDirectoryStore = async (directory: string): Promise<ObjectStore> => {
  const root = resolve(directory)
  const objects = join(root, 'objects')
  const drafts = join(root, 'drafts')
  const locks = join(root, 'locks')
  for (const folder of [objects, drafts, locks]) await mkdir(folder, { recursive: true })
  const pathOf = (key: string): string => join(objects, checkKey(key))

  /** Digest of a file by its identity: files are replaced, never changed, so a new version is a new inode or time. */
  const digests = new Map<string, string>()
  const head = async (key: string): Promise<ObjectHead | undefined> => {
    const path = pathOf(key)
    const facts = await orAbsent(stat(path, { bigint: true }))
    if (!facts?.isFile()) return undefined
    const identity = `${facts.ino} ${facts.size} ${facts.mtimeNs} ${facts.ctimeNs}`
    let etag = digests.get(identity)
    if (etag === undefined) {
      const digest = await orAbsent(digestFile(path))
      if (digest === undefined) return undefined
      const after = await orAbsent(stat(path, { bigint: true }))
      if (after?.ino !== facts.ino || after.ctimeNs !== facts.ctimeNs) return head(key)
      etag = digest.sha256
      if (digests.size >= DIGESTS_KEPT) digests.delete(digests.keys().next().value as string)
      digests.set(identity, etag)
    }
    return { key, size: Number(facts.size), etag }
  }

  const draftData = async (data: ObjectData): Promise<Draft> => {
    const path = join(drafts, randomUUID())
    const hash = createHash('sha256')
    let size = 0
    const file = await open(path, 'wx')
    try {
      const parts =
        typeof data === 'string' ? [Buffer.from(data)] : data instanceof Uint8Array ? [data] : data
      for await (const part of parts) {
        await file.writeFile(part)
        hash.update(part)
        size += part.length
      }
      await file.sync()
    } catch (error) {
      await file.close()
      await rm(path, { force: true })
      throw error
    }
    await file.close()
    return { path, size, etag: hash.digest('hex') }
  }

  const draftFile = async (source: string): Promise<Draft> => {
    const path = join(drafts, randomUUID())
    try {
      await copyFile(source, path, constants.COPYFILE_FICLONE)
      const file = await open(path, 'r+')
      await file.sync().finally(() => file.close())
      const { size, sha256: etag } = await digestFile(path)
      return { path, size, etag }
    } catch (error) {
      await rm(path, { force: true })
      throw error
    }
  }

  /** One lock per key, named by its digest so that no key is too long or has a slash. */
  const locked = <T>(key: string, task: () => Promise<T>): Promise<T> => withLock(locks, sha256(key), task)

  const checkMatch = async (key: string, ifMatch: string | undefined): Promise<void> => {
    if (ifMatch !== undefined && (await head(key))?.etag !== ifMatch) throw conflict(key)
  }

  const commit = async (key: string, draft: Draft, condition: WriteCondition): Promise<ObjectHead> => {
    const path = pathOf(key)
    try {
      await mkdir(dirname(path), { recursive: true })
      if (condition.ifAbsent) await link(draft.path, path)
      else
        await locked(key, async () => {
          await checkMatch(key, condition.ifMatch)
          await rename(draft.path, path)
        })
    } catch (error) {
      if (condition.ifAbsent && codeOf(error) === 'EEXIST' && (await orAbsent(stat(path)))?.isFile())
        throw conflict(key)
      if (['EEXIST', 'ENOTDIR', 'EISDIR', 'ENOTEMPTY'].includes(codeOf(error) ?? ''))
        throw new PromptPostError('invalid-argument', 'a key must not be the folder of another', {
          field: 'key',
          value: key,
        })
      throw error
    } finally {
      await rm(draft.path, { force: true })
    }
    return { key, size: draft.size, etag: draft.etag }
  }

  return {
    head,
    async get(key) {
      const bytes = await orAbsent(readFile(pathOf(key)))
      return bytes && { key, size: bytes.length, etag: sha256(bytes), bytes }
    },
    async getRange(key, start, end) {
      const file = await orAbsent(open(pathOf(key), 'r'))
      if (!file) return undefined
      if (!(await file.stat()).isFile()) {
        await file.close()
        return undefined
      }
      if (end > start)
        return createReadStream('', { fd: file, start, end: end - 1 }) as AsyncIterable<Uint8Array>
      await file.close()
      return (async function* () {})()
    },
    async put(key, data, condition = {}) {
      checkKey(key)
      return commit(key, await draftData(data), condition)
    },
    async putFile(key, path, condition = {}) {
      checkKey(key)
      return commit(key, await draftFile(path), condition)
    },
    delete(key, condition = {}) {
      const path = pathOf(key)
      return locked(key, async () => {
        await checkMatch(key, condition.ifMatch)
        return (await orAbsent(unlink(path).then(() => true))) ?? false
      })
    },
    list: (prefix, options) => listObjects(objects, prefix, options),
    listFolders: (folder, options) => listSubfolders(objects, folder, options),
    localPath: pathOf,
  }
}
