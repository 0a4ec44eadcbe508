/**
 * Files that are still there after a power cut: contents and folder are flushed before the write counts as done.
 * @module
 */
import { open } from 'node:fs/promises'
import { dirname } from 'node:path'
import { writeFileAtomic } from '@promptpost/base'
import { OWNER_ONLY } from './location.js'

/** Flushes the names in a folder: until then a power cut may take back a rename or a new file. */
export const syncFolder = async (folder: string): Promise<void> => {
  // Windows opens no folders, and keeps names by itself.
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  await handle.sync().finally(() => handle.close())
}

/** Replaces a file whole and for good, readable by its owner alone. */
export const writeDurably = async (path: string, data: string | Uint8Array): Promise<void> => {
  await writeFileAtomic(path, data, { mode: OWNER_ONLY.file })
  await syncFolder(dirname(path))
}

/**
 * Appends to a file at `length`; what lies beyond, the torn end of a write that a crash cut off, is cut first. When this
 * fails the file is cut back, so that a write that was refused leaves no trace, if the disk lets it.
 */
export const appendDurably = async (path: string, length: number, text: string): Promise<void> => {
  const file = await open(path, 'a', OWNER_ONLY.file)
  try {
    await file.truncate(length)
    try {
      await file.appendFile(text)
      await file.sync()
    } catch (error) {
      await file.truncate(length).catch(() => {})
      throw error
    }
  } finally {
    await file.close()
  }
  await syncFolder(dirname(path))
}
