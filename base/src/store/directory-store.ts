/**
 * An ObjectStore in a directory: one file per object, conditional writes that hold between processes of one machine.
 *
 *     objects/KEY     the object's bytes, replaced only by rename, so a reader sees one version whole
 *     drafts/         content on its way in, flushed before it is renamed or linked to its key
 *     locks/          one file per key being replaced (lock.ts)
 *
 * What is done to the disk for a write is one step (disk-steps.ts), which a server leaves to threads.
 * @module
 */
import { createReadStream } from 'node:fs'
import { open, readFile, rm, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { PromptPostError } from '../errors.js'
import { digestFile, sha256 } from '../files.js'
import { makeFolder } from '../folders.js'
import { listObjects, listSubfolders, walkObjects } from './directory-list.js'
import { type DiskOptions, openDisk } from './disk.js'
import type { LockFile, Step } from './disk-steps.js'
import { type Draft, draftAll, draftData, draftFile, sweepDrafts } from './drafts.js'
import { createFolderNames } from './folder-names.js'
import { lockFile, sweepLocks, underLock } from './lock.js'
import {
  checkKey,
  checkRange,
  conflict,
  type NewObject,
  type ObjectHead,
  type ObjectStore,
  type PutOptions,
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

const isFolderTrouble = (error: unknown): boolean =>
  ['EEXIST', 'ENOTDIR', 'EISDIR', 'ENOTEMPTY'].includes(codeOf(error) ?? '')

const folderKey = (key: string): PromptPostError =>
  new PromptPostError('invalid-argument', 'a key must not be the folder of another', {
    field: 'key',
    value: key,
  })

/** How many digests of large files are remembered. */
const DIGESTS_KEPT = 1000

/** What a step came to whose lock was free. */
type Ended = { said: 'done'; gone?: string[] } | { said: 'absent' | 'changed' }

export type DirectoryStore = ObjectStore & {
  /** Ends its threads, if it has any, once what was begun is done. */
  close(): Promise<void>
}

export const openDirectoryStore = async (
  directory: string,
  options: DiskOptions = {},
): Promise<DirectoryStore> => {
  const disk = openDisk(options)
  const root = resolve(directory)
  const objects = join(root, 'objects')
  const drafts = join(root, 'drafts')
  const locks = join(root, 'locks')
  const sweep = (): Promise<void> =>
    explained(async () => {
      await sweepDrafts(drafts)
      await sweepLocks(locks)
    })
  await explained(async () => {
    for (const folder of [objects, drafts, locks]) await makeFolder(folder)
  })
  await sweep()
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

  /** Does a step under the key's lock, which is named by its digest so that no key is too long or has a slash. */
  const underKeyLock = (key: string, step: (lock: LockFile) => Step): Promise<Ended> =>
    underLock(locks, sha256(key), async ({ ticket, lost }) => {
      const lock = { ticket: await ticket(), file: join(locks, lockFile(sha256(key))) }
      const outcome = await disk.run(step(lock))
      if (outcome.said === 'no-ticket') lost()
      if (outcome.said === 'no-ticket' || outcome.said === 'held') return undefined
      return { value: outcome }
    })

  /** What will not be written need not be drafted. */
  const refuseTaken = async (key: string, { ifAbsent }: WriteCondition): Promise<void> => {
    const path = pathOf(key)
    if (ifAbsent && factsOf(path)) throw conflict(key)
  }

  const move = async (key: string, { path: draft, bytes }: Draft, condition: PutOptions): Promise<Ended> => {
    const path = pathOf(key)
    const content = bytes ? { draft, bytes } : { draft }
    if (condition.ifAbsent) return (await disk.run({ do: 'create', path, ...content })) as Ended
    const { ifMatch, mayBeLost = false } = condition
    const match = ifMatch === undefined ? {} : { ifMatch }
    let isWritten = false
    return underKeyLock(key, lock => {
      const write = isWritten ? { draft } : content
      const step: Step = { do: 'replace', path, lock, mayBeLost, ...match, ...write }
      isWritten = true
      return step
    })
  }

  const commit = async (key: string, draft: Draft, condition: PutOptions): Promise<ObjectHead> => {
    const path = pathOf(key)
    try {
      const { said } = await move(key, draft, condition)
      if (said === 'changed') throw conflict(key)
    } catch (error) {
      await rm(draft.path, { force: true })
      if (condition.ifAbsent && codeOf(error) === 'EEXIST' && factsOf(path)) throw conflict(key)
      throw isFolderTrouble(error) ? folderKey(key) : error
    }
    folderNames.made(path, objects)
    return { key, size: draft.size, etag: draft.etag }
  }

  const createAll = async (created: readonly NewObject[]): Promise<number> => {
    const paths = created.map(({ key }) => pathOf(key))
    const drafted = await draftAll(
      drafts,
      created.map(({ data }) => data),
    )
    const all = drafted.map(({ path: draft, bytes }, i) => ({
      path: paths[i] as string,
      draft,
      ...(bytes && { bytes }),
    }))
    const outcome = await disk.run({ do: 'create-all', all }).catch(async error => {
      for (const { draft } of all) await rm(draft, { force: true })
      throw isFolderTrouble(error) ? folderKey(created.map(({ key }) => key).join(', ')) : error
    })
    const count = outcome.said === 'done' ? (outcome.count ?? 0) : 0
    for (const path of paths.slice(0, count)) folderNames.made(path, objects)
    const taken = created[count]
    const facts = taken && (await orAbsent(stat(pathOf(taken.key))))
    if (facts?.isDirectory()) throw folderKey(taken?.key as string)
    return count
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
    async createInOrder(created) {
      const [first] = created
      if (!first || factsOf(pathOf(first.key))) return 0
      return explained(() => createAll(created))
    },
    async delete(key, condition = {}) {
      const path = pathOf(key)
      const { ifMatch } = condition
      const match = ifMatch === undefined ? {} : { ifMatch }
      const outcome = await explained(() =>
        underKeyLock(key, lock => ({ do: 'delete', path, root: objects, lock, ...match })),
      )
      if (outcome.said === 'changed') throw conflict(key)
      for (const folder of outcome.said === 'done' ? (outcome.gone ?? []) : []) folderNames.gone(folder)
      return outcome.said === 'done'
    },
    list: (prefix, options) => listObjects(objects, prefix, options),
    walk: (folder, isWanted) => walkObjects(objects, folder, isWanted),
    async listFolders(folder, options) {
      const path = join(objects, folder === '' ? '' : checkKey(folder))
      return listSubfolders(await folderNames.in(path, options?.age), options)
    },
    sweep,
    localPath: pathOf,
    close: disk.close,
  }
}
