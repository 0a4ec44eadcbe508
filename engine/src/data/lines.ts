/**
 * A file as lines of text: bounded, decoded without guessing, split at LF and CRLF only.
 * @module
 */
import { readFile, stat } from 'node:fs/promises'
import { refuseData } from './errors.js'

/** Bounds on a data file. */
export type Limits = {
  /** Largest file, in bytes; 512 MiB by default. */
  readonly maxFileBytes: number
  /** Longest line (for CSV: record; for Parquet: text), in bytes; 1 MiB by default. */
  readonly maxLineBytes: number
  /** Most rows; 5 million by default. */
  readonly maxRows: number
}

export const DEFAULT_LIMITS: Limits = {
  maxFileBytes: 512 * 2 ** 20,
  maxLineBytes: 2 ** 20,
  maxRows: 5_000_000,
}

/** 'latin1' is ISO 8859-1 exactly: byte 0x85 is U+0085, not the ellipsis of Windows-1252. */
export type Encoding = 'utf-8' | 'latin1'

/** One line: its number from 1, and its text without the line end. */
export type Line = { readonly line: number; readonly text: string }

/** @throws PromptPostError 'invalid-data' when it is not there, not a file, or larger than `maxFileBytes` */
export const checkFile = async (path: string, limits: Limits): Promise<void> => {
  const found = await stat(path).catch(() => undefined)
  if (found === undefined) return refuseData({ path }, 'was not found', 'Check the path.')
  if (!found.isFile()) return refuseData({ path }, 'is not a file', 'Give the path of one data file.')
  if (found.size > limits.maxFileBytes) {
    const next = 'Split the file, or raise limits.maxFileBytes.'
    return refuseData({ path }, `has ${found.size} bytes, more than ${limits.maxFileBytes}`, next)
  }
}

/** Reads a whole file after {@link checkFile}. */
export const readBounded = async (path: string, limits: Limits): Promise<Buffer> => {
  await checkFile(path, limits)
  return readFile(path)
}

const decodeUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * Decodes one text strictly.
 *
 * @throws PromptPostError 'invalid-data' for invalid UTF-8 or a NUL
 */
export const decodeStrictly = (
  bytes: Uint8Array,
  encoding: Encoding,
  place: { path: string; line: number; column?: string },
): string => {
  let text: string
  if (encoding === 'latin1') {
    text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
  } else {
    try {
      text = decodeUtf8.decode(bytes)
    } catch {
      return refuseData(place, 'is not valid UTF-8', "Convert the file to UTF-8, or give encoding: 'latin1'.")
    }
  }
  return text.includes('\0')
    ? refuseData(place, 'holds a NUL', 'Check that this is a text file, and remove it.')
    : text
}

/**
 * Splits at LF (a CR before it belongs to the line end). U+0085, U+2028 and a lone CR are ordinary characters: film
 * reviews contain them. A byte order mark at the start is dropped. Empty lines are given as they are.
 *
 * @throws PromptPostError 'invalid-data', naming the line, for a line that is too long, not in the encoding, or with NUL
 */
export function* splitLines(
  bytes: Buffer,
  path: string,
  encoding: Encoding,
  limits: Limits,
): Generator<Line> {
  const marked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
  let start = marked ? 3 : 0
  for (let line = 1; start < bytes.length; line += 1) {
    const found = bytes.indexOf(0x0a, start)
    const stop = found === -1 ? bytes.length : found
    const end = stop > start && bytes[stop - 1] === 0x0d ? stop - 1 : stop
    if (end - start > limits.maxLineBytes) {
      const next = 'Check that lines end in LF or CRLF, or raise limits.maxLineBytes.'
      refuseData({ path, line }, `has ${end - start} bytes, more than ${limits.maxLineBytes}`, next)
    }
    yield { line, text: decodeStrictly(bytes.subarray(start, end), encoding, { path, line }) }
    start = stop + 1
  }
}
