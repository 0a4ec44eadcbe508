/**
 * Writes safetensors as Hugging Face's own writer does, byte for byte; same tensors, same bytes.
 * @module
 */
import { writeFileAtomic } from '@promptpost/base'
import { toBfloat16, toFloat16 } from './convert.js'
import { MAX_HEADER_BYTES, PREFIX_BYTES } from './header.js'
import { checkName, problem } from './problem.js'
import { byteLengthOf, codeOfStorage, rankOfStorage, type StorageType } from './storage.js'

/** A tensor to write. */
export type TensorData = {
  name: string
  /** Row-major; empty for a scalar. */
  shape: readonly number[]
  /**
   * The elements. A Uint16Array holds float16 or bfloat16 patterns and a Uint8Array raw little-endian bytes of any
   * type: both need `storage`. A Float32Array with storage float16 or bfloat16 is rounded to it.
   */
  data: Float32Array | Float64Array | Uint16Array | Int32Array | BigInt64Array | Uint8Array
  /** Default: float32, float64, int32 or int64, as the array is. */
  storage?: StorageType
}

type Part = { name: string; storage: StorageType; shape: readonly number[]; bytes: Uint8Array }

const ownStorage = (data: TensorData['data']): StorageType | undefined => {
  if (data instanceof Float32Array) return 'float32'
  if (data instanceof Float64Array) return 'float64'
  if (data instanceof Int32Array) return 'int32'
  return data instanceof BigInt64Array ? 'int64' : undefined
}

const rounded = (data: TensorData['data'], storage: StorageType): TensorData['data'] => {
  if (!(data instanceof Float32Array)) return data
  return storage === 'float16' ? toFloat16(data) : storage === 'bfloat16' ? toBfloat16(data) : data
}

const WORDS: ReadonlySet<StorageType> = new Set<StorageType>(['float16', 'bfloat16', 'uint16'])

const toPart = ({ name, shape, data: given, storage: asked }: TensorData, label: string): Part => {
  checkName(label, name)
  const next = 'Correct the tensor before it is written'
  const own = ownStorage(given)
  const storage = asked ?? own
  if (storage === undefined)
    throw problem(label, 'needs a storage type with raw data', { tensor: name, next })
  const data = rounded(given, storage)
  const fits =
    data instanceof Uint8Array || (data instanceof Uint16Array ? WORDS.has(storage) : own === storage)
  if (!fits)
    throw problem(label, `cannot be written from a ${data.constructor.name}`, {
      tensor: name,
      value: storage,
      next,
    })
  if (!shape.every(size => Number.isSafeInteger(size) && size >= 0)) {
    throw problem(label, 'has a shape that is not whole numbers', { tensor: name, value: shape, next })
  }
  const expected = byteLengthOf(storage, shape)
  if (expected !== data.byteLength) {
    const message = `has ${data.byteLength} bytes of data, but its shape [${shape}] in ${storage} needs ${expected ?? 'more than can be counted'}`
    throw problem(label, message, { tensor: name, next })
  }
  return {
    name,
    storage,
    shape: [...shape],
    bytes: new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
  }
}

/** Rust orders text by UTF-8 bytes, JavaScript by UTF-16 units: they differ past U+FFFF. */
const compareText = (left: string, right: string): number =>
  Buffer.compare(Buffer.from(left), Buffer.from(right))

/**
 * The parts of a safetensors file in order: prefix and header in one, then each tensor's own bytes, not copied (except
 * where data is rounded). Tensors are ordered as Hugging Face orders them (widest type first, then by name), metadata
 * by key, and the header is padded with spaces to 8 bytes.
 *
 * @param metadata left out of the file when undefined
 * @param label what errors call the file
 * @throws PromptPostError 'invalid-weights' for a bad or repeated name, or a shape that does not fit its data
 */
export const encodeSafetensors = (
  tensors: readonly TensorData[],
  metadata?: Readonly<Record<string, string>>,
  label = 'safetensors',
): Uint8Array[] => {
  const parts = tensors
    .map(tensor => toPart(tensor, label))
    .sort(
      (left, right) =>
        rankOfStorage(right.storage) - rankOfStorage(left.storage) || compareText(left.name, right.name),
    )
  const fields: string[] = []
  if (metadata !== undefined) {
    const pairs = Object.entries(metadata).sort(([left], [right]) => compareText(left, right))
    const shown = pairs.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`)
    fields.push(`"__metadata__":{${shown.join(',')}}`)
  }
  const names = new Set<string>()
  let offset = 0
  for (const { name, storage, shape, bytes } of parts) {
    if (names.has(name))
      throw problem(label, 'is given twice', { tensor: name, next: 'Give each tensor its own name' })
    names.add(name)
    const entry = { dtype: codeOfStorage(storage), shape, data_offsets: [offset, offset + bytes.byteLength] }
    fields.push(`${JSON.stringify(name)}:${JSON.stringify(entry)}`)
    offset += bytes.byteLength
  }
  const json = new TextEncoder().encode(`{${fields.join(',')}}`)
  const length = Math.ceil(json.byteLength / 8) * 8
  if (length > MAX_HEADER_BYTES)
    throw problem(label, 'has too many tensors for one header', { next: 'Write several files' })
  const head = new Uint8Array(PREFIX_BYTES + length).fill(0x20)
  new DataView(head.buffer).setBigUint64(0, BigInt(length), true)
  head.set(json, PREFIX_BYTES)
  return [head, ...parts.map(part => part.bytes)]
}

/**
 * Writes a .safetensors file whole or not at all; same tensors in any order, same bytes.
 *
 * @throws PromptPostError as {@link encodeSafetensors}; the system's own error when the disk refuses
 */
export const writeSafetensors = (
  file: string,
  tensors: readonly TensorData[],
  metadata?: Readonly<Record<string, string>>,
): Promise<void> => writeFileAtomic(file, encodeSafetensors(tensors, metadata, file))
