/**
 * The header of a safetensors file: every rule of the format is checked here, before any tensor is read or allocated.
 * @see https://github.com/huggingface/safetensors#format
 * @module
 */
import { isObject, type JsonObject, parseJsonObject } from './json.js'
import { checkName, MAX_TENSORS, problem, quote } from './problem.js'
import { byteLengthOf, STORAGE_CODES, type StorageType, storageOfCode } from './storage.js'

/** Longest header, in bytes; the reference's own limit. */
export const MAX_HEADER_BYTES = 100_000_000

/** Most dimensions of a tensor, as in NumPy and PyTorch. */
const MAX_RANK = 64

/** Bytes in front of the header that give its length. */
export const PREFIX_BYTES = 8

/** A tensor as its header describes it; `begin` counts bytes from the end of the header. */
export type HeaderEntry = {
  name: string
  storage: StorageType
  shape: readonly number[]
  begin: number
  byteLength: number
}

export type Header = { entries: HeaderEntry[]; metadata: Record<string, string> }

const startsWith = (bytes: Uint8Array, text: string): boolean =>
  [...text].every((character, index) => bytes[index] === character.charCodeAt(0))

/**
 * Length of the header in bytes, from the first 8 bytes of a file.
 *
 * @param fileSize bytes in the whole file
 * @throws PromptPostError 'invalid-weights' when the file is too short, or the length is over 100 MB or over the file
 */
export const headerLength = (prefix: Uint8Array, fileSize: number, file: string): number => {
  if (fileSize < PREFIX_BYTES || prefix.length < PREFIX_BYTES) {
    throw problem(file, 'is shorter than 8 bytes, so it is not a safetensors file', { value: fileSize })
  }
  if (startsWith(prefix, 'version ')) {
    throw problem(file, 'is a Git LFS pointer, not the weights', {
      next: 'Run `git lfs pull` in the model directory',
    })
  }
  if (startsWith(prefix, 'PK\u0003\u0004')) {
    throw problem(file, 'is a zip archive (a PyTorch pickle, most likely), not safetensors', {
      next: 'Save the model again with safetensors; pickle is never loaded',
    })
  }
  const view = new DataView(prefix.buffer, prefix.byteOffset, PREFIX_BYTES)
  const length = view.getUint32(0, true) + view.getUint32(4, true) * 2 ** 32
  if (length > MAX_HEADER_BYTES) {
    throw problem(file, `declares a header longer than ${MAX_HEADER_BYTES} bytes`, { value: length })
  }
  if (length > fileSize - PREFIX_BYTES) {
    throw problem(file, `declares a header longer than the file (${fileSize} bytes)`, { value: length })
  }
  return length
}

const FIELDS: ReadonlySet<string> = new Set(['dtype', 'shape', 'data_offsets'])

/** A wrong value small enough for an error to keep: a stranger's list may have millions of items. */
const brief = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.slice(0, 8)
  if (isObject(value)) return Object.keys(value).slice(0, 8)
  return typeof value === 'string' ? value.slice(0, 100) : value
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0

const readEntry = (name: string, value: unknown, dataBytes: number, file: string): HeaderEntry => {
  checkName(file, name)
  const fail = (message: string, wrong?: unknown) =>
    problem(file, message, { tensor: name, value: brief(wrong) })
  if (!isObject(value)) throw fail('is not described by an object', value)
  const unknown = Object.keys(value).find(key => !FIELDS.has(key))
  if (unknown !== undefined) throw fail('has a field that the format does not know', unknown)
  const { dtype, shape, data_offsets: offsets } = value
  const storage = typeof dtype === 'string' ? storageOfCode(dtype) : undefined
  if (storage === undefined) throw fail(`has a dtype that is not one of ${STORAGE_CODES.join(', ')}`, dtype)
  if (!Array.isArray(shape) || !shape.every(isCount))
    throw fail('has a shape that is not whole numbers', shape)
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(isCount)) {
    throw fail('has data_offsets that are not two whole numbers', offsets)
  }
  if (shape.length > MAX_RANK) throw fail(`has more than ${MAX_RANK} dimensions`, shape.length)
  const [begin, end] = offsets as [number, number]
  const byteLength = byteLengthOf(storage, shape)
  if (byteLength === undefined)
    throw fail(`has a shape whose size in ${dtype} is too large or not whole bytes`, shape)
  if (begin > end) throw fail('has data_offsets that run backwards', offsets)
  if (end > dataBytes) {
    throw fail(
      `ends outside the file, which holds ${dataBytes} bytes of data; the file may be cut short`,
      offsets,
    )
  }
  if (end - begin !== byteLength) {
    throw fail(
      `takes ${end - begin} bytes, but its shape [${shape}] in ${dtype} needs ${byteLength}`,
      offsets,
    )
  }
  return { name, storage, shape, begin, byteLength }
}

const readMetadata = (value: unknown, file: string): Record<string, string> => {
  if (value === undefined) return {}
  if (!isObject(value))
    throw problem(file, 'has a __metadata__ that is not an object', { value: brief(value) })
  const wrong = Object.entries(value).find(([, text]) => typeof text !== 'string')
  if (wrong) throw problem(file, `has a __metadata__ value that is not text: ${quote(wrong[0])}`)
  return value as Record<string, string>
}

/** The data must be covered once and whole: what no tensor owns could hide another file, what two own is a forgery. */
const checkCover = (entries: readonly HeaderEntry[], dataBytes: number, file: string): void => {
  let covered = 0
  for (const { name, begin, byteLength } of entries) {
    if (begin < covered) throw problem(file, 'overlaps the tensor before it', { tensor: name, value: begin })
    if (begin > covered) {
      throw problem(file, `leaves a hole of ${begin - covered} bytes in front of it`, {
        tensor: name,
        value: begin,
      })
    }
    covered += byteLength
  }
  if (covered !== dataBytes) {
    throw problem(file, `has ${dataBytes - covered} bytes at its end that belong to no tensor`, {
      value: dataBytes,
    })
  }
}

/**
 * Reads the JSON part of a header.
 *
 * @param json the header without its length prefix
 * @param dataBytes bytes in the file behind the header
 * @returns entries in file order
 * @throws PromptPostError 'invalid-weights' naming the file, the tensor and the rule that was broken
 */
export const parseHeader = (json: Uint8Array, dataBytes: number, file: string): Header => {
  const limits = { depth: 3, keys: MAX_TENSORS, wholeNumbers: true }
  const root: JsonObject = parseJsonObject(json, file, limits)
  const entries = Object.entries(root)
    .filter(([name]) => name !== '__metadata__')
    .map(([name, value]) => readEntry(name, value, dataBytes, file))
    .sort((left, right) => left.begin - right.begin || left.byteLength - right.byteLength)
  checkCover(entries, dataBytes, file)
  return { entries, metadata: readMetadata(root.__metadata__, file) }
}
