/**
 * Content on its way into a directory store: written to a file of its own and flushed, before it is put under its key. The
 * file's name says which process writes it, so that what a killed one left can be told from what is still being written.
 * @module
 */
import { createHash, randomUUID } from 'node:crypto'
import { constants } from 'node:fs'
import { copyFile, open, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { digestFile, sha256, writeFlushed } from '../files.js'
import type { ObjectData } from './object-store.js'
import { isOfTheDead, ownerTag } from './owner.js'
import { SMALL } from './small-file.js'

/** With bytes where they are still to be written. */
export type Draft = { path: string; size: number; etag: string; bytes?: Uint8Array }

/** A name that says which process writes there. */
const newPath = (folder: string): string => join(folder, `${ownerTag()}.${randomUUID()}`)

/** Writes a draft, or leaves nothing. */
const drafted = async (folder: string, write: (path: string) => Promise<Omit<Draft, 'path'>>) => {
  const path = newPath(folder)
  try {
    return { path, ...(await write(path)) }
  } catch (error) {
    await rm(path, { force: true })
    throw error
  }
}

const draftStream = (folder: string, data: AsyncIterable<Uint8Array>): Promise<Draft> =>
  drafted(folder, async path => {
    const hash = createHash('sha256')
    let size = 0
    const seen = async function* () {
      for await (const part of data) {
        hash.update(part)
        size += part.length
        yield part
      }
    }
    const file = await open(path, 'wx')
    try {
      await writeFlushed(file, seen())
    } finally {
      await file.close()
    }
    return { size, etag: hash.digest('hex') }
  })

async function* inOne(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

/** Little is written together with all else that is done for it. */
export const draftData = async (folder: string, data: ObjectData): Promise<Draft> => {
  const bytes = typeof data === 'string' ? Buffer.from(data) : data
  if (!(bytes instanceof Uint8Array)) return draftStream(folder, bytes)
  if (bytes.length > SMALL) return draftStream(folder, inOne(bytes))
  return { path: newPath(folder), size: bytes.length, etag: sha256(bytes), bytes }
}

/** Drafts of all, or of none. */
export const draftAll = async (folder: string, all: readonly ObjectData[]): Promise<Draft[]> => {
  const outcomes = await Promise.allSettled(all.map(data => draftData(folder, data)))
  const drafts = outcomes.flatMap(outcome => (outcome.status === 'fulfilled' ? [outcome.value] : []))
  for (const outcome of outcomes)
    if (outcome.status === 'rejected') {
      for (const { path } of drafts) await rm(path, { force: true })
      throw outcome.reason
    }
  return drafts
}

export const draftFile = (folder: string, source: string): Promise<Draft> =>
  drafted(folder, async path => {
    await copyFile(source, path, constants.COPYFILE_FICLONE)
    const file = await open(path, 'r+')
    await file.sync().finally(() => file.close())
    const { size, sha256: etag } = await digestFile(path)
    return { size, etag }
  })

/** Removes drafts of processes that are gone. */
export const sweepDrafts = async (folder: string): Promise<void> => {
  for (const name of await readdir(folder))
    if (isOfTheDead(name)) await rm(join(folder, name), { force: true })
}
