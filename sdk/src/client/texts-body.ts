/**
 * Texts as the bytes that are sent: one JSON object a line, which is also how the service keeps them. So the digest of what it
 * keeps is known here.
 * @module
 */
import { sha256Of } from './digests.js'

export type TextsBody = {
  bytes: Uint8Array<ArrayBuffer>
  /** SHA-256 of what the service keeps of it: all but blank texts. */
  kept: () => Promise<string>
}

/** Characters that are encoded at once: no string holds all of a large data set. */
const AT_ONCE = 2 ** 20

const joined = (pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const piece of pieces) {
    bytes.set(piece, at)
    at += piece.length
  }
  return bytes
}

export const bodyOf = (texts: Iterable<string>): TextsBody => {
  const encoder = new TextEncoder()
  const pieces: Uint8Array[] = []
  /** Where in the bytes is what the service keeps. */
  const ranges: [start: number, end: number][] = []
  let size = 0
  let lines = ''
  const flush = (isKept: boolean): void => {
    const piece = encoder.encode(lines)
    pieces.push(piece)
    if (isKept) ranges.push([size, size + piece.length])
    size += piece.length
    lines = ''
  }
  for (const text of texts) {
    const isBlank = typeof text === 'string' && text.trim() === ''
    // A blank text is a piece of its own.
    if (isBlank) flush(true)
    lines += `${JSON.stringify({ text })}\n`
    if (isBlank || lines.length >= AT_ONCE) flush(!isBlank)
  }
  flush(true)
  const isWhole = ranges.length === pieces.length
  const bytes = joined(pieces.splice(0))
  const kept = () => sha256Of(isWhole ? bytes : joined(ranges.map(range => bytes.subarray(...range))))
  return { bytes, kept }
}
