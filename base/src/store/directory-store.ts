/**
 * An ObjectStore in a directory: one file per object, conditional writes that hold between processes of one machine.
 *
 *     objects/KEY     the object's bytes, replaced only by rename, so a reader sees one version whole
 *     drafts/         content on its way in, flushed before it is renamed or linked to its key
 *     locks/          one file per key being replaced (lock.ts)
 * @module
 */
import { createReadStream } from 'node:fs'
import { link, mkdir, open, readFile, rename, rmdir, stat, unlink } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { PromptPostError } from '../errors.js'
import { digestFile, sha256 } from '../files.js'
import { listObjects, listSubfolders } from './directory-list.js'
import { type Draft, draftData, draftFile, sweepDrafts } from './drafts.js'
import { createFolderNames } from './folder-names.js'
import { sweepLocks, withLock } from './lock.js'
import {
  checkKey,
  checkRange,
  conflict,
  type ObjectHead,
  type ObjectStore,
  type WriteCondition,
} from './object-store.js'
import { factsOf, readSmallFile } from './small-file.js'
import { explained } from './storage-failure.js'

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code

/** Undefined where nothing stands under the path. */
const orAbsent = <T>(operation: Promise<T>): Promise<T | undefined> =>
  operation.catch(error => {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR' || codeOf(error) === 'EISDIR')
      return undefined
    throw error
  })

/** How many digests of large files are remembered. */
const DIGESTS_KEPT = 1000

/** Tries to put an object into a folder that others remove as often. */
const PLACE_ATTEMPTS = 20

export const openDirectoryStore = async (directory: string): Promise<ObjectStore> => {
  const root = resolve(directory)
  const objects = join(root, 'objects')
  const drafts = join(root, 'drafts')
  const locks = join(root, 'locks')
  await explained(async () => {
    for (const folder of [objects, drafts, locks]) await mkdir(folder, { recursive: true })
    await sweepDrafts(drafts)
    await sweepLocks(locks)
  })
  const folderNames = createFolderNames()
  const pathOf = (key: string): string => join(objects, checkKey(key))

  /** Digest of a file by its identity: files are replaced, never changed, so a new version is a new inode or time. */
  const digests = new Map<string, string>()
  const headLarge = async (key: string): Promise<ObjectHead | undefined> => {
    const path = pathOf(key)
    const facts = await orAbsent(stat(path, { bigint: true }))
    if (!facts?.isFile()) return undefined
    const identity = `${facts.ino} ${facts.size} ${facts.mtimeNs} ${facts.ctimeNs}`
    let etag = digests.get(identity)
    if (etag === undefined) {
      const digest = await orAbsent(digestFile(path))
      if (digest === undefined) return undefined
      const after = await orAbsent(stat(path, { bigint: true }))
      if (after?.ino !== facts.ino || after.ctimeNs !== facts.ctimeNs) return headLarge(key)
      etag = digest.sha256
      if (digests.size >= DIGESTS_KEPT) digests.delete(digests.keys().next().value as string)
      digests.set(identity, etag)
    }
    return { key, size: Number(facts.size), etag }
  }

  const head = async (key: string): Promise<ObjectHead | undefined> => {
    const bytes = await readSmallFile(pathOf(key))
    if (bytes === 'large') return headLarge(key)
    return bytes && { key, size: bytes.length, etag: sha256(bytes) }
  }

  /** One lock per key, named by its digest so that no key is too long or has a slash. */
  const locked = <T>(key: string, task: () => Promise<T>): Promise<T> => withLock(locks, sha256(key), task)

  const checkMatch = async (key: string, ifMatch: string | undefined): Promise<void> => {
    if (ifMatch !== undefined && (await head(key))?.etag !== ifMatch) throw conflict(key)
  }

  /** Links or renames a draft to its path, in a folder that may not be there, or go at the same time. */
  const place = async (path: string, move: () => Promise<void>): Promise<void> => {
    for (let attempt = 1; ; attempt++) {
      try {
        if (attempt > 1) await mkdir(dirname(path), { recursive: true })
        await move()
        return folderNames.made(path, objects)
      } catch (error) {
        if (codeOf(error) !== 'ENOENT' || attempt === PLACE_ATTEMPTS) throw error
      }
    }
  }

  /** Takes away the folders that a deleted object leaves empty. */
  const prune = async (path: string): Promise<void> => {
    for (let folder = dirname(path); folder !== objects; folder = dirname(folder)) {
      const isGone = await rmdir(folder).then(
        () => true,
        () => false,
      )
      if (!isGone) return
      folderNames.gone(folder)
    }
  }

  /** What will not be written need not be drafted. */
  const refuseTaken = async (key: string, { ifAbsent }: WriteCondition): Promise<void> => {
    const path = pathOf(key)
    if (ifAbsent && factsOf(path)) throw conflict(key)
  }

  const commit = async (key: string, draft: Draft, condition: WriteCondition): Promise<ObjectHead> => {
    const path = pathOf(key)
    let isMoved = false
    try {
      if (condition.ifAbsent) await place(path, () => link(draft.path, path))
      else
        await locked(key, async () => {
          await checkMatch(key, condition.ifMatch)
          await place(path, () => rename(draft.path, path))
          isMoved = true
        })
    } catch (error) {
      if (condition.ifAbsent && codeOf(error) === 'EEXIST' && factsOf(path)) throw conflict(key)
      if (['EEXIST', 'ENOTDIR', 'EISDIR', 'ENOTEMPTY'].includes(codeOf(error) ?? ''))
        throw new PromptPostError('invalid-argument', 'a key must not be the folder of another', {
          field: 'key',
          value: key,
        })
      throw error
    } finally {
      if (!isMoved) await orAbsent(unlink(draft.path))
    }
    return { key, size: draft.size, etag: draft.etag }
  }

  return {
    head,
    async get(key) {
      const small = await readSmallFile(pathOf(key))
      const bytes = small === 'large' ? await orAbsent(readFile(pathOf(key))) : small
      return bytes && { key, size: bytes.length, etag: sha256(bytes), bytes }
    },
    async getRange(key, start, end) {
      checkRange(start, end)
      const file = await orAbsent(open(pathOf(key), 'r'))
      if (!file) return undefined
      const facts = await file.stat()
      if (facts.isFile() && start < Math.min(end, facts.size))
        return createReadStream('', { fd: file, start, end: end - 1 }) as AsyncIterable<Uint8Array>
      await file.close()
      return facts.isFile() ? (async function* () {})() : undefined
    },
    async put(key, data, condition = {}) {
      await refuseTaken(key, condition)
      return explained(async () => commit(key, await draftData(drafts, data), condition))
    },
    async putFile(key, path, condition = {}) {
      await refuseTaken(key, condition)
      return explained(async () => commit(key, await draftFile(drafts, path), condition))
    },
    async delete(key, condition = {}) {
      const path = pathOf(key)
      return explained(() =>
        locked(key, async () => {
          await checkMatch(key, condition.ifMatch)
          const isGone = (await orAbsent(unlink(path).then(() => true))) ?? false
          if (isGone) await prune(path)
          return isGone
        }),
      )
    },
    list: (prefix, options) => listObjects(objects, prefix, options),
    async listFolders(folder, options) {
      const path = join(objects, folder === '' ? '' : checkKey(folder))
      return listSubfolders(await folderNames.in(path, options?.age), options)
    },
    localPath: pathOf,
  }
}
