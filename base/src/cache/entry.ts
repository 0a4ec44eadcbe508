/**
 * One entry as a file: a line that says what it is, how long and with which digest, then its bytes. Whatever is read is held to
 * that line, bit by bit, so no write needs to be flushed: what a crash left unwritten is not taken for anything.
 * @module
 */
import { createHash } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import { sha256 } from '../files.js'
import { canonicalJson } from '../seal/canonical.js'

/** What decides the bytes: names, versions and digests, never a text. */
export type Description = Readonly<Record<string, string | number>>

/** Read and written at a time, in bytes: no second copy of an entry is ever in memory. */
const PIECE = 16 << 20

const DIGEST = /"sha256":"([0-9a-f]{64})"/

const headOf = (what: Description, bytes: number, digest: string): Buffer =>
  Buffer.from(`${canonicalJson({ bytes, format: 'promptpost computed 1', sha256: digest, what })}\n`)

export const keyOf = (what: Description): string => sha256(canonicalJson(what))

/** Bytes of the file of an entry. */
export const sizeOf = (what: Description, bytes: number): number =>
  headOf(what, bytes, '0'.repeat(64)).length + bytes

const digestOf = (bytes: Uint8Array): string => {
  const hash = createHash('sha256')
  for (let at = 0; at < bytes.length; at += PIECE) hash.update(bytes.subarray(at, at + PIECE))
  return hash.digest('hex')
}

export const writeEntry = async (file: FileHandle, what: Description, bytes: Uint8Array): Promise<void> => {
  await file.writeFile(headOf(what, bytes.length, digestOf(bytes)))
  for (let at = 0; at < bytes.length; at += PIECE) await file.writeFile(bytes.subarray(at, at + PIECE))
}

/** Fills `into` from `position` of the file. @returns its digest, undefined when the file ends before */
const fill = async (file: FileHandle, into: Uint8Array, position: number): Promise<string | undefined> => {
  const hash = createHash('sha256')
  for (let at = 0; at < into.length; ) {
    const length = Math.min(PIECE, into.length - at)
    const { bytesRead } = await file.read(into, at, length, position + at)
    if (bytesRead === 0) return undefined
    hash.update(into.subarray(at, at + bytesRead))
    at += bytesRead
  }
  return hash.digest('hex')
}

/**
 * @param into of the length that the entry must have; holds anything when it is not whole
 * @returns whether the file is that entry, whole and unharmed
 */
export const readEntry = async (file: FileHandle, what: Description, into: Uint8Array): Promise<boolean> => {
  const size = sizeOf(what, into.length)
  if ((await file.stat()).size !== size) return false
  const head = new Uint8Array(size - into.length)
  if ((await fill(file, head, 0)) === undefined) return false
  const [, digest] = DIGEST.exec(Buffer.from(head).toString('latin1')) ?? []
  if (digest === undefined || !headOf(what, into.length, digest).equals(head)) return false
  return (await fill(file, into, head.length)) === digest
}
