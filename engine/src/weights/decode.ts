/**
 * Reads a small safetensors file that is in memory already: an uploaded prompt.
 * @module
 */
import { type Header, headerLength, PREFIX_BYTES, parseHeader } from './header.js'
import { problem } from './problem.js'
import type { StorageType } from './storage.js'

export type DecodedTensor = {
  readonly name: string
  readonly storage: StorageType
  readonly shape: readonly number[]
  /** A view on the given bytes, not a copy; little-endian, possibly unaligned. */
  readonly bytes: Uint8Array
}

export type DecodeOptions = {
  /** Largest file accepted, in bytes. */
  maxBytes: number
  /** What errors call the file. */
  label: string
}

const readHeader = (
  file: Uint8Array,
  { maxBytes, label }: DecodeOptions,
): { header: Header; data: Uint8Array } => {
  const bytes = new Uint8Array(file.buffer, file.byteOffset, file.byteLength)
  if (bytes.byteLength > maxBytes) {
    throw problem(label, `is larger than ${maxBytes} bytes`, {
      value: bytes.byteLength,
      next: 'Send a smaller file',
    })
  }
  const length = headerLength(bytes.subarray(0, PREFIX_BYTES), bytes.byteLength, label)
  const data = bytes.subarray(PREFIX_BYTES + length)
  const json = bytes.subarray(PREFIX_BYTES, PREFIX_BYTES + length)
  return { header: parseHeader(json, data.byteLength, label), data }
}

/**
 * Tensors by name, in file order; `toFloat32(storage, bytes)` gives the numbers.
 *
 * @throws PromptPostError 'invalid-weights' when the file is larger than `maxBytes` or breaks a rule of the format
 */
export const decodeSafetensors = (file: Uint8Array, options: DecodeOptions): Map<string, DecodedTensor> => {
  const { header, data } = readHeader(file, options)
  return new Map(
    header.entries.map(({ name, storage, shape, begin, byteLength }) => [
      name,
      { name, storage, shape, bytes: data.subarray(begin, begin + byteLength) },
    ]),
  )
}

/** The file's own `__metadata__`, empty where there is none; throws as {@link decodeSafetensors}. */
export const decodeMetadata = (file: Uint8Array, options: DecodeOptions): Record<string, string> =>
  readHeader(file, options).header.metadata
