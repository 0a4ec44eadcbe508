/**
 * Small files, read in the calling thread. Through the thread pool a read is four errands, each with a wake-up on both sides:
 * some 100 µs of processor time, and under load as many waits for a processor, where the calls themselves take 3.
 *
 * Who calls still gets a promise, and others their turn: after a few milliseconds of reading, what else is due goes first.
 * @module
 */
import { closeSync, type Dirent, openSync, readdirSync, readSync, type Stats, statSync } from 'node:fs'
import { readdir } from 'node:fs/promises'

/** Largest file that is read so, in bytes. */
export const SMALL = 64 * 1024

/** How long files are read before others have a turn, in milliseconds. */
const SPELL = 2

const isAbsence = (error: unknown): boolean =>
  ['ENOENT', 'ENOTDIR', 'EISDIR'].includes((error as NodeJS.ErrnoException).code ?? '')

/** Facts of a file or folder, as long as there is one. */
const lookAt = (path: string): Stats | undefined => {
  try {
    return statSync(path, { throwIfNoEntry: false })
  } catch (error) {
    if (isAbsence(error)) return undefined
    throw error
  }
}

/** Facts of a file; undefined where there is none. */
export const factsOf = (path: string): Stats | undefined => {
  const facts = lookAt(path)
  return facts?.isFile() ? facts : undefined
}

/** When what is now read without a break was begun. */
let begun: number | undefined
let nextSpell: Promise<void> | undefined

/** Whether others are due. The first read of a spell begins it; it ends when the event loop has come round. */
const isOver = (): boolean => {
  if (begun !== undefined) return performance.now() - begun > SPELL
  begun = performance.now()
  nextSpell = new Promise(resolve => {
    setImmediate(() => {
      begun = undefined
      resolve()
    })
  })
  return false
}

/** Where files are read to, and copied from before another is: a file that fills it is not small. */
const room = Buffer.allocUnsafeSlow(SMALL + 1)

/** Whole content of a small file; `large` where there is more. */
const readWhole = (path: string): Buffer | 'large' | undefined => {
  let file: number | undefined
  try {
    file = openSync(path, 'r')
    let read = 0
    for (let part = -1; part !== 0 && read < room.length; read += part)
      part = readSync(file, room, read, room.length - read, read)
    return read > SMALL ? 'large' : Buffer.from(room.subarray(0, read))
  } catch (error) {
    if (isAbsence(error)) return undefined
    throw error
  } finally {
    if (file !== undefined) closeSync(file)
  }
}

/**
 * The bytes of a file.
 *
 * @returns `large` for one of more than SMALL bytes; undefined where there is none
 */
export const readSmallFile = async (path: string): Promise<Buffer | 'large' | undefined> => {
  while (isOver()) await nextSpell
  return readWhole(path)
}

/** Facts of a file, when it is its turn. */
export const readFacts = async (path: string): Promise<Stats | undefined> => {
  while (isOver()) await nextSpell
  return factsOf(path)
}

/** Size of a folder that is small: as file systems tell it, one block, which is some hundred names at most. */
const SMALL_FOLDER = 4096

/** What is in a folder; nothing where there is none. */
export const readFolder = async (path: string): Promise<Dirent[]> => {
  while (isOver()) await nextSpell
  const facts = lookAt(path)
  if (!facts?.isDirectory()) return []
  try {
    const isSmall = facts.size <= SMALL_FOLDER
    return isSmall ? readdirSync(path, { withFileTypes: true }) : await readdir(path, { withFileTypes: true })
  } catch (error) {
    if (isAbsence(error)) return []
    throw error
  }
}
