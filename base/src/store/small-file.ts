/**
 * Small files, read in the calling thread. Through the thread pool a read is four errands, each with a wake-up on both sides:
 * some 100 µs of processor time, and under load as many waits for a processor, where the calls themselves take 3.
 *
 * Who calls still gets a promise, and others their turn: after a few milliseconds of reading, what else is due goes first.
 * @module
 */
import { closeSync, openSync, readSync, type Stats, statSync } from 'node:fs'

/** Largest file that is read so, in bytes. */
export const SMALL = 64 * 1024

/** How long files are read before others have a turn, in milliseconds. */
const SPELL = 2

const isAbsence = (error: unknown): boolean =>
  ['ENOENT', 'ENOTDIR', 'EISDIR'].includes((error as NodeJS.ErrnoException).code ?? '')

/** Facts of a file; undefined where there is none. */
export const factsOf = (path: string): Stats | undefined => {
  try {
    const facts = statSync(path, { throwIfNoEntry: false })
    return facts?.isFile() ? facts : undefined
  } catch (error) {
    if (isAbsence(error)) return undefined
    throw error
  }
}

/** When this spell of reading began. */
let begun: number | undefined
let pause: Promise<void> | undefined

const endSpell = (): Promise<void> =>
  new Promise(resolve => {
    setImmediate(() => {
      begun = undefined
      pause = undefined
      resolve()
    })
  })

/** Waits while others are due. */
const myTurn = async (): Promise<void> => {
  while (begun !== undefined && performance.now() - begun > SPELL) {
    pause ??= endSpell()
    await pause
  }
  if (begun !== undefined) return
  begun = performance.now()
  // A spell is what is read without a break.
  pause ??= endSpell()
}

/** Whole content of a file below a size; `large` where there is more. */
const readWhole = (path: string, size: number): Buffer | 'large' | undefined => {
  let file: number
  try {
    file = openSync(path, 'r')
  } catch (error) {
    if (isAbsence(error)) return undefined
    throw error
  }
  try {
    // One byte more than there was: a file that was replaced meanwhile may be larger.
    const bytes = Buffer.allocUnsafe(size + 1)
    let read = 0
    for (let part = -1; part !== 0 && read < bytes.length; read += part)
      part = readSync(file, bytes, read, bytes.length - read, read)
    return read > size ? 'large' : bytes.subarray(0, read)
  } finally {
    closeSync(file)
  }
}

/**
 * The bytes of a file.
 *
 * @returns `large` for one of more than SMALL bytes, which is not read; undefined where there is none
 */
export const readSmallFile = async (path: string): Promise<Buffer | 'large' | undefined> => {
  await myTurn()
  for (;;) {
    const facts = factsOf(path)
    if (!facts) return undefined
    if (facts.size > SMALL) return 'large'
    const bytes = readWhole(path, facts.size)
    if (bytes !== 'large') return bytes
  }
}
