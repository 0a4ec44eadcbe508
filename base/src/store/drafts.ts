/**
 * Content on its way into a directory store: written to a file of its own and flushed, before it is put under its key. The
 * file's name says which process writes it, so that what a killed one left can be told from what is still being written.
 * @module
 */
import { createHash, randomUUID } from 'node:crypto'
import { closeSync, constants, fsync, open, write } from 'node:fs'
import { copyFile, open as openHandle, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { digestFile, sha256 } from '../files.js'
import type { ObjectData } from './object-store.js'
import { isOfTheDead, ownerTag } from './owner.js'

export type Draft = { path: string; size: number; etag: string }

/** Writes a draft, or leaves nothing. */
const drafted = async (folder: string, write: (path: string) => Promise<Omit<Draft, 'path'>>) => {
  const path = join(folder, `${ownerTag()}.${randomUUID()}`)
  try {
    return { path, ...(await write(path)) }
  } catch (error) {
    await rm(path, { force: true })
    throw error
  }
}

/** `fs/promises` makes an object with a finaliser of each file, which costs more than writing a small one. */
const openFile = promisify(open)
const writePart = promisify(write)
const flush = promisify(fsync)

const draftBytes = (folder: string, bytes: Uint8Array): Promise<Draft> =>
  drafted(folder, async path => {
    const file = await openFile(path, 'wx')
    try {
      for (let at = 0; at < bytes.length; )
        at += (await writePart(file, bytes, at, bytes.length - at)).bytesWritten
      await flush(file)
    } finally {
      closeSync(file)
    }
    return { size: bytes.length, etag: sha256(bytes) }
  })

const draftStream = (folder: string, data: AsyncIterable<Uint8Array>): Promise<Draft> =>
  drafted(folder, async path => {
    const hash = createHash('sha256')
    let size = 0
    const file = await openHandle(path, 'wx')
    try {
      for await (const part of data) {
        await file.writeFile(part)
        hash.update(part)
        size += part.length
      }
      await file.sync()
    } finally {
      await file.close()
    }
    return { size, etag: hash.digest('hex') }
  })

export const draftData = (folder: string, data: ObjectData): Promise<Draft> => {
  if (typeof data === 'string') return draftBytes(folder, Buffer.from(data))
  return data instanceof Uint8Array ? draftBytes(folder, data) : draftStream(folder, data)
}

export const draftFile = (folder: string, source: string): Promise<Draft> =>
  drafted(folder, async path => {
    await copyFile(source, path, constants.COPYFILE_FICLONE)
    const file = await openHandle(path, 'r+')
    await file.sync().finally(() => file.close())
    const { size, sha256: etag } = await digestFile(path)
    return { size, etag }
  })

/** Removes drafts of processes that are gone. */
export const sweepDrafts = async (folder: string): Promise<void> => {
  for (const name of await readdir(folder))
    if (isOfTheDead(name)) await rm(join(folder, name), { force: true })
}
