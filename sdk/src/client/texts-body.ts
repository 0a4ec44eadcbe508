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

const encoded = (lines: readonly string[]): Uint8Array<ArrayBuffer> => {
  const encoder = new TextEncoder()
  const pieces: Uint8Array[] = []
  let text = ''
  const flush = (): void => {
    pieces.push(encoder.encode(text))
    text = ''
  }
  for (const line of lines) {
    text += line
    if (text.length >= AT_ONCE) flush()
  }
  flush()
  const bytes = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const piece of pieces) {
    bytes.set(piece, at)
    at += piece.length
  }
  return bytes
}

export const bodyOf = (texts: Iterable<string>): TextsBody => {
  const lines: string[] = []
  const kept: string[] = []
  for (const text of texts) {
    const line = `${JSON.stringify({ text })}\n`
    lines.push(line)
    if (typeof text !== 'string' || text.trim() !== '') kept.push(line)
  }
  const bytes = encoded(lines)
  return { bytes, kept: () => sha256Of(kept.length === lines.length ? bytes : encoded(kept)) }
}
