/**
 * What long work has computed from a data set, kept on this machine's disk for the next work that needs the same bytes.
 *
 * Processes share it without a lock: an entry is written under a name of its own and renamed when it is whole, so of two that compute
 * the same both are right and the last one stays; a file that is open is read to its end even when somebody makes room. It is never an
 * error: what cannot be read is computed, what cannot be written is not kept.
 * @module
 */
import { randomUUID } from 'node:crypto'
import { mkdir, open, rename, rm, stat, statfs } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { ownerTag } from '../store/index.js'
import { type Description, keyOf, readEntry, sizeOf, writeEntry } from './entry.js'
import {
  addOwner,
  bytesOfDrafts,
  DRAFTS,
  foldersOf,
  look,
  nameOf,
  removeEntry,
  type Thing,
} from './places.js'

export type ComputedCache = {
  /** Most that is kept, in bytes. */
  readonly limit: number
  /**
   * Fills `into` with an entry of its length.
   *
   * @returns false when it is not there, or was damaged and is not any more; then `into` may hold anything
   */
  read(what: Description, into: Uint8Array): Promise<boolean>
  /** @returns whether it is kept: not when it is larger than the limit, nor when the disk refuses */
  write(what: Description, bytes: Uint8Array): Promise<boolean>
}

export type CacheOptions = {
  /** Where all caches of this machine lie; made when something is written. */
  directory: string
  /** Most that all of it may take, in bytes. */
  bytes: number
  /** The data set: what is computed from it goes with it. */
  of: Thing
  /** For whom, where that says something of him: what was computed goes with the last of these. */
  owner?: Thing
}

/** Room on the disk that stays free for jobs, in bytes. */
const SPARE = 1 << 30

/** When room is made, so much more of the limit: otherwise every write into a full cache would look at all there is. */
const EASE = 1 / 16

const isOfTheSystem = (error: unknown): boolean =>
  typeof (error as NodeJS.ErrnoException | undefined)?.syscall === 'string'

/** What the system refuses is no error. */
const attempt = async (step: () => Promise<boolean>): Promise<boolean> => {
  try {
    return await step()
  } catch (error) {
    if (isOfTheSystem(error)) return false
    throw error
  }
}

/** Lets the entries go that were not read for longest. @returns whether what is left, drafts included, is within the limit */
const makeRoom = async (root: string, limit: number): Promise<boolean> => {
  const held = await Promise.all((await foldersOf(root)).map(folder => look(join(root, folder))))
  const entries = held.flatMap(folder => folder.entries)
  let total = (await bytesOfDrafts(root)) + entries.reduce((sum, { size }) => sum + size, 0)
  if (total <= limit) return true
  const owners = held.flatMap(folder => folder.owners)
  const times = await Promise.all(
    entries.map(async entry => ({
      ...entry,
      used: (await stat(entry.path).catch(() => undefined))?.mtimeMs,
    })),
  )
  for (const { path, size } of times.sort((a, b) => (a.used ?? 0) - (b.used ?? 0))) {
    if (total <= limit * (1 - EASE)) break
    await removeEntry(path, owners)
    total -= size
  }
  return total <= limit
}

/** Bytes of all entries in a cache's folder. */
export const bytesHeld = async (root: string): Promise<number> => {
  let bytes = 0
  for (const folder of await foldersOf(root))
    for (const { size } of (await look(join(root, folder))).entries) bytes += size
  return bytes
}

export const openComputedCache = ({ directory, bytes: limit, of, owner }: CacheOptions): ComputedCache => {
  const folder = join(directory, nameOf(of))
  if (owner) nameOf(owner)
  const suffix = owner ? '-owned' : ''
  const pathOf = (what: Description, bytes: number): string =>
    join(folder, `${keyOf(what)}-${sizeOf(what, bytes)}${suffix}`)
  return {
    limit,
    read: (what, into) =>
      attempt(async () => {
        const path = pathOf(what, into.length)
        const file = await open(path, 'r')
        try {
          if (await readEntry(file, what, into)) {
            await attempt(async () => {
              const now = new Date()
              await file.utimes(now, now)
              if (owner) await addOwner(path, owner)
              return true
            })
            return true
          }
        } finally {
          await file.close()
        }
        await rm(path, { force: true })
        return false
      }),
    write: (what, bytes) =>
      attempt(async () => {
        const path = pathOf(what, bytes.length)
        const size = sizeOf(what, bytes.length)
        if (size > limit) return false
        const draft = join(directory, DRAFTS, `${ownerTag()}.${randomUUID()}-${size}`)
        for (const place of [dirname(draft), folder]) await mkdir(place, { recursive: true, mode: 0o700 })
        try {
          const file = await open(draft, 'wx', 0o600)
          try {
            // The draft's name takes its room: of two who write at the same time the later one sees both.
            if (!(await makeRoom(directory, limit))) return false
            const { bavail, bsize } = await statfs(directory)
            if (bavail * bsize < size + SPARE) return false
            await writeEntry(file, what, bytes)
          } finally {
            await file.close()
          }
          if (owner) await addOwner(path, owner)
          await rename(draft, path)
          return true
        } finally {
          await rm(draft, { force: true })
        }
      }),
  }
}
